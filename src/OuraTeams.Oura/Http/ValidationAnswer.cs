using System.Text.Json.Serialization;

namespace OuraTeams.Oura;

/// <summary>Body of a 422.</summary>
internal sealed record ValidationAnswer : OpenRecord
{
    [JsonPropertyName("detail")]
    public IReadOnlyList<ValidationProblem>? Detail { get; init; }
}
