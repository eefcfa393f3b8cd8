using OuraTeams.Metrics.Series;

namespace OuraTeams.Grains.Accounts.Cache;

/// <summary>The hours that a complete read of a time series gave.</summary>
/// <param name="Kind">Which series.</param>
/// <param name="From">Since when it read: a whole hour.</param>
/// <param name="To">Until when: a whole hour, not read any more.</param>
/// <param name="Hours">Every hour with rows.</param>
internal sealed record HoursRead(string Kind, DateTimeOffset From, DateTimeOffset To, IReadOnlyList<HourFigures> Hours);
