namespace OuraTeams.Sandbox.Simulation;

/// <summary>
/// One day's movement from 04:00 to 04:00, a class each five minutes in Oura's code: 0 ring off, 1 rest, 2 inactive,
/// 3 low, 4 medium, 5 high. A day that isn't over yet holds the blocks until now; later ones only add to it.
/// </summary>
internal sealed class ActivityDay
{
    /// <summary>Blocks of five minutes in a day.</summary>
    public const int BlocksInDay = 288;

    private const int FirstMinute = 4 * 60;
    private static readonly (double Low, double High)[] MetOfClass = [(0.1, 0.1), (0.9, 0.9), (1.0, 1.4), (1.6, 2.8), (3.0, 5.5), (6.5, 10)];
    private static readonly (int Low, int High)[] StepsOfClass = [(0, 0), (0, 0), (0, 2), (12, 24), (90, 112), (135, 165)];

    private readonly char[] _classes;

    /// <summary>Makes the day from its plan and the nights at its two ends.</summary>
    /// <param name="member">Whose day.</param>
    /// <param name="day">The day.</param>
    /// <param name="variation">0 for the day as it was first seen, another number for another account of it.</param>
    /// <param name="elapsedMinutes">How far the day has come since 04:00; null is all of it.</param>
    /// <param name="syncs">How often the phone synced the day again; each time found a few more steps.</param>
    public ActivityDay(MemberProfile member, DateOnly day, int variation, int? elapsedMinutes, int syncs)
    {
        Plan = ActivityPlan.For(member, day);
        var noise = member.Noise(day, NoiseTopic.ActivityBlocks, variation);
        var whole = new char[BlocksInDay];
        Array.Fill(whole, '2');
        Sleep(member, day, whole);
        RingOff(ref noise, whole);
        Train(whole);
        Move(ref noise, whole);

        _classes = whole[..Math.Clamp((elapsedMinutes ?? 1440) / 5, 1, BlocksInDay)];
        Met = new double[_classes.Length * 5];
        for (var minute = 0; minute < Met.Length; minute++)
        {
            var kind = _classes[minute / 5] - '0';
            Met[minute] = Math.Round(noise.Between(MetOfClass[kind].Low, MetOfClass[kind].High), 1);
            Steps += noise.Whole(StepsOfClass[kind].Low, StepsOfClass[kind].High + 1);
        }

        for (var sync = 1; sync <= syncs; sync++)
        {
            Steps += member.Noise(day, NoiseTopic.Syncs, sync).Whole(20, 120);
        }
    }

    /// <summary>The plan it was made from.</summary>
    public ActivityPlan Plan { get; }

    /// <summary>Steps so far.</summary>
    public int Steps { get; }

    /// <summary>The metabolic equivalent of each minute so far.</summary>
    public double[] Met { get; }

    /// <summary>The class of each five minutes so far.</summary>
    public string Classes => new(_classes);

    /// <summary>Seconds so far in a class.</summary>
    public int Seconds(char activity) => 300 * _classes.AsSpan().Count(activity);

    /// <summary>MET minutes so far in a class, above rest.</summary>
    public int MetMinutes(char activity)
    {
        var sum = 0.0;
        for (var minute = 0; minute < Met.Length; minute++)
        {
            sum += _classes[minute / 5] == activity ? Met[minute] - 0.9 : 0;
        }

        return (int)Math.Round(sum);
    }

    /// <summary>Kilocalories so far of a body of that weight, those above the given MET alone.</summary>
    public int Calories(double weight, double above)
    {
        var sum = 0.0;
        foreach (var met in Met)
        {
            sum += above == 0 ? met : met >= 1.5 ? met - above : 0;
        }

        return (int)Math.Round(sum * weight / 60);
    }

    /// <summary>How many hours so far passed without a move.</summary>
    public int InactiveHours
    {
        get
        {
            var hours = 0;
            var still = 0;
            foreach (var activity in _classes)
            {
                still = activity == '2' ? still + 1 : 0;
                if (still == 12)
                {
                    hours++;
                    still = 0;
                }
            }

            return hours;
        }
    }

    private static void Sleep(MemberProfile member, DateOnly day, char[] blocks)
    {
        Lie(NightPlan.For(member, day), day, blocks, 0, 36);
        Lie(NightPlan.For(member, day.AddDays(1)), day, blocks, 234, BlocksInDay);
    }

    private static void Lie(NightPlan? night, DateOnly day, char[] blocks, int missingFrom, int missingTo)
    {
        if (night is null)
        {
            blocks.AsSpan(missingFrom..missingTo).Fill('0');
            return;
        }

        var midnight = new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), night.Start.Offset);
        var from = (int)((night.Start - midnight).TotalMinutes - FirstMinute) / 5;
        var to = (int)((night.End - midnight).TotalMinutes - FirstMinute) / 5;
        for (var block = Math.Max(0, from); block < Math.Min(BlocksInDay, to); block++)
        {
            blocks[block] = '1';
        }
    }

    private static void RingOff(ref Noise noise, char[] blocks)
    {
        if (noise.Chance(0.2))
        {
            var at = noise.Whole(60, 220);
            var end = at + noise.Whole(2, 12);
            for (var block = at; block < end; block++)
            {
                blocks[block] = blocks[block] == '2' ? '0' : blocks[block];
            }
        }
    }

    private void Train(char[] blocks)
    {
        var at = ((int)Plan.WorkoutStart.TotalMinutes - FirstMinute) / 5;
        for (var block = 0; block < Plan.WorkoutMinutes / 5; block++)
        {
            if (blocks[at + block] == '2')
            {
                blocks[at + block] = block % 3 == 0 ? '4' : '5';
            }
        }
    }

    private void Move(ref Noise noise, char[] blocks)
    {
        var left = Plan.Steps;
        for (var tries = 0; left > 0 && tries < 600; tries++)
        {
            var at = noise.Whole(12, 228);
            var run = noise.Whole(1, 5);
            var activity = noise.Chance(0.16) ? '4' : '3';
            for (var block = at; block < at + run && left > 0; block++)
            {
                if (blocks[block] == '2')
                {
                    blocks[block] = activity;
                    left -= activity == '4' ? 505 : 90;
                }
            }
        }
    }
}
