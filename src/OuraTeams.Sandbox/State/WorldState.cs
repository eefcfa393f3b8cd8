using System.Collections.Concurrent;

namespace OuraTeams.Sandbox.State;

/// <summary>
/// What of the world doesn't follow from the seed: when it began, who synced through which day, and which documents
/// were changed. Reads need no lock; the world makes one change at a time.
/// </summary>
internal sealed class WorldState
{
    private readonly ConcurrentDictionary<DocumentKey, DocumentRevision> _revisions = new();
    private readonly ConcurrentDictionary<int, DateOnly> _syncedThrough = new();
    private readonly Journal _journal;
    private readonly int _seed;
    private DateOnly _firstDay;

    /// <summary>Takes up the journal, or begins a world today.</summary>
    public WorldState(SandboxOptions options, TimeProvider clock, Journal journal)
    {
        _journal = journal;
        _seed = options.Seed;
        _firstDay = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        OldestDay = DateOnly.FromDayNumber(Math.Max(400, _firstDay.DayNumber - options.HistoryDays));
        foreach (var entry in journal.Entries)
        {
            Restore(entry);
        }
    }

    /// <summary>The first day that has documents.</summary>
    public DateOnly OldestDay { get; private set; }

    /// <summary>The last day whose documents the member's syncs have brought.</summary>
    public DateOnly SyncedThrough(int member) =>
        _syncedThrough.TryGetValue(member, out var day) ? day : _firstDay.AddDays(-1);

    /// <summary>How the document differs from its first account.</summary>
    public DocumentRevision Revision(DocumentKey key) => _revisions.GetValueOrDefault(key, DocumentRevision.First);

    /// <summary>Keeps a change of a document.</summary>
    public void Keep(DocumentKey key, DocumentRevision revision)
    {
        _journal.Append(new DocumentRevised(key.Member, key.Kind, key.Day, key.Slot, revision));
        _revisions[key] = revision;
    }

    /// <summary>Keeps a member's sync.</summary>
    public void KeepSync(int member, DateOnly day)
    {
        _journal.Append(new MemberSynced(member, day));
        _syncedThrough[member] = day;
    }

    /// <summary>The lines that make this state again.</summary>
    public IEnumerable<JournalEntry> Snapshot()
    {
        yield return new WorldBegan(_seed, _firstDay, OldestDay);
        foreach (var (member, day) in _syncedThrough)
        {
            yield return new MemberSynced(member, day);
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
                _firstDay = began.FirstDay;
                OldestDay = began.OldestDay;
                break;
            case MemberSynced synced:
                _syncedThrough[synced.Member] = synced.Day;
                break;
            case DocumentRevised revised:
                _revisions[new(revised.Member, revised.Kind, revised.Day, revised.Slot)] = revised.Revision;
                break;
            default:
                break;
        }
    }
}
