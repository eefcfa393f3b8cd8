using System.Text.Json;
using System.Text.Json.Serialization;
using OuraTeams.Oura.Documents;

namespace OuraTeams.Oura.Http;

/// <summary>One thing that Oura found wrong with a request (422).</summary>
public sealed record ValidationProblem : OpenRecord
{
    /// <summary>Where it is: names, and the positions in lists.</summary>
    [JsonPropertyName("loc")]
    public required IReadOnlyList<JsonElement> Location { get; init; }

    /// <summary>What is wrong, in Oura's words.</summary>
    [JsonPropertyName("msg")]
    public required string Message { get; init; }

    /// <summary>Oura's name for this sort of problem.</summary>
    [JsonPropertyName("type")]
    public required string Type { get; init; }

    /// <summary>What was sent there. Absent in version 1.29.</summary>
    [JsonPropertyName("input")]
    public JsonElement? Input { get; init; }

    /// <summary>More about it. Absent in version 1.29.</summary>
    [JsonPropertyName("ctx")]
    public JsonElement? Context { get; init; }

    /// <summary>The place in one text, such as <c>query.start_date</c>.</summary>
    [JsonIgnore]
    public string Path => string.Join('.', Location);
}
