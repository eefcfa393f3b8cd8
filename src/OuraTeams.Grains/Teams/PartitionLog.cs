using Microsoft.Extensions.Logging;

namespace OuraTeams.Grains.Teams;

/// <summary>Log lines of team partitions.</summary>
internal static partial class PartitionLog
{
    [LoggerMessage(1101, LogLevel.Information, "Partition {Partition}: built from {Accounts} accounts.")]
    public static partial void Built(ILogger logger, string partition, int accounts);

    [LoggerMessage(1102, LogLevel.Warning, "Partition {Partition}: the team could not be told of a change; trying again.")]
    public static partial void NotAnnounced(ILogger logger, Exception error, string partition);

    [LoggerMessage(1103, LogLevel.Warning, "Partition {Partition}: account {Account} could not give its days; it is asked again.")]
    public static partial void NotGathered(ILogger logger, Exception error, string partition, string account);
}
