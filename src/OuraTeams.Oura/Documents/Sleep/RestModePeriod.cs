using System.Text.Json.Serialization;

namespace OuraTeams.Oura.Documents.Sleep;

/// <summary>A time in which the wearer had rest mode on.</summary>
public sealed record RestModePeriod : OpenRecord
{
    /// <summary>Oura's id of the document. Opaque.</summary>
    [JsonPropertyName("id")]
    public required string Id { get; init; }

    /// <summary>Version and time of the last change; absent since 1.34.</summary>
    [JsonPropertyName("meta")]
    public DocumentMeta? Meta { get; init; }

    /// <summary>Its first day, local to the wearer.</summary>
    [JsonPropertyName("start_day")]
    public required DateOnly StartDay { get; init; }

    /// <summary>When it began, with the offset of the wearer.</summary>
    [JsonPropertyName("start_time")]
    public DateTimeOffset? StartTime { get; init; }

    /// <summary>Its last day; null while it is open.</summary>
    [JsonPropertyName("end_day")]
    public DateOnly? EndDay { get; init; }

    /// <summary>When it ended; null while it is open.</summary>
    [JsonPropertyName("end_time")]
    public DateTimeOffset? EndTime { get; init; }

    /// <summary>What the wearer noted; may be empty.</summary>
    [JsonPropertyName("episodes")]
    public required IReadOnlyList<RestModeEpisode> Episodes { get; init; }
}
