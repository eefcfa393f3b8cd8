using System.Text.Json.Nodes;
using OuraTeams.Sandbox.Simulation;

namespace OuraTeams.Sandbox.Documents;

/// <summary>
/// Everything about one kind of document. A new kind is one more of these in a file of its own, and a line in
/// <see cref="DocumentKinds"/>.
/// </summary>
internal sealed class DocumentKind
{
    /// <summary>The day that documents without a day are kept under.</summary>
    public static DateOnly NoDay { get; } = new(2020, 1, 1);

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

    /// <summary>True when version 1.29 gives its documents <c>meta</c>.</summary>
    public bool HasMeta { get; init; } = true;

    /// <summary>True when its documents belong to no day: dates don't filter them, and they were there from the start.</summary>
    public bool IsUndated { get; init; }

    /// <summary>True when the document of a day that isn't over grows with each sync.</summary>
    public bool GrowsThroughDay { get; init; }

    /// <summary>When there is something to tell: the first sync from then on brings the document. Null is the day's first sync.</summary>
    public Func<MemberDay, int, DateTimeOffset>? AppearsAt { get; init; }

    /// <summary>The last day of a document that spans several; the sync that reaches it closes the document. Null is one day.</summary>
    public Func<MemberDay, int, DateOnly>? LastDay { get; init; }

    /// <summary>
    /// Which documents the member has on that day, as small numbers from 0 to 15 that stay the same for ever; they
    /// become part of the id.
    /// </summary>
    public required Func<MemberDay, IEnumerable<int>> Slots { get; init; }

    /// <summary>Writes one document's members behind its <c>id</c>.</summary>
    public required Action<JsonObject, MemberDay, int> Write { get; init; }

    /// <summary>Turns a document into what version 1.29 knew, <c>meta</c> aside; null where there is no difference.</summary>
    public Action<JsonObject>? MakeOlder { get; init; }
}
