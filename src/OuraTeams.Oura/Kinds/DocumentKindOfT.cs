using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using OuraTeams.Oura.Documents;
using OuraTeams.Oura.Http;

namespace OuraTeams.Oura.Kinds;

/// <summary>One kind of documents, and the record that such a document becomes.</summary>
/// <typeparam name="T">The record.</typeparam>
public sealed class DocumentKind<T> : DocumentKind
    where T : OpenRecord
{
    internal DocumentKind(string name, string scope, JsonTypeInfo<T> json, string? dayMember = "day", string? dataType = null, bool isDaily = false)
        : base(name, scope, dayMember, dataType ?? name, isDaily) => Json = json;

    /// <summary>How the record is read and written by System.Text.Json.</summary>
    public JsonTypeInfo<T> Json { get; }

    /// <summary>Reads a document.</summary>
    /// <exception cref="OuraException"><see cref="OuraFailure.Unavailable"/>: a member is missing or of another type than it should be; the message names it.</exception>
    public T Read(JsonElement body) => OuraResponse.Read(() => body.Deserialize(Json), $"A document of {Name} cannot be read.");
}
