namespace OuraTeams.Cluster.Tests.Faults;

/// <summary>How large the faults are: the short form is for every change, the long one on demand (<c>tests/faults.sh long</c>).</summary>
internal sealed record FaultForm
{
    /// <summary>People of the team.</summary>
    public required int Members { get; init; }

    /// <summary>Events of the storm in a second.</summary>
    public required int EventsPerSecond { get; init; }

    /// <summary>Time that the storm goes on before a fault, and after one that is over at once.</summary>
    public required TimeSpan Around { get; init; }

    /// <summary>How long Redis stands still.</summary>
    public required TimeSpan RedisPause { get; init; }

    /// <summary>How long a silo stands still; longer than the others need to declare it dead.</summary>
    public required TimeSpan Freeze { get; init; }

    /// <summary>How long a silo can't reach the others.</summary>
    public required TimeSpan Split { get; init; }

    /// <summary>How long Redis takes no writes.</summary>
    public required TimeSpan Full { get; init; }

    /// <summary>How far a clock goes ahead.</summary>
    public TimeSpan Ahead { get; } = TimeSpan.FromMinutes(10);

    /// <summary>How far a clock stays behind; further than five minutes, the others don't let the silo join.</summary>
    public TimeSpan Behind { get; } = TimeSpan.FromMinutes(4);

    /// <summary>Life of an access token, and the time ahead of its end at which it is renewed: so that some are due at any time.</summary>
    public required (TimeSpan Life, TimeSpan Ahead) Tokens { get; init; }

    /// <summary>How long a refresh may take before another activation may try; longer than any pause here.</summary>
    public required TimeSpan Lease { get; init; }

    /// <summary>Requests of one token in five minutes, for the stand-in and the platform; low enough that an account which forgot what it spent would go over it.</summary>
    public required int Budget { get; init; }

    /// <summary>Requests that an account sets aside at once.</summary>
    public required int BudgetBlock { get; init; }

    /// <summary>Longest time to the truth before it counts as never.</summary>
    public required TimeSpan Limit { get; init; }

    /// <summary>The form that <c>OURATEAMS_FAULTS</c> names; short by default. <c>OURATEAMS_FAULTS_MEMBERS</c> gives another number of people.</summary>
    public static FaultForm Chosen()
    {
        FaultForm form = Environment.GetEnvironmentVariable("OURATEAMS_FAULTS") == "long" ? Long() : Short();
        return int.TryParse(Environment.GetEnvironmentVariable("OURATEAMS_FAULTS_MEMBERS"), out int members) ? form with { Members = members } : form;
    }

    private static FaultForm Short() => new()
    {
        Members = 30,
        EventsPerSecond = 8,
        Around = TimeSpan.FromSeconds(3),
        RedisPause = TimeSpan.FromSeconds(8),
        Freeze = TimeSpan.FromSeconds(25),
        Split = TimeSpan.FromSeconds(20),
        Full = TimeSpan.FromSeconds(8),
        Tokens = (TimeSpan.FromMinutes(3), TimeSpan.FromSeconds(90)),
        Lease = TimeSpan.FromMinutes(1),
        Budget = 150,
        BudgetBlock = 1,
        Limit = TimeSpan.FromMinutes(5),
    };

    private static FaultForm Long() => new()
    {
        Members = 2_000,
        EventsPerSecond = 20,
        Around = TimeSpan.FromSeconds(15),
        RedisPause = TimeSpan.FromSeconds(20),
        Freeze = TimeSpan.FromSeconds(60),
        Split = TimeSpan.FromSeconds(60),
        Full = TimeSpan.FromSeconds(30),
        Tokens = (TimeSpan.FromMinutes(8), TimeSpan.FromMinutes(4)),
        Lease = TimeSpan.FromMinutes(2),
        Budget = 200,
        BudgetBlock = 1,
        Limit = TimeSpan.FromMinutes(15),
    };
}
