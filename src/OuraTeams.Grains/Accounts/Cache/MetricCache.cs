using OuraTeams.Contracts.Accounts;
using OuraTeams.Contracts.States;
using OuraTeams.Metrics.Catalogue;
using OuraTeams.Metrics.Documents;
using OuraTeams.Metrics.Packing;
using OuraTeams.Metrics.Series;
using OuraTeams.Oura.Kinds;

namespace OuraTeams.Grains.Accounts.Cache;

/// <summary>
/// The rules of a ring account's metric cache. The result depends only on the newest reading of each document, never on how
/// often or in which order readings came. A transition works on a draft; the state that the draft was taken of is never
/// changed. Readings are packed; they are unpacked for work and let go of at <see cref="Rest"/>, since most accounts rest most
/// of the time.
/// </summary>
/// <param name="state">The cache; a draft's own copy where it is changed.</param>
internal sealed class MetricCache(CacheState state)
{
    /// <summary>The kind of documents that a member's age makes another metric of.</summary>
    private const string AgedKind = "daily_cardiovascular_age";

    /// <summary>Longer than a silo goes on working after the others have declared it dead.</summary>
    private static readonly TimeSpan LongestAfterlife = TimeSpan.FromMinutes(5);

    private OpenCache? _open;

    /// <summary>The cache with all that the transitions changed.</summary>
    public CacheState State => state;

    /// <summary>Documents held.</summary>
    public int Documents => state.DocumentCount;

    /// <summary>Days that changed and that the teams may not have got yet.</summary>
    public bool HasUnsent => state.Unsent.Count > 0;

    private OpenCache Open => _open ??= OpenCache.Of(state);

    /// <summary>A draft for transitions. What was unpacked goes over to it: this one unpacks again when it is asked.</summary>
    public MetricCache Draft()
    {
        var draft = new MetricCache(state with
        {
            Unsent = [.. state.Unsent],
            Ages = [.. state.Ages],
            Rings = [.. state.Rings],
            RecentlySent = state.RecentlySent is { } sent ? new Dictionary<DateOnly, DateTimeOffset>(sent) : null,
        })
        {
            _open = _open,
        };
        _open = null;
        return draft;
    }

    /// <summary>The day of a document that is held.</summary>
    public DateOnly? DayOf(string kind, string documentId) => Open.Documents.TryGetValue((kind, DocumentName.Of(documentId)), out DocumentReading? held) ? held.Day : null;

    /// <summary>Lets go of what was unpacked.</summary>
    public void Rest() => _open = null;

    /// <summary>The number of the next read.</summary>
    public long BeginRead() => ++state.ReadOrder;

    /// <summary>Takes in readings of one read.</summary>
    public CacheChange Apply(IEnumerable<DocumentReading> readings, long readOrder)
    {
        var change = new CacheChange();
        foreach (DocumentReading reading in readings)
        {
            Apply(reading, readOrder, change);
        }

        return Commit(change);
    }

    /// <summary>Takes in a complete read of a kind over a range of days: what it doesn't contain is gone.</summary>
    public CacheChange ApplyRange(string kind, DateOnly first, DateOnly last, IReadOnlyCollection<DocumentReading> readings, long readOrder)
    {
        var change = new CacheChange();
        var present = readings.Select(reading => DocumentName.Of(reading.DocumentId)).ToHashSet(StringComparer.Ordinal);
        foreach (DocumentReading gone in Open.Documents.Values
            .Where(held => held.Kind == kind && held.Day >= first && held.Day <= last && !present.Contains(held.DocumentId))
            .ToList())
        {
            Remove(gone, change);
        }

        foreach (DocumentReading reading in readings)
        {
            Apply(reading, readOrder, change);
        }

        return Commit(change);
    }

    /// <summary>Takes a document out.</summary>
    public CacheChange Remove(string kind, string documentId)
    {
        var change = new CacheChange();
        if (Open.Documents.TryGetValue((kind, DocumentName.Of(documentId)), out DocumentReading? held))
        {
            Remove(held, change);
        }

        return Commit(change);
    }

    /// <summary>Takes in what was read beside documents.</summary>
    public CacheChange Put(ReadExtras extras, DateOnly today)
    {
        var change = new CacheChange();
        if (extras.Age is { } age && (state.Ages.Count == 0 || state.Ages[^1].Age != age))
        {
            // The first age that is known stands for the days before it too.
            DateOnly from = state.Ages.Count == 0 ? DateOnly.MinValue : today;
            state.Ages.Add(new AgeNote(today, age));
            change.Days.UnionWith(DaysOf(AgedKind).Where(day => day >= from));
            change.Restated = true;
        }

        if (extras.Rings is { } rings && !rings.SequenceEqual(state.Rings))
        {
            state.Rings = [.. rings];
            change.Restated = true;
        }

        if (extras.Hours is { } hours)
        {
            change.Restated |= HeldHours.Replace(state, hours, today);
        }

        return Commit(change);
    }

    /// <summary>
    /// Drops what came from kinds that a consent doesn't cover, and what was made with their help; nothing when all is covered.
    /// The days that it belonged to are sent without it.
    /// </summary>
    /// <param name="covered">The kinds that it covers, as routes name them.</param>
    public CacheChange KeepOnly(IReadOnlySet<string> covered)
    {
        var change = new CacheChange();
        foreach (DocumentReading held in Open.Documents.Values.ToList())
        {
            (int Number, int Units)[] kept = [.. held.Values.Where(value => MadeOf(value.Number).All(covered.Contains))];
            if (!covered.Contains(held.Kind) || (kept.Length == 0 && held.Values.Count > 0))
            {
                Remove(held, change);
            }
            else if (kept.Length < held.Values.Count)
            {
                Open.Documents[(held.Kind, held.DocumentId)] = held with { Values = kept };
                change.Days.Add(held.Day);
                change.Documents++;
            }
        }

        if (state.Ages.Count > 0 && !covered.Contains(OuraKind.PersonalInfo.Name))
        {
            state.Ages = [];
            change.Days.UnionWith(DaysOf(AgedKind));
            change.Restated = true;
        }

        if (state.Rings.Count > 0 && !covered.Contains(DocumentKind.RingConfiguration.Name))
        {
            state.Rings = [];
            change.Restated = true;
        }

        change.Restated |= HeldHours.KeepOnly(state, covered);
        return Commit(change);
    }

    /// <summary>All nights that are known: they tell a wearer's clock, by which time series are cut into days.</summary>
    public IReadOnlyList<Night> Nights() => Night.Of(Open.Documents.Values.Where(held => held.Span is not null));

    /// <summary>Drops days that are older than the history.</summary>
    public void TrimBefore(DateOnly day)
    {
        if (!Open.Days.Keys.Any(held => held < day))
        {
            return;
        }

        foreach (DocumentReading old in Open.Documents.Values.Where(held => held.Day < day).ToList())
        {
            Open.Documents.Remove((old.Kind, old.DocumentId));
        }

        foreach (DateOnly old in Open.Days.Keys.Where(held => held < day).ToList())
        {
            Open.Days.Remove(old);
            state.Unsent.Remove(old);
        }

        Pack();
    }

    /// <summary>Every day that has or had data.</summary>
    public IReadOnlyList<DayRow> Rows() => Rows(held => held.Days.Keys);

    /// <summary>The days that the teams may not have got yet.</summary>
    public IReadOnlyList<DayRow> UnsentRows() => Rows(_ => state.Unsent);

    /// <summary>Notes that the teams have got these days, as they stood.</summary>
    public void Sent(IEnumerable<DayRow> rows, DateTimeOffset now)
    {
        foreach (DayRow row in rows)
        {
            if (Open.Days.TryGetValue(row.Day, out long version) && version == row.Version)
            {
                state.Unsent.Remove(row.Day);
                (state.RecentlySent ??= [])[row.Day] = now;
            }
        }

        ForgetSent(now);
    }

    /// <summary>
    /// Has the days of the last minutes sent again, once an account is in memory. Its last activation may have been on a silo
    /// that the others had given up already: then those days went to partitions that are gone.
    /// </summary>
    public void ResendRecent(DateTimeOffset now)
    {
        ForgetSent(now);
        state.Unsent.UnionWith(state.RecentlySent?.Keys.Intersect(Open.Days.Keys) ?? []);
        state.RecentlySent = null;
    }

    /// <summary>Has every day sent again, to a team that is new to the account.</summary>
    public void ResendAll() => state.Unsent.UnionWith(Open.Days.Keys);

    private List<DayRow> Rows(Func<OpenCache, IEnumerable<DateOnly>> days)
    {
        // Asked for also by those who don't work here, so nothing stays unpacked for them.
        OpenCache held = _open ?? OpenCache.Of(state);
        ILookup<DateOnly, DocumentReading> byDay = held.Documents.Values.ToLookup(document => document.Day);
        return [.. days(held).Select(day => new DayRow
        {
            Day = day,
            Version = held.Days[day],
            Units = byDay.Contains(day) ? DayCombiner.Combine(byDay[day], AgeOn(day)) : [],
        })];
    }

    private void Apply(DocumentReading reading, long readOrder, CacheChange change)
    {
        DocumentReading known = ReadingPack.AsPacked(reading) with { ReadOrder = readOrder };
        if (Open.Documents.TryGetValue((known.Kind, known.DocumentId), out DocumentReading? held))
        {
            bool older = held.Version is not null && known.Version is not null && held.Version != known.Version
                ? known.Version < held.Version
                : readOrder < held.ReadOrder;
            if (older)
            {
                return;
            }
        }

        if (held?.ContentHash == known.ContentHash)
        {
            // The read that first said so stays: it decides between two documents of a day.
            change.Restated |= held.Version != known.Version;
            Open.Documents[(known.Kind, known.DocumentId)] = held with { Version = known.Version };
            return;
        }

        change.Days.Add(known.Day);
        change.Days.Add(held?.Day ?? known.Day);
        change.Documents++;
        Open.Documents[(known.Kind, known.DocumentId)] = known;
    }

    private void Remove(DocumentReading held, CacheChange change)
    {
        Open.Documents.Remove((held.Kind, held.DocumentId));
        change.Days.Add(held.Day);
        change.Documents++;
    }

    private IEnumerable<DateOnly> DaysOf(string kind) => Open.Documents.Values.Where(held => held.Kind == kind).Select(held => held.Day);

    /// <summary>The kinds that a metric is made of; none for one that only another release knows, which is then told by its document's kind.</summary>
    private static IReadOnlyList<string> MadeOf(int metric) => metric < MetricCatalogue.All.Count ? MetricCatalogue.All[metric].MadeOf : [];

    private void ForgetSent(DateTimeOffset now)
    {
        foreach (DateOnly day in state.RecentlySent?.Where(sent => sent.Value < now - LongestAfterlife).Select(sent => sent.Key).ToList() ?? [])
        {
            state.RecentlySent!.Remove(day);
        }
    }

    private int? AgeOn(DateOnly day)
    {
        int? age = state.Ages.Count == 0 ? null : state.Ages[0].Age;
        foreach (AgeNote note in state.Ages.Where(note => note.Day <= day))
        {
            age = note.Age;
        }

        return age;
    }

    private CacheChange Commit(CacheChange change)
    {
        foreach (DateOnly day in change.Days)
        {
            Open.Days[day] = ++state.Version;
            state.Unsent.Add(day);
        }

        if (change.Any)
        {
            Pack();
        }

        return change;
    }

    private void Pack()
    {
        state.Readings = ReadingPack.Pack(Open.Documents.Values);
        state.DocumentCount = Open.Documents.Count;
        state.Days = DayPack.Pack(Open.Days);
    }
}
