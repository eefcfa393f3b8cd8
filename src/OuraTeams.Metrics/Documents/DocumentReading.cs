namespace OuraTeams.Metrics.Documents;

/// <summary>What one document says about the metrics.</summary>
public sealed record DocumentReading
{
    /// <summary>Kind of document, as routes name it.</summary>
    public required string Kind { get; init; }

    /// <summary>Oura's id of it.</summary>
    public required string DocumentId { get; init; }

    /// <summary>The day that Oura gives it to.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>Oura's version of it, where Oura sends one.</summary>
    public long? Version { get; init; }

    /// <summary>Hash of day, role, span and values: two readings with one hash say the same.</summary>
    public ulong ContentHash => OuraTeams.Metrics.Documents.ContentHash.Of(Day, Role, Span, Values);

    /// <summary>Number of the read that brought it; of two current documents of a day the later read wins.</summary>
    public long ReadOrder { get; init; }

    /// <summary>Its part in the day.</summary>
    public required DocumentRole Role { get; init; }

    /// <summary>Of a sleep: when it began and ended, each with the wearer's offset then. Null without both, or when they can't be.</summary>
    public (DateTimeOffset From, DateTimeOffset To)? Span { get; init; }

    /// <summary>Values, in steps of the metrics' resolution, in the order of the catalogue. What is missing is left out.</summary>
    public required IReadOnlyList<(int Number, int Units)> Values { get; init; }

    /// <summary>How many fields held a number that isn't plausible, or no number; they count as missing.</summary>
    public int Implausible { get; init; }
}
