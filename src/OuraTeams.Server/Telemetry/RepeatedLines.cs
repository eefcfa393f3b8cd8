using System.Collections.Concurrent;
using System.Collections.Frozen;
using Microsoft.Extensions.Logging.Abstractions;

namespace OuraTeams.Server.Telemetry;

/// <summary>
/// Keeps the log readable while a store does not answer, when every account logs the same failure many times a second. Of each kind
/// of warning or error a limited number of lines is written in a period; further ones are counted. Lines about something that was
/// given up or lost are always written.
/// </summary>
internal sealed class RepeatedLines(LogOptions options) : LoggingSampler
{
    /// <summary>Event ids of lines about something that is not tried again.</summary>
    private static readonly FrozenSet<int> EachCounts = FrozenSet.Create(1002, 1004, 1008, 1502, 2001, 2003, 2007, 2009, 2010, 3107);

    private readonly ConcurrentDictionary<Kind, Count> _counts = new();

    /// <inheritdoc />
    public override bool ShouldSample<TState>(in LogEntry<TState> entry) =>
        options.Repeats == 0
        || entry.LogLevel < LogLevel.Warning
        || EachCounts.Contains(entry.EventId.Id)
        || _counts.GetOrAdd(new(entry.Category, entry.EventId, entry.Exception?.GetType()), _ => new()).Next() <= options.Repeats;

    /// <summary>Begins a new period.</summary>
    /// <returns>The kinds of which lines were left out in the one before, and how many.</returns>
    public IReadOnlyList<(Kind Kind, int LeftOut)> Turn()
    {
        var leftOut = new List<(Kind, int)>();
        foreach (Kind kind in _counts.Keys)
        {
            // A line that is counted meanwhile is counted in the old period.
            if (_counts.TryRemove(kind, out Count? count) && count.End() - options.Repeats is > 0 and var more)
            {
                leftOut.Add((kind, more));
            }
        }

        return leftOut;
    }

    /// <summary>Lines that say the same of different accounts.</summary>
    /// <param name="Category">Who says it.</param>
    /// <param name="Event">What is said.</param>
    /// <param name="Exception">Type of the cause, if there is one.</param>
    internal sealed record Kind(string Category, EventId Event, Type? Exception);

    private sealed class Count
    {
        private int _lines;

        public int Next() => Interlocked.Increment(ref _lines);

        public int End() => Volatile.Read(ref _lines);
    }
}
