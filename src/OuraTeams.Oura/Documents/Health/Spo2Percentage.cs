using System.Text.Json.Serialization;

namespace OuraTeams.Oura.Documents.Health;

/// <summary>Oxygen saturation in numbers.</summary>
public sealed record Spo2Percentage : OpenRecord
{
    /// <summary>Average in percent. 0 is how Oura says that there is no value.</summary>
    [JsonPropertyName("average")]
    public required double Average { get; init; }
}
