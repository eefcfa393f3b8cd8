using OuraTeams.Contracts;
using OuraTeams.Metrics;

namespace OuraTeams.Grains;

/// <summary>
/// The rules of a ring account's metric cache, over its stored state. The result depends only on the newest reading of
/// each document, never on how often or in which order readings came.
/// </summary>
internal sealed class MetricCache
{
    private readonly CacheState _state;
    private readonly Dictionary<(string Kind, string Id), CachedDocument> _documents;

    /// <summary>Takes over a stored state, which it changes in place.</summary>
    public MetricCache(CacheState state)
    {
        _state = state;
        _documents = state.Documents.ToDictionary(document => (document.Kind, document.DocumentId));
    }

    /// <summary>Documents held.</summary>
    public int Documents => _documents.Count;

    /// <summary>Days that changed and that the teams may not have got yet.</summary>
    public bool HasUnsent => _state.Unsent.Count > 0;

    /// <summary>The day of a document that is held.</summary>
    public DateOnly? DayOf(string kind, string documentId) => _documents.TryGetValue((kind, documentId), out CachedDocument? document) ? document.Day : null;

    /// <summary>The number of the next read.</summary>
    public long BeginRead() => ++_state.ReadOrder;

    /// <summary>Takes in readings of one read.</summary>
    /// <returns>How many documents came, went or changed.</returns>
    public int Apply(IEnumerable<DocumentReading> readings, long readOrder)
    {
        var changed = new HashSet<DateOnly>();
        int documents = 0;
        foreach (DocumentReading reading in readings)
        {
            documents += Apply(reading, readOrder, changed) ? 1 : 0;
        }

        return Commit(changed, documents);
    }

    /// <summary>Takes in a complete read of a kind over a range of days: what it doesn't contain is gone.</summary>
    /// <returns>How many documents came, went or changed.</returns>
    public int ApplyRange(string kind, DateOnly first, DateOnly last, IReadOnlyCollection<DocumentReading> readings, long readOrder)
    {
        var changed = new HashSet<DateOnly>();
        int documents = 0;
        var present = readings.Select(reading => reading.DocumentId).ToHashSet(StringComparer.Ordinal);
        foreach (CachedDocument gone in _documents.Values
            .Where(document => document.Kind == kind && document.Day >= first && document.Day <= last && !present.Contains(document.DocumentId))
            .ToList())
        {
            Remove(gone, changed);
            documents++;
        }

        foreach (DocumentReading reading in readings)
        {
            documents += Apply(reading, readOrder, changed) ? 1 : 0;
        }

        return Commit(changed, documents);
    }

    /// <summary>Takes a document out.</summary>
    /// <returns>How many documents came, went or changed.</returns>
    public int Remove(string kind, string documentId)
    {
        var changed = new HashSet<DateOnly>();
        int documents = 0;
        if (_documents.TryGetValue((kind, documentId), out CachedDocument? document))
        {
            Remove(document, changed);
            documents++;
        }

        return Commit(changed, documents);
    }

    /// <summary>Drops days that are older than the history.</summary>
    public void TrimBefore(DateOnly day)
    {
        if (!_state.DayVersions.Keys.Any(held => held < day))
        {
            return;
        }

        foreach (CachedDocument old in _documents.Values.Where(document => document.Day < day).ToList())
        {
            _documents.Remove((old.Kind, old.DocumentId));
        }

        foreach (DateOnly old in _state.DayVersions.Keys.Where(held => held < day).ToList())
        {
            _state.DayVersions.Remove(old);
            _state.Unsent.Remove(old);
        }

        _state.Documents = [.. _documents.Values];
    }

    /// <summary>Every day that has or had data.</summary>
    public IReadOnlyList<DayRow> Rows() => Rows(_state.DayVersions.Keys);

    /// <summary>The days that the teams may not have got yet.</summary>
    public IReadOnlyList<DayRow> UnsentRows() => Rows(_state.Unsent);

    /// <summary>Notes that the teams have got these days, as they stood.</summary>
    public void Sent(IEnumerable<DayRow> rows)
    {
        foreach (DayRow row in rows)
        {
            if (_state.DayVersions.TryGetValue(row.Day, out long version) && version == row.Version)
            {
                _state.Unsent.Remove(row.Day);
            }
        }
    }

    /// <summary>Has every day sent again, to a team that is new to the account.</summary>
    public void ResendAll() => _state.Unsent.UnionWith(_state.DayVersions.Keys);

    private IReadOnlyList<DayRow> Rows(IEnumerable<DateOnly> days)
    {
        ILookup<DateOnly, CachedDocument> byDay = _documents.Values.ToLookup(document => document.Day);
        return [.. days.Select(day => new DayRow
        {
            Day = day,
            Version = _state.DayVersions[day],
            Units = byDay.Contains(day) ? DayCombiner.Combine(byDay[day].Select(Reading)) : [],
        })];
    }

    private bool Apply(DocumentReading reading, long readOrder, HashSet<DateOnly> changed)
    {
        (string, string) key = (reading.Kind, reading.DocumentId);
        if (_documents.TryGetValue(key, out CachedDocument? held))
        {
            bool older = held.Version is not null && reading.Version is not null && held.Version != reading.Version
                ? reading.Version < held.Version
                : readOrder < held.ReadOrder;
            if (older)
            {
                return false;
            }
        }

        bool different = held is null || held.ContentHash != reading.ContentHash;
        if (different)
        {
            changed.Add(reading.Day);
            if (held is not null)
            {
                changed.Add(held.Day);
            }
        }

        _documents[key] = Cached(reading, readOrder);
        return different;
    }

    private void Remove(CachedDocument document, HashSet<DateOnly> changed)
    {
        _documents.Remove((document.Kind, document.DocumentId));
        changed.Add(document.Day);
    }

    private int Commit(HashSet<DateOnly> changed, int documents)
    {
        _state.Documents = [.. _documents.Values];
        foreach (DateOnly day in changed)
        {
            _state.DayVersions[day] = ++_state.Version;
            _state.Unsent.Add(day);
        }

        return documents;
    }

    private static CachedDocument Cached(DocumentReading reading, long readOrder) => new()
    {
        Kind = reading.Kind,
        DocumentId = reading.DocumentId,
        Day = reading.Day,
        Version = reading.Version,
        ContentHash = reading.ContentHash,
        ReadOrder = readOrder,
        Role = (int)reading.Role,
        Metrics = [.. reading.Values.Select(value => value.Number)],
        Units = [.. reading.Values.Select(value => value.Units)],
    };

    private static DocumentReading Reading(CachedDocument document) => new()
    {
        Kind = document.Kind,
        DocumentId = document.DocumentId,
        Day = document.Day,
        Version = document.Version,
        ContentHash = document.ContentHash,
        ReadOrder = document.ReadOrder,
        Role = (DocumentRole)document.Role,
        Values = [.. document.Metrics.Zip(document.Units)],
    };
}
