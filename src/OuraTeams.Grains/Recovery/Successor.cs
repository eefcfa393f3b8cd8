using OuraTeams.Contracts.Keys;

namespace OuraTeams.Grains.Recovery;

/// <summary>An account whose next activation must be woken.</summary>
internal sealed class Successor(AccountKey account)
{
    /// <summary>Which account.</summary>
    public AccountKey Account { get; } = account;

    /// <summary>When there is work.</summary>
    public DateTimeOffset Due { get; set; }

    /// <summary>Tries that failed in a row.</summary>
    public int Failures { get; set; }

    /// <summary>Whether it is being tried now.</summary>
    public bool InFlight { get; set; }

    /// <summary>Whether the account asked again while it was being tried: its activation came up and has ended.</summary>
    public bool Again { get; set; }

    /// <summary>Whether the scheduler knows of it. Only the try that is under way changes this.</summary>
    public bool SchedulerKnows { get; set; }
}
