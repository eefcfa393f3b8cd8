using OuraTeams.Sandbox.Documents;
using OuraTeams.Sandbox.Simulation;

namespace OuraTeams.Sandbox.State;

/// <summary>What happens to a member's documents when their phone syncs.</summary>
internal sealed class PhoneSync(WorldClock clock, WorldState state, DocumentShelf shelf, MemberProfile[] profiles)
{
    /// <summary>A document can appear so many days after its day: clocks are up to half a day apart from UTC.</summary>
    private const int DaysToAppear = 1;

    /// <summary>A period lasts at most so many days.</summary>
    private const int DaysToClose = 6;

    /// <summary>Syncs; one at a time. All that a sync changes has the time of the sync.</summary>
    /// <param name="member">Whose phone.</param>
    /// <param name="today">The day that it is there.</param>
    /// <returns>What changed, oldest day first.</returns>
    public IReadOnlyList<WorldChange> Run(int member, DateOnly today)
    {
        var now = clock.Now;
        var last = state.SyncedThrough(member);
        var changes = new List<(DateOnly Day, WorldChange Change)>();
        var appeared = Appeared(member, last, today, now);
        var end = last > today ? last : today;
        if (last >= today)
        {
            Grow(member, today, today, now, changes);
        }
        else
        {
            Grow(member, last, today, now, changes);
            Create(member, last.AddDays(1), today, now, changes);
        }

        changes.AddRange(appeared.Select(entry => (entry.Key.Day, shelf.Creation(entry.Kind, entry.Key, now))));
        state.KeepSync(member, end, now);
        Close(member, last, end, now, changes);
        return [.. changes.OrderBy(entry => entry.Day).Select(entry => entry.Change)];
    }

    private void Create(int member, DateOnly from, DateOnly today, DateTimeOffset now, List<(DateOnly, WorldChange)> changes)
    {
        for (var date = from; date <= today; date = date.AddDays(1))
        {
            foreach (var (kind, key) in Keys(member, date, kind => kind.AppearsAt is null))
            {
                if (kind.GrowsThroughDay && date == today)
                {
                    state.Keep(key, new DocumentRevision { ElapsedMinutes = Elapsed(member, date, now) });
                }

                changes.Add((date, shelf.Creation(kind, key, now)));
            }
        }
    }

    /// <summary>Documents of which there was nothing to tell at the sync before, and is now.</summary>
    private List<(DocumentKind Kind, DocumentKey Key)> Appeared(int member, DateOnly last, DateOnly today, DateTimeOffset now)
    {
        var found = new List<(DocumentKind, DocumentKey)>();
        for (var date = last.AddDays(-DaysToAppear); date <= today; date = date.AddDays(1))
        {
            var day = new MemberDay(profiles[member], date);
            foreach (var (kind, key) in Keys(member, date, kind => kind.AppearsAt is not null))
            {
                var wasThere = date <= last && shelf.HasAppeared(kind, day, key.Slot);
                if (!wasThere && date >= state.OldestDay && kind.AppearsAt!(day, key.Slot) <= now)
                {
                    found.Add((kind, key));
                }
            }
        }

        return found;
    }

    /// <summary>Carries the day's movement on. The event comes even where the numbers stay the same, as Oura's does.</summary>
    private void Grow(int member, DateOnly date, DateOnly today, DateTimeOffset now, List<(DateOnly, WorldChange)> changes)
    {
        foreach (var (kind, key) in Keys(member, date, kind => kind.GrowsThroughDay))
        {
            var current = state.Revision(key);
            if (current.Deleted || (date < today && current.ElapsedMinutes is null))
            {
                continue;
            }

            var next = current with
            {
                Fields = [],
                Syncs = current.Syncs + 1,
                ElapsedMinutes = date < today ? null : Elapsed(member, date, now),
            };
            changes.Add((date, shelf.Replace(kind, key, current, next, "update", now)));
        }
    }

    /// <summary>Closes the periods whose last day came between two syncs.</summary>
    private void Close(int member, DateOnly last, DateOnly end, DateTimeOffset now, List<(DateOnly, WorldChange)> changes)
    {
        for (var date = last.AddDays(-DaysToClose); date <= last && last < end; date = date.AddDays(1))
        {
            var day = new MemberDay(profiles[member], date);
            foreach (var (kind, key) in Keys(member, date, kind => kind.LastDay is not null))
            {
                var closes = kind.LastDay!(day, key.Slot);
                if (date >= state.OldestDay && closes > last && closes <= end && state.Revision(key) is { Deleted: false } current)
                {
                    changes.Add((date, shelf.Replace(kind, key, current, current, "update", now)));
                }
            }
        }
    }

    private IEnumerable<(DocumentKind Kind, DocumentKey Key)> Keys(int member, DateOnly date, Func<DocumentKind, bool> which)
    {
        var day = new MemberDay(profiles[member], date);
        return
            from kind in DocumentKinds.All
            where which(kind) && !kind.IsUndated
            from slot in kind.Slots(day)
            select (kind, new DocumentKey(member, kind.Route, date, slot));
    }

    /// <summary>Minutes since 04:00 on the member's clock; at least half an hour, so that there is something to show.</summary>
    private int Elapsed(int member, DateOnly date, DateTimeOffset now)
    {
        var since = now - profiles[member].At(date, TimeSpan.FromHours(4));
        return (int)Math.Clamp(since.TotalMinutes, 30, 1440);
    }
}
