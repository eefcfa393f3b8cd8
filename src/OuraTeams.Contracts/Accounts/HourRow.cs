namespace OuraTeams.Contracts;

/// <summary>A member's figures of one hour of a time series.</summary>
[GenerateSerializer, Immutable, Alias("ourateams.hour-row")]
public sealed record HourRow
{
    /// <summary>When the hour begins, UTC.</summary>
    [Id(0)]
    public required DateTimeOffset From { get; init; }

    /// <summary>Rows that count.</summary>
    [Id(1)]
    public required int Count { get; init; }

    /// <summary>Least value: beats a minute, milliseconds or percent.</summary>
    [Id(2)]
    public required int Minimum { get; init; }

    /// <summary>Arithmetic mean.</summary>
    [Id(3)]
    public required double Mean { get; init; }

    /// <summary>Greatest value.</summary>
    [Id(4)]
    public required int Maximum { get; init; }

    /// <summary>Of interbeat intervals: root mean square of successive differences, ms; else null.</summary>
    [Id(5)]
    public double? Rmssd { get; init; }

    /// <summary>Of interbeat intervals: standard deviation, ms; else null.</summary>
    [Id(6)]
    public double? Sdnn { get; init; }
}
