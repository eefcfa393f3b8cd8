using System.Text.Json.Serialization;
using OuraTeams.Oura.Documents;

namespace OuraTeams.Oura.Http;

/// <summary>Body of a 422.</summary>
internal sealed record ValidationAnswer : OpenRecord
{
    [JsonPropertyName("detail")]
    public IReadOnlyList<ValidationProblem>? Detail { get; init; }
}
