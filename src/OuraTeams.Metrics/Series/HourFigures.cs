namespace OuraTeams.Metrics.Series;

/// <summary>Figures of one hour.</summary>
/// <param name="UnixHour">The hour, UTC, counted from the beginning of 1970.</param>
/// <param name="Figures">Figures over its rows. A difference counts when both of its intervals lie in the hour.</param>
public readonly record struct HourFigures(int UnixHour, SeriesFigures Figures)
{
    /// <summary>When the hour begins, UTC.</summary>
    public DateTimeOffset From => DateTimeOffset.FromUnixTimeSeconds(UnixHour * 3600L);
}
