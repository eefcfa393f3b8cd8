namespace OuraTeams.Metrics.Series;

/// <summary>
/// The distinct rows of one hour, eight bytes each. Rows may come in any order and again, and what a row means can depend
/// on its neighbours, so they are kept until the fold is over. An hour with more distinct rows than a ring can measure is
/// left out as a whole: that bounds what an hour holds, and doesn't depend on the order of its rows.
/// </summary>
internal sealed class SampleHour
{
    /// <summary>More than a heart that beats every 200 ms makes.</summary>
    public const int Most = 20_000;

    private ulong[] _samples = new ulong[16];
    private int _count;
    private bool _isSettled = true;
    private bool _isImpossible;

    /// <summary>Rows added, repeated ones too.</summary>
    public int Rows { get; private set; }

    /// <summary>Whether it holds more rows than can be.</summary>
    public bool IsImpossible
    {
        get
        {
            Settle();
            return _isImpossible;
        }
    }

    /// <summary>Adds a row.</summary>
    /// <param name="millisecond">When, in the hour.</param>
    /// <param name="packed">What it says.</param>
    public void Add(int millisecond, uint packed)
    {
        Rows++;
        if (_count == _samples.Length)
        {
            Settle();
            if (_count > _samples.Length / 2)
            {
                Array.Resize(ref _samples, _samples.Length * 2);
            }
        }

        if (!_isImpossible)
        {
            _samples[_count++] = ((ulong)millisecond << 32) | packed;
            _isSettled = false;
        }
    }

    /// <summary>The rows, ascending by time and then by what they say, each once; none of an impossible hour.</summary>
    public ReadOnlyMemory<ulong> Samples()
    {
        Settle();
        return _samples.AsMemory(0, _count);
    }

    private void Settle()
    {
        if (_isSettled)
        {
            return;
        }

        _isSettled = true;
        Span<ulong> samples = _samples.AsSpan(0, _count);
        samples.Sort();
        int distinct = 0;
        for (int index = 0; index < samples.Length; index++)
        {
            if (distinct == 0 || samples[index] != samples[distinct - 1])
            {
                samples[distinct++] = samples[index];
            }
        }

        _count = distinct;
        if (_count > Most)
        {
            _isImpossible = true;
            _samples = new ulong[1];
            _count = 0;
        }
    }
}
