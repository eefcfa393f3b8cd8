using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using OuraTeams.Oura.Documents;
using OuraTeams.Oura.Http;

namespace OuraTeams.Oura.Kinds;

/// <summary>One time series, and the record that its rows become.</summary>
/// <typeparam name="T">The record.</typeparam>
public sealed class TimeSeriesKind<T> : TimeSeriesKind
    where T : OpenRecord
{
    internal TimeSeriesKind(string name, string scope, JsonTypeInfo<T> json)
        : base(name, scope) => Json = json;

    /// <summary>How the record is read and written by System.Text.Json.</summary>
    public JsonTypeInfo<T> Json { get; }

    /// <summary>Reads a row.</summary>
    /// <exception cref="OuraException"><see cref="OuraFailure.Unavailable"/>: a member is missing or of another type than it should be; the message names it.</exception>
    public T Read(JsonElement body) => OuraResponse.Read(() => body.Deserialize(Json), $"A row of {Name} cannot be read.");
}
