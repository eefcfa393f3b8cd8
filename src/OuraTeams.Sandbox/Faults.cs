using System.Collections.Concurrent;

namespace OuraTeams.Sandbox;

/// <summary>What goes wrong at the moment. Nothing does until it is added. Thread safe.</summary>
public sealed class Faults
{
    private readonly Lock _lock = new();
    private readonly List<Entry> _entries = [];
    private readonly ConcurrentDictionary<string, bool> _asked = new(StringComparer.Ordinal);
    private readonly Random _random;

    internal Faults(int seed) => _random = new Random(seed);

    /// <summary>The faults that are on, with how many requests or events each has hit.</summary>
    public IReadOnlyList<(Fault Fault, long Hits)> Active
    {
        get
        {
            lock (_lock)
            {
                return [.. _entries.Where(entry => !entry.IsOver).Select(entry => (entry.Fault, entry.Hits))];
            }
        }
    }

    /// <summary>Adds a fault; the ones before stay.</summary>
    /// <exception cref="ArgumentException">A value of it can't be used.</exception>
    public void Add(Fault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        fault.Validate();
        lock (_lock)
        {
            _entries.Add(new(fault));
        }
    }

    /// <summary>Ends all faults.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _entries.Clear();
            _asked.Clear();
        }
    }

    /// <summary>How many requests or events faults of a kind have hit since the last <see cref="Clear"/>.</summary>
    public long Hits(FaultKind kind)
    {
        lock (_lock)
        {
            return _entries.Where(entry => entry.Fault.Kind == kind).Sum(entry => entry.Hits);
        }
    }

    /// <summary>The faults that hit this request or event now, in the order of their adding; each counts as used.</summary>
    /// <param name="where">The path or the data type.</param>
    /// <param name="which">The kinds that can hit here.</param>
    internal IReadOnlyList<Fault> Take(string where, Func<FaultKind, bool> which)
    {
        lock (_lock)
        {
            if (_entries.Count == 0)
            {
                return [];
            }

            var hit = new List<Fault>();
            foreach (var entry in _entries)
            {
                if (!entry.IsOver && (entry.Fault.Where is null || where.StartsWith(entry.Fault.Where, StringComparison.Ordinal)) && which(entry.Fault.Kind)
                    && (entry.Fault.Share >= 1 || _random.NextDouble() < entry.Fault.Share))
                {
                    entry.Hits++;
                    hit.Add(entry.Fault);
                }
            }

            return hit;
        }
    }

    /// <summary>True when nobody asked for that path since faults were cleared.</summary>
    internal bool IsAskedAtFirst(string path) => _asked.TryAdd(path, true);

    private sealed class Entry(Fault fault)
    {
        public Fault Fault => fault;

        public long Hits { get; set; }

        public bool IsOver => Hits >= fault.Times;
    }
}
