using Microsoft.Extensions.Logging;

namespace OuraTeams.Grains.Teams;

/// <summary>Log lines of teams and their members.</summary>
internal static partial class TeamLog
{
    [LoggerMessage(1111, LogLevel.Warning, "Member {Member} could not be read; the list shows no name for them.")]
    public static partial void MemberNotRead(ILogger logger, Exception error, string member);

    [LoggerMessage(1112, LogLevel.Warning, "Member {Member} could not be removed; the deletion of the team goes on with the others.")]
    public static partial void MemberNotRemoved(ILogger logger, Exception error, string member);

    [LoggerMessage(1113, LogLevel.Warning, "What member {Member} has begun could not be finished; it is tried again when somebody asks for them.")]
    public static partial void NotFinished(ILogger logger, Exception error, string member);
}
