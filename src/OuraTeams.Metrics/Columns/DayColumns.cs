using System.Buffers;
using OuraTeams.Metrics.Aggregates;
using OuraTeams.Metrics.Catalogue;

namespace OuraTeams.Metrics.Columns;

/// <summary>The columns of one day. Grows with the highest place in use; a column exists once a member has a value in it.</summary>
internal sealed class DayColumns
{
    private const int SmallestLength = 16;
    private const long NoVersion = -1;

    private readonly int[]?[] _columns = new int[MetricCatalogue.All.Count][];
    private long[] _versions = [];
    private int[] _values = [];

    public int MembersWithData { get; private set; }

    public long ApproximateBytes => (_versions.Length * (long)(sizeof(long) + sizeof(int))) + _columns.Sum(column => (column?.Length ?? 0) * (long)sizeof(int));

    public bool Replace(int slot, long version, ReadOnlySpan<int> row)
    {
        Grow(slot + 1);
        if (version <= _versions[slot])
        {
            return false;
        }

        _versions[slot] = version;
        return Put(slot, row);
    }

    public bool Clear(int slot)
    {
        if (slot >= _versions.Length)
        {
            return false;
        }

        Span<int> none = stackalloc int[_columns.Length];
        none.Fill(MetricValue.Missing);
        _versions[slot] = NoVersion;
        return Put(slot, none);
    }

    public MetricHistogram Histogram(int metric)
    {
        if (_columns[metric] is not { } column)
        {
            return MetricHistogram.Empty;
        }

        int[] values = ArrayPool<int>.Shared.Rent(column.Length);
        try
        {
            column.CopyTo(values, 0);
            return MetricHistogram.Of(values.AsSpan(0, column.Length));
        }
        finally
        {
            ArrayPool<int>.Shared.Return(values);
        }
    }

    private bool Put(int slot, ReadOnlySpan<int> row)
    {
        bool changed = false;
        int before = _values[slot];
        for (int metric = 0; metric < row.Length; metric++)
        {
            int value = row[metric];
            int held = _columns[metric]?[slot] ?? MetricValue.Missing;
            if (value == held)
            {
                continue;
            }

            int[] column = _columns[metric] ??= NewColumn(_versions.Length);
            column[slot] = value;
            changed = true;
            _values[slot] += (value == MetricValue.Missing ? 0 : 1) - (held == MetricValue.Missing ? 0 : 1);
        }

        MembersWithData += (_values[slot] > 0 ? 1 : 0) - (before > 0 ? 1 : 0);
        return changed;
    }

    private void Grow(int length)
    {
        if (length <= _versions.Length)
        {
            return;
        }

        int before = _versions.Length;
        int grown = Math.Max(SmallestLength, (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)length));
        Array.Resize(ref _versions, grown);
        _versions.AsSpan(before).Fill(NoVersion);
        Array.Resize(ref _values, grown);
        for (int metric = 0; metric < _columns.Length; metric++)
        {
            if (_columns[metric] is not null)
            {
                Array.Resize(ref _columns[metric], grown);
                _columns[metric].AsSpan(before).Fill(MetricValue.Missing);
            }
        }
    }

    private static int[] NewColumn(int length)
    {
        int[] column = new int[length];
        column.AsSpan().Fill(MetricValue.Missing);
        return column;
    }
}
