using System.Text.Json;
using OuraTeams.Oura.Kinds;

namespace OuraTeams.Oura.Documents;

/// <summary>A document as Oura sent it.</summary>
/// <param name="Kind">What kind of document it is.</param>
/// <param name="Id">Oura's id of it. Opaque; production ids are UUIDs but nothing promises that.</param>
/// <param name="Day">
/// The day that Oura gives the document to, local to the wearer; the first one where it spans several. Never derived from
/// a time. Null for a kind that belongs to no day (<see cref="DocumentKind.DayMember"/>).
/// </param>
/// <param name="Body">The whole document, fields unknown to us included.</param>
public sealed record OuraDocument(DocumentKind Kind, string Id, DateOnly? Day, JsonElement Body)
{
    /// <summary>The kind alone: what is inside is nobody's business in a log.</summary>
    public override string ToString() => Kind.Name;
}
