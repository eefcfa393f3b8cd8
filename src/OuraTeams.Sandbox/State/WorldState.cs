using System.Collections.Concurrent;

namespace OuraTeams.Sandbox.State;

/// <summary>
/// What of the world doesn't follow from the seed: when it began, who synced through which day, and which documents
/// were changed. Reads need no lock; the world makes one change at a time.
/// </summary>
internal sealed class WorldState
{
    private readonly ConcurrentDictionary<DocumentKey, DocumentRevision> _revisions = new();
    private readonly ConcurrentDictionary<int, (DateOnly Day, DateTimeOffset? At)> _syncs = new();
    private readonly ConcurrentDictionary<int, bool> _lapsed = new();
    private readonly Journal _journal;
    private readonly int _seed;

    /// <summary>Takes up the journal, or begins a world today.</summary>
    public WorldState(SandboxOptions options, TimeProvider clock, Journal journal)
    {
        _journal = journal;
        _seed = options.Seed;
        Began = clock.GetUtcNow();
        FirstDay = DateOnly.FromDateTime(Began.UtcDateTime);
        OldestDay = DateOnly.FromDayNumber(Math.Max(400, FirstDay.DayNumber - options.HistoryDays));
        foreach (var entry in journal.Entries)
        {
            Restore(entry);
        }
    }

    /// <summary>When the world began to live.</summary>
    public DateTimeOffset Began { get; private set; }

    /// <summary>The UTC date of that: the first day whose documents need a sync.</summary>
    public DateOnly FirstDay { get; private set; }

    /// <summary>The first day that has documents.</summary>
    public DateOnly OldestDay { get; private set; }

    /// <summary>The last day whose documents the member's syncs have brought.</summary>
    public DateOnly SyncedThrough(int member) =>
        _syncs.TryGetValue(member, out var sync) ? sync.Day : FirstDay.AddDays(-1);

    /// <summary>When the member synced last, by the world's clock; the start of the first day when never.</summary>
    public DateTimeOffset SyncedAt(int member) => _syncs.TryGetValue(member, out var sync)
        ? sync.At ?? Midnight(sync.Day.AddDays(1))
        : Midnight(FirstDay);

    /// <summary>True when the member's membership lapsed.</summary>
    public bool IsLapsed(int member) => _lapsed.ContainsKey(member);

    /// <summary>How the document differs from its first account.</summary>
    public DocumentRevision Revision(DocumentKey key) => _revisions.GetValueOrDefault(key, DocumentRevision.First);

    /// <summary>Keeps a change of a document.</summary>
    public void Keep(DocumentKey key, DocumentRevision revision)
    {
        _journal.Append(new DocumentRevised(key.Member, key.Kind, key.Day, key.Slot, revision));
        _revisions[key] = revision;
    }

    /// <summary>Keeps a member's sync.</summary>
    public void KeepSync(int member, DateOnly day, DateTimeOffset at)
    {
        _journal.Append(new MemberSynced(member, day, at));
        _syncs[member] = (day, at);
    }

    /// <summary>Keeps whether a member has a membership.</summary>
    public void KeepMembership(int member, bool active)
    {
        _journal.Append(new MembershipSet(member, active));
        Set(member, active);
    }

    /// <summary>The lines that make this state again.</summary>
    public IEnumerable<JournalEntry> Snapshot()
    {
        yield return new WorldBegan(_seed, FirstDay, OldestDay, Began);
        foreach (var (member, sync) in _syncs)
        {
            yield return new MemberSynced(member, sync.Day, sync.At);
        }

        foreach (var member in _lapsed.Keys)
        {
            yield return new MembershipSet(member, Active: false);
        }

        foreach (var (key, revision) in _revisions)
        {
            yield return new DocumentRevised(key.Member, key.Kind, key.Day, key.Slot, revision);
        }
    }

    private void Restore(JournalEntry entry)
    {
        switch (entry)
        {
            case WorldBegan began when began.Seed != _seed:
                throw new ArgumentException($"The setting {SandboxOptions.Section}:{nameof(SandboxOptions.Seed)} is {_seed}, but the state folder belongs to the world of seed {began.Seed}.");
            case WorldBegan began:
                FirstDay = began.FirstDay;
                OldestDay = began.OldestDay;
                Began = began.At ?? Midnight(began.FirstDay);
                break;
            case MemberSynced synced:
                _syncs[synced.Member] = (synced.Day, synced.At);
                break;
            case MembershipSet set:
                Set(set.Member, set.Active);
                break;
            case DocumentRevised revised:
                _revisions[new(revised.Member, revised.Kind, revised.Day, revised.Slot)] = revised.Revision;
                break;
            default:
                break;
        }
    }

    private void Set(int member, bool active)
    {
        if (active)
        {
            _lapsed.TryRemove(member, out _);
        }
        else
        {
            _lapsed[member] = true;
        }
    }

    private static DateTimeOffset Midnight(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
}
