using System.Text.Json;
using System.Text.Json.Serialization;
using OuraTeams.Oura.Documents;

namespace OuraTeams.Oura.Http;

/// <summary>One page of a list of documents or of a time series.</summary>
internal sealed record OuraPage : OpenRecord
{
    [JsonPropertyName("data")]
    public required IReadOnlyList<JsonElement> Data { get; init; }

    /// <summary>Leads to the next page; null, empty or absent on the last one.</summary>
    [JsonPropertyName("next_token")]
    public string? NextToken { get; init; }
}
