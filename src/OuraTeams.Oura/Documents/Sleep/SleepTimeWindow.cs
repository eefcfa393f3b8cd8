using System.Text.Json.Serialization;

namespace OuraTeams.Oura.Documents.Sleep;

/// <summary>Between which times to go to bed.</summary>
public sealed record SleepTimeWindow : OpenRecord
{
    /// <summary>Offset of the day's time zone from UTC, in seconds.</summary>
    [JsonPropertyName("day_tz")]
    public required int DayTz { get; init; }

    /// <summary>Earliest bedtime, in seconds from midnight. Negative is the evening before.</summary>
    [JsonPropertyName("start_offset")]
    public required int StartOffset { get; init; }

    /// <summary>Latest bedtime, in seconds from midnight. Negative is the evening before.</summary>
    [JsonPropertyName("end_offset")]
    public required int EndOffset { get; init; }
}
