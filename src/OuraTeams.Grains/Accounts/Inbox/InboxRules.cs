using OuraTeams.Contracts.Accounts;
using OuraTeams.Contracts.Budgets;
using OuraTeams.Contracts.States;
using OuraTeams.Grains.Accounts.Options;
using OuraTeams.Grains.Kinds;
using OuraTeams.Grains.Telemetry;
using OuraTeams.Oura.Http;
using OuraTeams.Oura.Kinds;

namespace OuraTeams.Grains.Accounts.Inbox;

/// <summary>
/// The rules of a ring account's inbox: what is marked, what is fetched next, what is done. A transition works on a draft;
/// the state that the draft was taken of is never changed.
/// </summary>
/// <param name="state">The inbox; a draft's own copy where it is changed.</param>
/// <param name="options">Pauses.</param>
internal sealed class InboxRules(InboxState state, AccountOptions options)
{
    /// <summary>Most days that one read spans to answer several marks at once.</summary>
    public const int LongestJointRead = 31;

    /// <summary>Days around today in which a document that we don't know yet is looked for.</summary>
    private const int TrailingDays = 3;

    /// <summary>The inbox with all that the transitions changed.</summary>
    public InboxState State => state;

    /// <summary>A draft of an inbox, for transitions.</summary>
    public static InboxRules DraftOf(InboxState state, AccountOptions options) => new(state with { Marks = [.. state.Marks], Unusable = [.. state.Unusable] }, options);

    /// <summary>Makes transitions.</summary>
    /// <returns>The next inbox; the given one stays as it is.</returns>
    public static InboxState Change(InboxState state, AccountOptions options, Action<InboxRules> transitions)
    {
        InboxRules draft = DraftOf(state, options);
        transitions(draft);
        return draft.State;
    }

    /// <summary>Marks a document dirty. A repeat joins the mark that is there.</summary>
    public void Mark(DocumentKind kind, RingEvent change, DateTimeOffset now)
    {
        InboxMark? held = state.Marks.Find(mark => mark.DataType == kind.DataType && mark.DocumentId == change.ObjectId);
        DateTimeOffset since = held?.Since ?? Earlier(change.ReceivedAt, now);
        Put(mark => mark.DocumentId == change.ObjectId, new InboxMark
        {
            DataType = kind.DataType,
            DocumentId = change.ObjectId,
            Sequence = ++state.Sequence,
            Since = since,
            NotBefore = Earlier(now + options.QuietTime, since + options.LongestQuietTime),
            IsDelete = change.IsDelete,
            Trace = EventTrace.Mark(held?.Trace),
        });
    }

    /// <summary>Asks for all data of a kind in a range of days.</summary>
    public void MarkRange(
        OuraKind kind, DateOnly first, DateOnly last, DateTimeOffset now, RequestPriority priority = RequestPriority.Backfill, bool isReconcile = false) =>
        Put(
            mark => mark.DocumentId is null && mark.First == first && mark.Last == last,
            new InboxMark
            {
                DataType = FollowedKinds.DataType(kind),
                First = first,
                Last = last,
                Sequence = ++state.Sequence,
                Since = now,
                NotBefore = now,
                Priority = priority,
                IsReconcile = isReconcile,
            });

    /// <summary>
    /// Asks for the rows of a time series around days that have just changed. Once the burst is over that the changes are
    /// part of: rows have no events of their own, and nights must be known first. Joins what was asked for already.
    /// </summary>
    public void MarkSynced(TimeSeriesKind series, IReadOnlyCollection<DateOnly> days, DateTimeOffset now)
    {
        (DateOnly first, DateOnly last) = (days.Min(), days.Max());
        int known = state.Marks.FindIndex(mark => mark.DataType == series.Name && mark.IsSync
            && Later(last, mark.Last!.Value).DayNumber - Earlier(first, mark.First!.Value).DayNumber < FollowedKinds.LongestRead(series));
        if (known >= 0)
        {
            first = Earlier(first, state.Marks[known].First!.Value);
            last = Later(last, state.Marks[known].Last!.Value);
            state.Marks.RemoveAt(known);
        }

        // Days too far apart for one read are read one by one.
        bool together = last.DayNumber - first.DayNumber < FollowedKinds.LongestRead(series);
        foreach ((DateOnly from, DateOnly to) in together ? [(first, last)] : days.Select(day => (day, day)))
        {
            MarkRange(series, from, to, now, RequestPriority.Interactive);
            Change(state.Sequence, mark => mark with { NotBefore = now + options.LongestQuietTime, IsSync = true });
        }
    }

    /// <summary>
    /// The next job that is due: documents before ranges, the newest first. Several documents of one kind become one read
    /// of the days that they lie in.
    /// </summary>
    /// <param name="dayOf">The day of a document that the cache knows, else null.</param>
    /// <param name="now">The time.</param>
    public FetchJob? Next(Func<DocumentKind, string, DateOnly?> dayOf, DateTimeOffset now)
    {
        InboxMark? newest = Known().Where(mark => mark.DocumentId is not null && mark.NotBefore <= now).MaxBy(mark => (mark.Since, mark.Sequence));
        if (newest is null)
        {
            InboxMark? range = Known()
                .Where(mark => mark.DocumentId is null && mark.NotBefore <= now && !SleepsBefore(mark).Any())
                .Select(mark => mark with { Priority = PriorityOf(mark) })
                .OrderBy(mark => mark.Priority)
                .ThenByDescending(mark => mark.Last)
                .FirstOrDefault();
            return range is null ? null : new FetchJob(FollowedKinds.Find(range.DataType)!, [range], null, range.First!.Value, range.Last!.Value);
        }

        DocumentKind kind = FollowedKinds.FromDataType(newest.DataType)!;
        DateOnly today = DateOnly.FromDateTime(now.UtcDateTime);
        (DateOnly First, DateOnly Last) DaysOf(InboxMark mark) => dayOf(kind, mark.DocumentId!) is { } day
            ? (day, day)
            : (today.AddDays(-TrailingDays), today.AddDays(1));
        (DateOnly First, DateOnly Last) span = DaysOf(newest);
        List<InboxMark> joint = [newest];
        foreach (InboxMark mark in Known().Where(mark => mark.DataType == newest.DataType
            && mark.DocumentId is not null && !mark.Alone && mark.NotBefore <= now && mark.Sequence != newest.Sequence))
        {
            (DateOnly first, DateOnly last) = DaysOf(mark);
            (DateOnly First, DateOnly Last) wider = (Earlier(span.First, first), Later(span.Last, last));
            if (wider.Last.DayNumber - wider.First.DayNumber < LongestJointRead)
            {
                span = wider;
                joint.Add(mark);
            }
        }

        // A kind without days is read whole: a ring's document alone doesn't tell which others are still there.
        bool whole = kind.DayMember is null || newest.ByDays || (joint.Count > 1 && !newest.Alone);
        return whole
            ? new FetchJob(kind, joint, null, span.First, span.Last)
            : new FetchJob(kind, [newest], newest.DocumentId, default, default);
    }

    /// <summary>
    /// Makes marks due at once that wait longer than any pause lasts: a silo whose clock was ahead wrote them. One that waits
    /// for the budget is put off again when it is tried.
    /// </summary>
    public void ClampFutureMarks(DateTimeOffset now)
    {
        TimeSpan longest = options.LongestRetryPause > options.LongestQuietTime ? options.LongestRetryPause : options.LongestQuietTime;
        foreach (InboxMark mark in state.Marks.Where(mark => mark.NotBefore > now + longest).ToList())
        {
            Change(mark.Sequence, held => held with { NotBefore = now });
        }
    }

    /// <summary>When the next mark is due; null when there is none.</summary>
    public DateTimeOffset? NextDue() => Known().Select(mark => (DateTimeOffset?)DueAt(mark)).Min();

    /// <summary>When the next mark is due that goes before others of a priority; null when there is none.</summary>
    public DateTimeOffset? NextDueBefore(RequestPriority priority) => Known()
        .Where(mark => PriorityOf(mark) < priority && !SleepsBefore(mark).Any())
        .Select(mark => (DateTimeOffset?)DueAt(mark))
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
        TimeSpan wait = Pause(mark.Attempts);
        wait = pause > wait ? pause.Value : wait;
        Change(mark.Sequence, held => held with { Attempts = mark.Attempts + 1, NotBefore = now + wait });
    }

    /// <summary>Puts a mark off that the budget did not suffice for; a range of several days in two halves.</summary>
    public void PutOff(InboxMark mark, DateTimeOffset until)
    {
        int index = state.Marks.FindIndex(held => held.Sequence == mark.Sequence);
        if (index < 0)
        {
            return;
        }

        InboxMark later = state.Marks[index] with { NotBefore = until };
        if (later is not { First: { } first, Last: { } last } || first == last)
        {
            state.Marks[index] = later;
            return;
        }

        DateOnly middle = first.AddDays((last.DayNumber - first.DayNumber) / 2);
        state.Marks[index] = later with { First = middle.AddDays(1), Sequence = ++state.Sequence };
        state.Marks.Insert(index + 1, later with { Last = middle, Sequence = ++state.Sequence });
        if (later is { IsReconcile: false, IsSync: false })
        {
            state.HistoryAsked++;
        }
    }

    /// <summary>Has a mark asked for by its id, since a read of its days did not bring it.</summary>
    public void AskAlone(InboxMark mark) => Change(mark.Sequence, held => held with { Alone = true });

    /// <summary>Has a mark decided by a read of its days, since its id was not found.</summary>
    public void AskByDays(InboxMark mark) => Change(mark.Sequence, held => held with { ByDays = true, Attempts = 0 });

    /// <summary>Drops the marks of kinds that may not be asked for any more. Those of kinds that only another release knows stay for it.</summary>
    public void KeepOnly(Func<OuraKind, bool> isGranted) =>
        state.Marks.RemoveAll(mark => FollowedKinds.Find(mark.DataType) is { } kind && !isGranted(kind));

    /// <summary>Notes that data was read and stored.</summary>
    public void NoteRead(DateTimeOffset now) => state.LastSyncedAt = now;

    /// <summary>Counts what a read brought that can't be used.</summary>
    public void NoteUnusable(OuraKind kind, IReadOnlyDictionary<UnusableReason, int> counts, DateOnly today)
    {
        foreach ((UnusableReason reason, int count) in counts)
        {
            string name = Label<UnusableReason>.Of(reason);
            int at = state.Unusable.FindIndex(known => known.Kind == kind.Name && known.Reason == name);
            long before = at < 0 ? 0 : state.Unusable[at].Count;
            var next = new UnusableCount { Kind = kind.Name, Reason = name, Count = before + count, LastDay = today };
            if (at < 0)
            {
                state.Unusable.Add(next);
            }
            else
            {
                state.Unusable[at] = next;
            }
        }
    }

    /// <summary>Events that wait for documents of a kind.</summary>
    public int WaitingEvents(string dataType) => state.Marks.Count(mark => mark.DataType == dataType && mark.DocumentId is not null);

    /// <summary>The marks that this release can answer. Another may have left more; they stay for it.</summary>
    private IEnumerable<InboxMark> Known() => state.Marks.Where(mark => FollowedKinds.Find(mark.DataType) is not null);

    /// <summary>When a mark can be answered.</summary>
    private DateTimeOffset DueAt(InboxMark mark) => SleepsBefore(mark).Select(sleep => sleep.NotBefore).Append(mark.NotBefore).Max();

    /// <summary>A mark's own priority, or that of the most urgent that waits for it.</summary>
    private RequestPriority PriorityOf(InboxMark mark) => !TellsNights(mark)
        ? mark.Priority
        : state.Marks.Where(rows => IsOfRows(rows) && Touch(rows, mark)).Select(rows => rows.Priority).Append(mark.Priority).Min();

    /// <summary>The sleeps that have to be read before the rows of a time series: they tell the nights.</summary>
    private IEnumerable<InboxMark> SleepsBefore(InboxMark mark) =>
        IsOfRows(mark) ? state.Marks.Where(sleep => TellsNights(sleep) && Touch(sleep, mark)) : [];

    private static bool IsOfRows(InboxMark mark) => FollowedKinds.Find(mark.DataType) is TimeSeriesKind;

    private static bool TellsNights(InboxMark mark) => mark.DocumentId is null && mark.DataType == DocumentKind.Sleep.DataType;

    /// <summary>Whether two ranges have a day in common.</summary>
    private static bool Touch(InboxMark one, InboxMark other) => one.First <= other.Last && one.Last >= other.First;

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private static DateOnly Earlier(DateOnly one, DateOnly other) => one < other ? one : other;

    private static DateOnly Later(DateOnly one, DateOnly other) => one > other ? one : other;

    private TimeSpan Pause(int attempts)
    {
        double factor = Math.Pow(2, Math.Min(attempts, 20)) * (0.8 + (0.4 * Random.Shared.NextDouble()));
        return TimeSpan.FromTicks((long)Math.Min(options.RetryPause.Ticks * factor, options.LongestRetryPause.Ticks));
    }

    private void Put(Predicate<InboxMark> same, InboxMark mark)
    {
        int index = state.Marks.FindIndex(held => held.DataType == mark.DataType && same(held));
        if (index >= 0)
        {
            state.Marks[index] = mark;
        }
        else
        {
            state.Marks.Add(mark);
        }
    }

    /// <summary>Changes a mark, unless an event came since.</summary>
    private void Change(long sequence, Func<InboxMark, InboxMark> change)
    {
        int index = state.Marks.FindIndex(held => held.Sequence == sequence);
        if (index >= 0)
        {
            state.Marks[index] = change(state.Marks[index]);
        }
    }
}
