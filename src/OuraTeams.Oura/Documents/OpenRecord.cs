using System.Text.Json;
using System.Text.Json.Serialization;

namespace OuraTeams.Oura.Documents;

/// <summary>
/// A record of Oura's that may carry more than we know. Written as JSON, it gives back every member that it was read
/// from; members that were missing are written as null.
/// </summary>
public abstract record OpenRecord
{
    /// <summary>The members that this record doesn't name; null when there are none.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Unknown { get; set; }

    /// <summary>The name of the type alone: what is inside is nobody's business in a log.</summary>
    public sealed override string ToString() => GetType().Name;
}
