using System.Text.Json.Nodes;
using OuraTeams.Sandbox.Simulation;

namespace OuraTeams.Sandbox.Documents;

/// <summary>
/// Everything about one kind of document. A new kind is one more of these in a file of its own, and a line in
/// <see cref="DocumentKinds"/>.
/// </summary>
internal sealed class DocumentKind
{
    /// <summary>The last part of the route, <c>/v2/usercollection/{Route}</c>.</summary>
    public required string Route { get; init; }

    /// <summary>The <c>data_type</c> of its webhook events.</summary>
    public required string DataType { get; init; }

    /// <summary>The scope that opens it, without prefix.</summary>
    public required string Scope { get; init; }

    /// <summary>The instant that the date filter compares with its bounds.</summary>
    public required Func<JsonObject, DateTimeOffset> ComparedInstant { get; init; }

    /// <summary>True when a document at exactly the end bound is answered.</summary>
    public required bool EndIsInclusive { get; init; }

    /// <summary>True when the collection takes <c>fields</c>.</summary>
    public bool TakesFields { get; init; } = true;

    /// <summary>True when the document of a day that isn't over grows with each sync.</summary>
    public bool GrowsThroughDay { get; init; }

    /// <summary>
    /// Which documents the member has on that day, as small numbers from 0 to 15 that stay the same for ever; they
    /// become part of the id.
    /// </summary>
    public required Func<MemberDay, IEnumerable<int>> Slots { get; init; }

    /// <summary>Writes one document's members behind its <c>id</c>.</summary>
    public required Action<JsonObject, MemberDay, int> Write { get; init; }
}
