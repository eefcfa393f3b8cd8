using System.Text.Json.Serialization;

namespace OuraTeams.Oura.Documents;

/// <summary>What version 1.29 told about a document besides its data.</summary>
public sealed record DocumentMeta : OpenRecord
{
    /// <summary>When Oura last changed the document.</summary>
    [JsonPropertyName("updated_at")]
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Counts the changes of the document.</summary>
    [JsonPropertyName("version")]
    public required int Version { get; init; }
}
