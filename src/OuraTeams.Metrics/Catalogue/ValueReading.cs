namespace OuraTeams.Metrics.Catalogue;

/// <summary>How a document's field becomes a number.</summary>
public enum ValueReading
{
    /// <summary>It is one.</summary>
    Number,

    /// <summary>It is one of some words, from low to high; the first is 1.</summary>
    Level,

    /// <summary>Two times, <c>from..to</c>: the seconds between them.</summary>
    Seconds,

    /// <summary>A time: minutes since midnight on the wearer's clock.</summary>
    TimeOfDay,

    /// <summary>The document itself counts one.</summary>
    Count,

    /// <summary>Two days, <c>first..last</c>: how many days, both counted.</summary>
    Days,

    /// <summary>Seconds from a midnight, before it negative: minutes since midnight.</summary>
    MidnightOffset,
}
