namespace OuraTeams.Metrics.Catalogue;

/// <summary>Group of metrics that a member consents to together. Numbers are fixed for ever.</summary>
public enum ConsentClass
{
    /// <summary>Sleep.</summary>
    Sleep = 1,

    /// <summary>Readiness and recovery.</summary>
    Readiness = 2,

    /// <summary>Movement and energy.</summary>
    Activity = 3,

    /// <summary>Heart rate and its variability, breathing, temperature.</summary>
    Vitals = 4,

    /// <summary>Stress and resilience.</summary>
    Stress = 5,

    /// <summary>The ring itself: its charge.</summary>
    Ring = 6,

    /// <summary>What members note down themselves: how often, never the words.</summary>
    Notes = 7,
}
