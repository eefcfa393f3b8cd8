namespace OuraTeams.Sandbox.TimeSeries;

/// <summary>The table of the time series.</summary>
internal static class TimeSeriesKinds
{
    private static readonly TimeSeriesKind[] All = [HeartRateSeries.Definition, BatterySeries.Definition, InterbeatSeries.Definition];

    /// <summary>Those of a version of the API.</summary>
    public static IEnumerable<TimeSeriesKind> Of(OuraGeneration generation) =>
        All.Where(series => !series.IsOlder || generation == OuraGeneration.V129);

    /// <summary>The one with that route name.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public static TimeSeriesKind Find(string route) =>
        All.FirstOrDefault(series => series.Route == route) ?? throw new KeyNotFoundException($"There is no time series {route}.");
}
