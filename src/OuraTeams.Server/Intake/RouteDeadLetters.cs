using OuraTeams.Contracts;
using OuraTeams.Contracts.Keys;
using OuraTeams.Grains.Webhooks;
using OuraTeams.Streaming.Queues;

namespace OuraTeams.Server.Intake;

/// <summary>Deletes an Oura user's dead letters from the queue.</summary>
internal sealed class RouteDeadLetters([FromKeyedServices(Names.EventStreams)] IDeadLetters letters, ILogger<RouteDeadLetters> logger) : IRouteDeadLetters
{
    public async Task DeleteAsync(EventRouteKey route)
    {
        int deleted = await letters.DeleteAllAsync(StreamId.Create(Names.EventNamespace, route.ToString()), CancellationToken.None);
        if (deleted > 0)
        {
            IntakeLog.DeadLettersDeleted(logger, deleted);
        }
    }
}
