using System.Text.Json.Nodes;
using OuraTeams.Sandbox.Documents;
using OuraTeams.Sandbox.Simulation;
using OuraTeams.Sandbox.State;

namespace OuraTeams.Sandbox;

/// <summary>
/// The members of the sandbox and their documents. A document follows from seed, member and day, whatever day the
/// process started; only how it was changed since is kept. Documents up to the day before the first start exist by
/// themselves, later ones from the sync that brings them. Thread safe. A change doesn't send events by itself: pass it
/// to <see cref="WebhookDeliveries.Publish"/>.
/// </summary>
public sealed class World
{
    private readonly SandboxOptions _options;
    private readonly TimeProvider _clock;
    private readonly WorldState _state;
    private readonly MemberProfile[] _profiles;
    private readonly Dictionary<string, int> _indexes;
    private readonly Lock _changing = new();

    internal World(SandboxOptions options, TimeProvider clock, WorldState state)
    {
        _options = options;
        _clock = clock;
        _state = state;
        _profiles = [.. Enumerable.Range(0, options.Members).Select(index => new MemberProfile(options.Seed, index))];
        Members = [.. _profiles.Select(profile => profile.Member)];
        _indexes = _profiles.ToDictionary(profile => profile.Member.Id, profile => profile.Index, StringComparer.Ordinal);
    }

    /// <summary>All members, in the order of their making.</summary>
    public IReadOnlyList<SandboxMember> Members { get; }

    /// <summary>The UTC date of the clock.</summary>
    public DateOnly Today => DateOnly.FromDateTime(_clock.GetUtcNow().UtcDateTime);

    /// <summary>The documents of a member that exist now, ascending by day and in a day by time.</summary>
    /// <exception cref="KeyNotFoundException">There is no such member or kind.</exception>
    public IReadOnlyList<SandboxDocument> Documents(string memberId, string kind) =>
        Documents(memberId, Kind(kind), DateOnly.MinValue, DateOnly.MaxValue);

    /// <summary>One document, or null when the member has none with that id, or has it no more.</summary>
    public SandboxDocument? Find(string memberId, string kind, string documentId) =>
        _indexes.TryGetValue(memberId, out var member) && DocumentKinds.TryFind(kind, out var definition)
        && Locate(member, definition, documentId) is { } key && _state.Revision(key) is { Deleted: false } revision
            ? Document(definition, key, revision)
            : null;

    /// <summary>Gives a document new plausible values; what <see cref="Set"/> placed is dropped.</summary>
    /// <exception cref="KeyNotFoundException">There is no such document.</exception>
    public WorldChange Revise(string memberId, string kind, string documentId)
    {
        lock (_changing)
        {
            var (definition, key, current) = Require(memberId, kind, documentId, deleted: false);
            var before = Body(definition, key, current);
            var next = current with { Fields = [] };
            do
            {
                next = next with { Variation = next.Variation + 1 };
            }
            while (JsonNode.DeepEquals(before, Body(definition, key, next)));

            return Change(definition, key, current, next, "update");
        }
    }

    /// <summary>Sets one member of a document, at the top level or by a dotted path. The next revision drops it.</summary>
    /// <exception cref="KeyNotFoundException">There is no such document.</exception>
    /// <exception cref="ArgumentException">The field is empty or <c>id</c>.</exception>
    public WorldChange Set(string memberId, string kind, string documentId, string field, JsonNode? value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(field);
        if (field == "id")
        {
            throw new ArgumentException("The id of a document never changes.", nameof(field));
        }

        lock (_changing)
        {
            var (definition, key, current) = Require(memberId, kind, documentId, deleted: false);
            var others = current.Fields.Where(other => other.Path != field);
            return Change(definition, key, current, current with { Fields = [.. others, new(field, value?.DeepClone())] }, "update");
        }
    }

    /// <summary>Deletes a document.</summary>
    /// <exception cref="KeyNotFoundException">There is no such document.</exception>
    public WorldChange Delete(string memberId, string kind, string documentId)
    {
        lock (_changing)
        {
            var (definition, key, current) = Require(memberId, kind, documentId, deleted: false);
            return Change(definition, key, current, current with { Deleted = true }, "delete");
        }
    }

    /// <summary>Brings a deleted document back under its id, as it was; the event is <c>create</c>.</summary>
    /// <exception cref="KeyNotFoundException">There is no such deleted document.</exception>
    public WorldChange Restore(string memberId, string kind, string documentId)
    {
        lock (_changing)
        {
            var (definition, key, current) = Require(memberId, kind, documentId, deleted: true);
            return Change(definition, key, current, current with { Deleted = false }, "create");
        }
    }

    /// <summary>
    /// What a sync of the member's phone does. The first of a day makes the documents of the days since the last sync,
    /// today's included, and completes those that were cut off by the end of a day. Each later one makes today's
    /// movement grow. A night of today is whole from the start, even where it is not over yet by the member's clock.
    /// </summary>
    /// <returns>What changed, oldest day first.</returns>
    /// <exception cref="KeyNotFoundException">There is no such member.</exception>
    public IReadOnlyList<WorldChange> Sync(string memberId)
    {
        var member = Index(memberId);
        lock (_changing)
        {
            var changes = new List<WorldChange>();
            var today = Today;
            var last = _state.SyncedThrough(member);
            if (last >= today)
            {
                Grow(member, today, changes, today);
                return changes;
            }

            Grow(member, last, changes, today);
            for (var day = last.AddDays(1); day <= today; day = day.AddDays(1))
            {
                Create(member, day, changes, today);
            }

            _state.KeepSync(member, today);
            return changes;
        }
    }

    /// <summary>The documents of the member between two days, both included.</summary>
    internal IReadOnlyList<SandboxDocument> Documents(string memberId, DocumentKind kind, DateOnly from, DateOnly to)
    {
        var member = Index(memberId);
        var first = from > _state.OldestDay ? from : _state.OldestDay;
        var end = _state.SyncedThrough(member);
        var last = to < end ? to : end;
        var documents = new List<SandboxDocument>();
        for (var day = first.DayNumber; day <= last.DayNumber; day++)
        {
            var date = DateOnly.FromDayNumber(day);
            foreach (var slot in kind.Slots(new MemberDay(_profiles[member], date)))
            {
                var key = new DocumentKey(member, kind.Route, date, slot);
                if (_state.Revision(key) is { Deleted: false } revision)
                {
                    documents.Add(Document(kind, key, revision));
                }
            }
        }

        return documents;
    }

    /// <summary>The member with that id.</summary>
    internal SandboxMember? Member(string memberId) => _indexes.TryGetValue(memberId, out var index) ? Members[index] : null;

    private void Create(int member, DateOnly day, List<WorldChange> changes, DateOnly today)
    {
        foreach (var kind in DocumentKinds.All)
        {
            foreach (var slot in kind.Slots(new MemberDay(_profiles[member], day)))
            {
                var key = new DocumentKey(member, kind.Route, day, slot);
                if (kind.GrowsThroughDay && day == today)
                {
                    _state.Keep(key, new DocumentRevision { ElapsedMinutes = Elapsed(member, day) });
                }

                changes.Add(new(Members[member].Id, kind.DataType, DocumentId.Of(_options.Seed, key), "create", _clock.GetUtcNow()));
            }
        }
    }

    private void Grow(int member, DateOnly day, List<WorldChange> changes, DateOnly today)
    {
        foreach (var kind in DocumentKinds.All.Where(kind => kind.GrowsThroughDay))
        {
            foreach (var slot in kind.Slots(new MemberDay(_profiles[member], day)))
            {
                var key = new DocumentKey(member, kind.Route, day, slot);
                var current = _state.Revision(key);
                if (current.Deleted || (day < today && current.ElapsedMinutes is null))
                {
                    continue;
                }

                var next = current with
                {
                    Fields = [],
                    Syncs = current.Syncs + 1,
                    ElapsedMinutes = day < today ? null : Elapsed(member, day),
                };
                changes.Add(Change(kind, key, current, next, "update"));
            }
        }
    }

    /// <summary>Minutes since 04:00 on the member's clock; at least half an hour, so that there is something to show.</summary>
    private int Elapsed(int member, DateOnly day)
    {
        var since = _clock.GetUtcNow() - _profiles[member].At(day, TimeSpan.FromHours(4));
        return (int)Math.Clamp(since.TotalMinutes, 30, 1440);
    }

    private WorldChange Change(DocumentKind kind, DocumentKey key, DocumentRevision current, DocumentRevision next, string eventType)
    {
        var now = _clock.GetUtcNow();
        _state.Keep(key, next with { Version = current.Version + 1, ChangedAt = now });
        return new(Members[key.Member].Id, kind.DataType, DocumentId.Of(_options.Seed, key), eventType, now);
    }

    private (DocumentKind Kind, DocumentKey Key, DocumentRevision Current) Require(string memberId, string kind, string documentId, bool deleted)
    {
        var definition = Kind(kind);
        if (Locate(Index(memberId), definition, documentId) is { } key && _state.Revision(key) is { } current && current.Deleted == deleted)
        {
            return (definition, key, current);
        }

        throw new KeyNotFoundException($"Member {memberId} has no {(deleted ? "deleted " : "")}{kind} document {documentId}.");
    }

    private DocumentKey? Locate(int member, DocumentKind kind, string documentId) =>
        DocumentId.Read(_options.Seed, member, kind.Route, documentId) is { } key
        && key.Day >= _state.OldestDay && key.Day <= _state.SyncedThrough(member)
        && kind.Slots(new MemberDay(_profiles[member], key.Day)).Contains(key.Slot)
            ? key
            : null;

    private SandboxDocument Document(DocumentKind kind, DocumentKey key, DocumentRevision revision) =>
        new(kind.Route, DocumentId.Of(_options.Seed, key), Members[key.Member].Id, key.Day, revision.Version, Body(kind, key, revision));

    private JsonObject Body(DocumentKind kind, DocumentKey key, DocumentRevision revision)
    {
        var body = new JsonObject { ["id"] = DocumentId.Of(_options.Seed, key) };
        kind.Write(body, new MemberDay(_profiles[key.Member], key.Day, revision.Variation, revision.ElapsedMinutes, revision.Syncs), key.Slot);
        if (_options.IncludeMeta)
        {
            var changed = revision.ChangedAt ?? new DateTimeOffset(key.Day.ToDateTime(new TimeOnly(9, 0)), TimeSpan.Zero);
            body["meta"] = new JsonObject { ["updated_at"] = Iso.UtcMicroseconds(changed), ["version"] = revision.Version };
        }

        foreach (var field in revision.Fields)
        {
            field.PlaceIn(body);
        }

        return body;
    }

    private int Index(string memberId) =>
        _indexes.TryGetValue(memberId, out var index) ? index : throw new KeyNotFoundException($"There is no member {memberId}.");

    private static DocumentKind Kind(string kind) =>
        DocumentKinds.TryFind(kind, out var definition) ? definition : throw new KeyNotFoundException($"There is no document kind {kind}.");
}
