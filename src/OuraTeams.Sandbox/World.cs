using System.Text.Json.Nodes;
using OuraTeams.Sandbox.Documents;
using OuraTeams.Sandbox.Simulation;
using OuraTeams.Sandbox.State;
using OuraTeams.Sandbox.TimeSeries;

namespace OuraTeams.Sandbox;

/// <summary>
/// The members of the sandbox and their documents. A document follows from seed, member and day, whatever day the
/// process started; only how it was changed since is kept. Documents up to the day before the first start exist by
/// themselves, later ones from the sync that brings them. Thread safe. A change doesn't send events by itself: pass it
/// to <see cref="WebhookDeliveries.Publish"/>.
/// </summary>
public sealed class World
{
    /// <summary>So many accounts of a day and none that differs: then there is no other.</summary>
    private const int MostVariations = 1000;

    private readonly WorldClock _clock;
    private readonly WorldState _state;
    private readonly DocumentShelf _shelf;
    private readonly PhoneSync _phone;
    private readonly MemberProfile[] _profiles;
    private readonly Dictionary<string, int> _indexes;
    private readonly Lock _changing = new();

    internal World(SandboxOptions options, TimeProvider clock, WorldState state)
    {
        _state = state;
        _clock = new WorldClock(clock, state.Began, options.WorldSpeed);
        _profiles = [.. Enumerable.Range(0, options.Members).Select(index => new MemberProfile(options.Seed, index))];
        _shelf = new DocumentShelf(options, state, _profiles);
        _phone = new PhoneSync(_clock, state, _shelf, _profiles);
        Members = [.. _profiles.Select(profile => profile.Member)];
        _indexes = _profiles.ToDictionary(profile => profile.Member.Id, profile => profile.Index, StringComparer.Ordinal);
    }

    /// <summary>All members, in the order of their making.</summary>
    public IReadOnlyList<SandboxMember> Members { get; }

    /// <summary>The time in the world; it may run faster than the clock.</summary>
    public DateTimeOffset Now => _clock.Now;

    /// <summary>The UTC date of that.</summary>
    public DateOnly Today => _clock.Today;

    /// <summary>The documents of a member that exist now, ascending by day and in a day by time.</summary>
    /// <exception cref="KeyNotFoundException">There is no such member or kind.</exception>
    public IReadOnlyList<SandboxDocument> Documents(string memberId, string kind) =>
        Documents(memberId, Kind(kind), DateOnly.MinValue, DateOnly.MaxValue);

    /// <summary>The documents of a member between two days, both included, that exist now, ascending by day and in a day by time.</summary>
    /// <exception cref="KeyNotFoundException">There is no such member or kind.</exception>
    public IReadOnlyList<SandboxDocument> Documents(string memberId, string kind, DateOnly from, DateOnly to) =>
        Documents(memberId, Kind(kind), from, to);

    /// <summary>One document, or null when the member has none with that id, or has it no more.</summary>
    public SandboxDocument? Find(string memberId, string kind, string documentId) =>
        _indexes.TryGetValue(memberId, out var member) && DocumentKinds.TryFind(kind, out var definition)
        && _shelf.Locate(member, definition, documentId) is { } key && _state.Revision(key) is { Deleted: false } revision
            ? _shelf.Document(definition, key, revision)
            : null;

    /// <summary>Gives a document new plausible values; what <see cref="Set"/> placed is dropped.</summary>
    /// <exception cref="KeyNotFoundException">There is no such document.</exception>
    /// <exception cref="InvalidOperationException">The document can't say anything else.</exception>
    public WorldChange Revise(string memberId, string kind, string documentId)
    {
        lock (_changing)
        {
            var (definition, key, current) = Require(memberId, kind, documentId, deleted: false);
            var before = _shelf.Body(definition, key, current);
            for (var variation = current.Variation + 1; variation <= current.Variation + MostVariations; variation++)
            {
                var next = current with { Fields = [], Variation = variation };
                if (!JsonNode.DeepEquals(before, _shelf.Body(definition, key, next)))
                {
                    return _shelf.Replace(definition, key, current, next, "update", Now);
                }
            }

            throw new InvalidOperationException($"The {kind} document {documentId} has no other values.");
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
            return _shelf.Replace(definition, key, current, current with { Fields = [.. others, new(field, value?.DeepClone())] }, "update", Now);
        }
    }

    /// <summary>Deletes a document.</summary>
    /// <exception cref="KeyNotFoundException">There is no such document.</exception>
    public WorldChange Delete(string memberId, string kind, string documentId)
    {
        lock (_changing)
        {
            var (definition, key, current) = Require(memberId, kind, documentId, deleted: false);
            return _shelf.Replace(definition, key, current, current with { Deleted = true }, "delete", Now);
        }
    }

    /// <summary>Brings a deleted document back under its id, as it was; the event is <c>create</c>.</summary>
    /// <exception cref="KeyNotFoundException">There is no such deleted document.</exception>
    public WorldChange Restore(string memberId, string kind, string documentId)
    {
        lock (_changing)
        {
            var (definition, key, current) = Require(memberId, kind, documentId, deleted: true);
            return _shelf.Replace(definition, key, current, current with { Deleted = false }, "create", Now);
        }
    }

    /// <summary>
    /// What a sync of the member's phone does. The first of a day makes the documents of the days since the last sync,
    /// today's by UTC included, and completes those that were cut off by the end of a day. Each later one makes today's
    /// movement and stress grow. Naps, trainings, sessions and tags come with the first sync after them. A night of
    /// today is whole from the start, even where it is not over yet by the member's clock.
    /// </summary>
    /// <returns>What changed, oldest day first.</returns>
    /// <exception cref="KeyNotFoundException">There is no such member.</exception>
    public IReadOnlyList<WorldChange> Sync(string memberId) => Sync(memberId, Today);

    /// <summary>Lets a membership lapse, so that the member's data is answered with 403, or renews it.</summary>
    /// <exception cref="KeyNotFoundException">There is no such member.</exception>
    public void SetMembership(string memberId, bool active)
    {
        var member = Index(memberId);
        lock (_changing)
        {
            _state.KeepMembership(member, active);
        }
    }

    /// <summary>True when the member has a membership, as all have until it is taken.</summary>
    /// <exception cref="KeyNotFoundException">There is no such member.</exception>
    public bool HasMembership(string memberId) => !_state.IsLapsed(Index(memberId));

    /// <summary>
    /// The rows of a time series between two instants, both included, in time order: <c>heartrate</c>,
    /// <c>ring_battery_level</c> or <c>interbeat_interval</c>. They reach to the member's last sync.
    /// </summary>
    /// <exception cref="KeyNotFoundException">There is no such member or series.</exception>
    public IEnumerable<JsonObject> Rows(string memberId, string series, DateTimeOffset from, DateTimeOffset to) =>
        Rows(memberId, TimeSeriesKinds.Find(series), from, to).Select(row => row.ToJson());

    /// <summary>What a sync does on a phone whose calendar says that it is the given day.</summary>
    internal IReadOnlyList<WorldChange> Sync(string memberId, DateOnly today)
    {
        var member = Index(memberId);
        lock (_changing)
        {
            return _phone.Run(member, today);
        }
    }

    /// <summary>The rows of a time series between two instants, both included, in time order.</summary>
    internal IEnumerable<TimeSeriesRow> Rows(string memberId, TimeSeriesKind series, DateTimeOffset from, DateTimeOffset to)
    {
        var member = Index(memberId);
        var first = new DateTimeOffset(_state.OldestDay.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        var last = _state.SyncedAt(member);
        return series.Rows(_profiles[member], from > first ? from : first, to < last ? to : last);
    }

    /// <summary>The documents of the member between two days, both included.</summary>
    internal IReadOnlyList<SandboxDocument> Documents(string memberId, DocumentKind kind, DateOnly from, DateOnly to) =>
        _shelf.List(Index(memberId), kind, from, to);

    /// <summary>The member with that id.</summary>
    internal SandboxMember? Member(string memberId) => _indexes.TryGetValue(memberId, out var index) ? Members[index] : null;

    /// <summary>What stays the same about the member.</summary>
    internal MemberProfile Profile(string memberId) => _profiles[Index(memberId)];

    private (DocumentKind Kind, DocumentKey Key, DocumentRevision Current) Require(string memberId, string kind, string documentId, bool deleted)
    {
        var definition = Kind(kind);
        if (_shelf.Locate(Index(memberId), definition, documentId) is { } key && _state.Revision(key) is { } current && current.Deleted == deleted)
        {
            return (definition, key, current);
        }

        throw new KeyNotFoundException($"Member {memberId} has no {(deleted ? "deleted " : "")}{kind} document {documentId}.");
    }

    private int Index(string memberId) =>
        _indexes.TryGetValue(memberId, out var index) ? index : throw new KeyNotFoundException($"There is no member {memberId}.");

    private static DocumentKind Kind(string kind) =>
        DocumentKinds.TryFind(kind, out var definition) ? definition : throw new KeyNotFoundException($"There is no document kind {kind}.");
}
