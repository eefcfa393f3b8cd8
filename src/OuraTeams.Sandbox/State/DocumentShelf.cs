using System.Text.Json.Nodes;
using OuraTeams.Sandbox.Documents;
using OuraTeams.Sandbox.Simulation;

namespace OuraTeams.Sandbox.State;

/// <summary>The documents of all members as they are now: which exist, and what they say.</summary>
internal sealed class DocumentShelf(SandboxOptions options, WorldState state, MemberProfile[] profiles)
{
    /// <summary>The documents of a kind between two days, both included, ascending by day and in a day by time.</summary>
    public IReadOnlyList<SandboxDocument> List(int member, DocumentKind kind, DateOnly from, DateOnly to)
    {
        var documents = new List<SandboxDocument>();
        if (kind.IsUndated)
        {
            Add(member, kind, DocumentKind.NoDay, documents);
            return documents;
        }

        var first = Math.Max(from.DayNumber, state.OldestDay.DayNumber);
        var last = Math.Min(to.DayNumber, state.SyncedThrough(member).DayNumber);
        for (var day = first; day <= last; day++)
        {
            Add(member, kind, DateOnly.FromDayNumber(day), documents);
        }

        return documents;
    }

    /// <summary>The document with that id that exists or was deleted; null when there never was one.</summary>
    public DocumentKey? Locate(int member, DocumentKind kind, string documentId)
    {
        if (DocumentId.Read(options.Seed, member, kind.Route, documentId) is not { } key)
        {
            return null;
        }

        var day = new MemberDay(profiles[member], key.Day);
        var isThere = kind.IsUndated
            ? key.Day == DocumentKind.NoDay
            : key.Day >= state.OldestDay && key.Day <= state.SyncedThrough(member);
        return isThere && kind.Slots(day).Contains(key.Slot) && HasAppeared(kind, day, key.Slot) ? key : null;
    }

    /// <summary>True when the member's last sync came after there was something to tell.</summary>
    public bool HasAppeared(DocumentKind kind, MemberDay day, int slot) =>
        kind.AppearsAt is not { } appearsAt || day.Day < state.FirstDay || appearsAt(day, slot) <= state.SyncedAt(day.Member.Index);

    /// <summary>The document in one of its revisions.</summary>
    public SandboxDocument Document(DocumentKind kind, DocumentKey key, DocumentRevision revision) =>
        new(kind.Route, IdOf(key), MemberIdOf(key), key.Day, revision.Version, Body(kind, key, revision));

    /// <summary>What the document says in one of its revisions.</summary>
    public JsonObject Body(DocumentKind kind, DocumentKey key, DocumentRevision revision)
    {
        var body = new JsonObject { ["id"] = IdOf(key) };
        var day = new MemberDay(
            profiles[key.Member], key.Day, revision.Variation, revision.ElapsedMinutes, revision.Syncs, state.SyncedThrough(key.Member));
        kind.Write(body, day, key.Slot);
        if (options.Generation == OuraGeneration.V129)
        {
            kind.MakeOlder?.Invoke(body);
            if (kind.HasMeta)
            {
                var changed = revision.ChangedAt ?? new DateTimeOffset(key.Day.ToDateTime(new TimeOnly(9, 0)), TimeSpan.Zero);
                body["meta"] = new JsonObject { ["updated_at"] = Iso.UtcMicroseconds(changed), ["version"] = revision.Version };
            }
        }

        foreach (var field in revision.Fields)
        {
            field.PlaceIn(body);
        }

        return body;
    }

    /// <summary>Puts the next revision in the place of the current one, a version later.</summary>
    public WorldChange Replace(DocumentKind kind, DocumentKey key, DocumentRevision current, DocumentRevision next, string eventType, DateTimeOffset now)
    {
        state.Keep(key, next with { Version = current.Version + 1, ChangedAt = now });
        return new(MemberIdOf(key), kind.DataType, IdOf(key), eventType, now);
    }

    /// <summary>That a document came into being.</summary>
    public WorldChange Creation(DocumentKind kind, DocumentKey key, DateTimeOffset now) => new(MemberIdOf(key), kind.DataType, IdOf(key), "create", now);

    private void Add(int member, DocumentKind kind, DateOnly date, List<SandboxDocument> documents)
    {
        var day = new MemberDay(profiles[member], date);
        foreach (var slot in kind.Slots(day))
        {
            var key = new DocumentKey(member, kind.Route, date, slot);
            if (HasAppeared(kind, day, slot) && state.Revision(key) is { Deleted: false } revision)
            {
                documents.Add(Document(kind, key, revision));
            }
        }
    }

    private string IdOf(DocumentKey key) => DocumentId.Of(options.Seed, key);

    private string MemberIdOf(DocumentKey key) => profiles[key.Member].Member.Id;
}
