using OuraTeams.Contracts.Keys;

namespace OuraTeams.Grains.Webhooks;

/// <summary>The dead letters of the queue, for routers: they name the Oura user.</summary>
public interface IRouteDeadLetters
{
    /// <summary>Deletes the dead letters of an Oura user whom nobody has connected any more.</summary>
    Task DeleteAsync(EventRouteKey route);
}
