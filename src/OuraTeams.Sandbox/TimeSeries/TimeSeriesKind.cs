using OuraTeams.Sandbox.Simulation;

namespace OuraTeams.Sandbox.TimeSeries;

/// <summary>Everything about one time series.</summary>
internal sealed class TimeSeriesKind
{
    /// <summary>The last part of the route.</summary>
    public required string Route { get; init; }

    /// <summary>The scope that opens it, without prefix.</summary>
    public required string Scope { get; init; }

    /// <summary>The rows of a member between two instants, both included, in time order, made as they are read.</summary>
    public required Func<MemberProfile, DateTimeOffset, DateTimeOffset, IEnumerable<TimeSeriesRow>> Rows { get; init; }

    /// <summary>True when only version 1.29 has it.</summary>
    public bool IsOlder { get; init; }
}
