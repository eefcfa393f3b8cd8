namespace OuraTeams.Sandbox.Simulation;

/// <summary>
/// The phases of one sleep, an epoch each 30 seconds, in Oura's code: 1 deep, 2 light, 3 REM, 4 awake. All durations
/// are counted from it, so that they add up.
/// </summary>
internal sealed class Hypnogram
{
    private const int EpochsInBlock = 10;
    private const int EpochsInCycle = 190;
    private readonly char[] _epochs;
    private readonly char[] _movement;

    /// <summary>Lays the phases of the plan out in cycles: deep sleep early, REM late, awake in between.</summary>
    public Hypnogram(NightPlan plan, Noise noise)
    {
        _epochs = new char[(int)(plan.TimeInBed.TotalSeconds / 30)];
        var latency = Math.Min((int)(plan.Latency.TotalSeconds / 30), _epochs.Length / 3);
        var asleep = Math.Min((int)(_epochs.Length * plan.Efficiency), _epochs.Length - latency);
        var deep = asleep * plan.DeepShare;
        var rem = asleep * plan.RemShare;
        var light = asleep - deep - rem;
        var awake = _epochs.Length - latency - asleep;
        var cycles = Math.Max(1, (int)Math.Round(_epochs.Length / (double)EpochsInCycle));

        var at = Fill(0, latency, '4');
        for (var cycle = 0; cycle < cycles; cycle++)
        {
            var early = 2.0 * (cycles - cycle) / (cycles * (cycles + 1));
            var late = 2.0 * (cycle + 1) / (cycles * (cycles + 1));
            var swing = noise.Between(0.3, 0.7);
            at = Fill(at, light / cycles * swing, '2');
            at = Fill(at, deep * early, '1');
            at = Fill(at, light / cycles * (1 - swing), '2');
            at = Fill(at, rem * late, '3');
            at = Fill(at, (awake / (double)cycles) + noise.Between(-2, 2), '4');
        }

        Fill(at, _epochs.Length - at, '4');
        _movement = Move(ref noise);
    }

    /// <summary>Seconds of deep sleep.</summary>
    public int Deep => Seconds('1');

    /// <summary>Seconds of light sleep.</summary>
    public int Light => Seconds('2');

    /// <summary>Seconds of REM sleep.</summary>
    public int Rem => Seconds('3');

    /// <summary>Seconds awake in bed.</summary>
    public int Awake => Seconds('4');

    /// <summary>Seconds asleep.</summary>
    public int Total => Deep + Light + Rem;

    /// <summary>Seconds in bed.</summary>
    public int TimeInBed => _epochs.Length * 30;

    /// <summary>Seconds until the first sleep.</summary>
    public int Latency => 30 * (Array.FindIndex(_epochs, phase => phase != '4') is var first and >= 0 ? first : _epochs.Length);

    /// <summary>Percent of the time in bed that was sleep.</summary>
    public int Efficiency => Line.Score(100.0 * Total / TimeInBed);

    /// <summary>How often lying still ended.</summary>
    public int RestlessPeriods
    {
        get
        {
            var count = 0;
            for (var i = 1; i < _movement.Length; i++)
            {
                count += _movement[i] > '1' && _movement[i - 1] == '1' ? 1 : 0;
            }

            return count;
        }
    }

    /// <summary>The phase of each 30 seconds.</summary>
    public string Phases30Seconds => new(_epochs);

    /// <summary>The most frequent phase of each five minutes; the last block may be shorter.</summary>
    public string Phases5Minutes
    {
        get
        {
            var blocks = new char[(_epochs.Length + EpochsInBlock - 1) / EpochsInBlock];
            Span<int> counts = stackalloc int[5];
            for (var block = 0; block < blocks.Length; block++)
            {
                counts.Clear();
                foreach (var phase in _epochs.AsSpan(block * EpochsInBlock, Math.Min(EpochsInBlock, _epochs.Length - (block * EpochsInBlock))))
                {
                    counts[phase - '0']++;
                }

                var most = 1;
                for (var phase = 2; phase <= 4; phase++)
                {
                    most = counts[phase] > counts[most] ? phase : most;
                }

                blocks[block] = (char)('0' + most);
            }

            return new string(blocks);
        }
    }

    /// <summary>Movement of each 30 seconds: 1 none, 2 restless, 3 tossing, 4 active.</summary>
    public string Movement30Seconds => new(_movement);

    private int Fill(int at, double epochs, char phase)
    {
        var end = Math.Clamp(at + (int)Math.Round(epochs), at, _epochs.Length);
        _epochs.AsSpan(at, end - at).Fill(phase);
        return end;
    }

    private char[] Move(ref Noise noise)
    {
        var movement = new char[_epochs.Length];
        for (var i = 0; i < movement.Length; i++)
        {
            var roll = noise.Unit();
            movement[i] = _epochs[i] switch
            {
                '4' => roll < 0.3 ? '1' : roll < 0.65 ? '2' : roll < 0.9 ? '3' : '4',
                '2' => roll < 0.86 ? '1' : roll < 0.98 ? '2' : '3',
                _ => roll < 0.95 ? '1' : '2',
            };
        }

        return movement;
    }

    private int Seconds(char phase) => 30 * _epochs.AsSpan().Count(phase);
}
