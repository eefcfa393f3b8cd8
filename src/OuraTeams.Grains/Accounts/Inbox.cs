using OuraTeams.Contracts;
using OuraTeams.Oura;

namespace OuraTeams.Grains;

/// <summary>The rules of a ring account's inbox, over its stored state: what is marked, what is fetched next, what is done.</summary>
/// <param name="state">The stored state; changed in place.</param>
/// <param name="options">Pauses.</param>
internal sealed class Inbox(InboxState state, AccountOptions options)
{
    /// <summary>Most days that one read spans to answer several marks at once.</summary>
    public const int LongestJointRead = 31;

    /// <summary>Days around today in which a document that we don't know yet is looked for.</summary>
    private const int TrailingDays = 3;

    /// <summary>Marks a document dirty. A repeat joins the mark that is there.</summary>
    public void Mark(DocumentKind kind, RingEvent change, DateTimeOffset now)
    {
        int index = state.Marks.FindIndex(mark => mark.DataType == kind.DataType && mark.DocumentId == change.ObjectId);
        DateTimeOffset since = index >= 0 ? state.Marks[index].Since : Earlier(change.ReceivedAt, now);
        var mark = new InboxMark
        {
            DataType = kind.DataType,
            DocumentId = change.ObjectId,
            Sequence = ++state.Sequence,
            Since = since,
            NotBefore = Earlier(now + options.QuietTime, since + options.LongestQuietTime),
            IsDelete = change.IsDelete,
            Trace = EventTrace.Mark(index >= 0 ? state.Marks[index].Trace : null),
        };
        if (index >= 0)
        {
            state.Marks[index] = mark;
        }
        else
        {
            state.Marks.Add(mark);
        }
    }

    /// <summary>Asks for all documents of a kind in a range of days.</summary>
    public void MarkRange(
        DocumentKind kind, DateOnly first, DateOnly last, DateTimeOffset now, RequestPriority priority = RequestPriority.Backfill, bool isReconcile = false)
    {
        int index = state.Marks.FindIndex(mark =>
            mark.DataType == kind.DataType && mark.DocumentId is null && mark.First == first && mark.Last == last);
        var mark = new InboxMark
        {
            DataType = kind.DataType,
            First = first,
            Last = last,
            Sequence = ++state.Sequence,
            Since = now,
            NotBefore = now,
            Priority = priority,
            IsReconcile = isReconcile,
        };
        if (index >= 0)
        {
            state.Marks[index] = mark;
        }
        else
        {
            state.Marks.Add(mark);
        }
    }

    /// <summary>
    /// The next job that is due: documents before ranges, the longest waiting kind first, ranges newest first. Several
    /// documents of one kind become one read of the days that they lie in.
    /// </summary>
    /// <param name="dayOf">The day of a document that the cache knows, else null.</param>
    /// <param name="now">The time.</param>
    public FetchJob? Next(Func<DocumentKind, string, DateOnly?> dayOf, DateTimeOffset now)
    {
        InboxMark? oldest = state.Marks.Where(mark => mark.DocumentId is not null && mark.NotBefore <= now).MinBy(mark => mark.Since);
        if (oldest is null)
        {
            InboxMark? range = state.Marks
                .Where(mark => mark.DocumentId is null && mark.NotBefore <= now)
                .OrderBy(mark => mark.Priority)
                .ThenByDescending(mark => mark.Last)
                .FirstOrDefault();
            return range is null ? null : new FetchJob(KindOf(range), [range], null, range.First!.Value, range.Last!.Value);
        }

        DocumentKind kind = KindOf(oldest);
        DateOnly today = DateOnly.FromDateTime(now.UtcDateTime);
        var joint = new List<InboxMark>();
        (DateOnly First, DateOnly Last) span = (DateOnly.MaxValue, DateOnly.MinValue);
        foreach (InboxMark mark in state.Marks.Where(mark =>
            mark.DataType == oldest.DataType && mark.DocumentId is not null && !mark.Alone && mark.NotBefore <= now))
        {
            DateOnly? day = dayOf(kind, mark.DocumentId!);
            (DateOnly First, DateOnly Last) wider = day is null
                ? (Earlier(span.First, today.AddDays(-TrailingDays)), Later(span.Last, today.AddDays(1)))
                : (Earlier(span.First, day.Value), Later(span.Last, day.Value));
            if (wider.Last.DayNumber - wider.First.DayNumber < LongestJointRead)
            {
                span = wider;
                joint.Add(mark);
            }
        }

        return joint.Count > 1
            ? new FetchJob(kind, joint, null, span.First, span.Last)
            : new FetchJob(kind, [oldest], oldest.DocumentId, default, default);
    }

    /// <summary>When the next mark is due; null when there is none.</summary>
    public DateTimeOffset? NextDue() => state.Marks.Count == 0 ? null : state.Marks.Min(mark => mark.NotBefore);

    /// <summary>When the next mark is due that goes before others of a priority; null when there is none.</summary>
    public DateTimeOffset? NextDueBefore(RequestPriority priority) => state.Marks
        .Where(mark => mark.Priority < priority)
        .Select(mark => (DateTimeOffset?)mark.NotBefore)
        .Min();

    /// <summary>Whether the mark stands as it stood when the job was made: no event came since.</summary>
    public bool IsUnchanged(InboxMark mark) => state.Marks.Any(other => other.Sequence == mark.Sequence);

    /// <summary>Clears a mark, unless an event came since.</summary>
    public void Done(InboxMark mark) => state.Marks.RemoveAll(other => other.Sequence == mark.Sequence);

    /// <summary>Puts a mark off after a failure.</summary>
    /// <param name="mark">Which.</param>
    /// <param name="now">The time.</param>
    /// <param name="pause">How long at least; null takes the pause that grows with each failure.</param>
    public void Retry(InboxMark mark, DateTimeOffset now, TimeSpan? pause)
    {
        TimeSpan wait = pause ?? Pause(mark.Attempts);
        Replace(mark, mark with { Attempts = mark.Attempts + 1, NotBefore = now + wait });
    }

    /// <summary>Has a mark asked for by its id, since a read of its days did not bring it.</summary>
    public void AskAlone(InboxMark mark) => Replace(mark, mark with { Alone = true });

    /// <summary>Events that wait for documents of a kind.</summary>
    public int WaitingEvents(string dataType) => state.Marks.Count(mark => mark.DataType == dataType && mark.DocumentId is not null);

    private static DocumentKind KindOf(InboxMark mark) =>
        FollowedKinds.FromDataType(mark.DataType) ?? throw new InvalidOperationException($"The inbox holds the unknown data type {mark.DataType}.");

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private static DateOnly Earlier(DateOnly one, DateOnly other) => one < other ? one : other;

    private static DateOnly Later(DateOnly one, DateOnly other) => one > other ? one : other;

    private TimeSpan Pause(int attempts)
    {
        double factor = Math.Pow(2, Math.Min(attempts, 20)) * (0.8 + (0.4 * Random.Shared.NextDouble()));
        return TimeSpan.FromTicks((long)Math.Min(options.RetryPause.Ticks * factor, options.LongestRetryPause.Ticks));
    }

    private void Replace(InboxMark mark, InboxMark with)
    {
        int index = state.Marks.FindIndex(other => other.Sequence == mark.Sequence);
        if (index >= 0)
        {
            state.Marks[index] = with;
        }
    }
}
