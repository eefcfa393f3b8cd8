using System.Text.Json.Serialization;
using OuraTeams.Oura.Json;

namespace OuraTeams.Oura.Documents;

/// <summary>Answer of <c>/v2/usercollection/personal_info</c>. Members without their scope are null.</summary>
public sealed record PersonalInfo : OpenRecord
{
    /// <summary>Bytes (UTF-8) of the longest id that is taken. Oura's own are UUIDs; who stores an id can rely on this bound.</summary>
    public const int LongestId = 100;

    /// <summary>Oura's id of the person; equals <c>user_id</c> of webhook events. Needs no scope.</summary>
    [JsonPropertyName("id")]
    [JsonConverter(typeof(TextOrNumber))]
    public required string Id { get; init; }

    /// <summary>Age in years.</summary>
    [JsonPropertyName("age")]
    public int? Age { get; init; }

    /// <summary>Body mass in kilograms.</summary>
    [JsonPropertyName("weight")]
    public double? Weight { get; init; }

    /// <summary>Height in metres.</summary>
    [JsonPropertyName("height")]
    public double? Height { get; init; }

    /// <summary>Biological sex as the person gave it to Oura.</summary>
    [JsonPropertyName("biological_sex")]
    public string? BiologicalSex { get; init; }

    /// <summary>E-mail address; needs the scope <c>email</c>, which a person may refuse.</summary>
    [JsonPropertyName("email")]
    public string? Email { get; init; }
}
