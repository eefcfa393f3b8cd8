using System.Text.Json.Serialization;

namespace OuraTeams.Oura.Documents.Tags;

/// <summary>A note of the wearer, for a moment or a time.</summary>
public sealed record EnhancedTag : OpenRecord
{
    /// <summary>Oura's id of the document. Opaque.</summary>
    [JsonPropertyName("id")]
    public required string Id { get; init; }

    /// <summary>Code of the tag; null for text alone, <c>custom</c> for a tag of the wearer's own.</summary>
    [JsonPropertyName("tag_type_code")]
    public string? TagTypeCode { get; init; }

    /// <summary>When it began, with the offset of the wearer.</summary>
    [JsonPropertyName("start_time")]
    public required DateTimeOffset StartTime { get; init; }

    /// <summary>When it ended; null for a moment.</summary>
    [JsonPropertyName("end_time")]
    public DateTimeOffset? EndTime { get; init; }

    /// <summary>Its first day, local to the wearer.</summary>
    [JsonPropertyName("start_day")]
    public required DateOnly StartDay { get; init; }

    /// <summary>Its last day; null for a moment.</summary>
    [JsonPropertyName("end_day")]
    public DateOnly? EndDay { get; init; }

    /// <summary>The wearer's own words.</summary>
    [JsonPropertyName("comment")]
    public string? Comment { get; init; }

    /// <summary>The wearer's name for a tag of their own.</summary>
    [JsonPropertyName("custom_name")]
    public string? CustomName { get; init; }
}
