using Google.Rpc;
using Grpc.Core;
using OuraTeams.Contracts.Keys;
using OuraTeams.Contracts.Organizations;
using OuraTeams.Contracts.Teams;

namespace OuraTeams.Server.Api;

/// <summary>Deletes teams, for as long as the caller waits; the same call again goes on.</summary>
internal sealed class TeamRemover(IClusterClient cluster, TimeProvider clock)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Deletes a team.</summary>
    /// <returns>False when there was none.</returns>
    /// <exception cref="RpcException">It has members, and was not forced; or it takes too long.</exception>
    public async Task<bool> RemoveAsync(TeamKey team, bool force, CancellationToken cancellation)
    {
        long began = clock.GetTimestamp();
        ITeamGrain grain = cluster.GetGrain<ITeamGrain>(team.ToString());
        while (await grain.EmptyAsync(force, cancellation) is var progress && progress is not (DeletionProgress.Emptied or DeletionProgress.NotFound))
        {
            if (progress == DeletionProgress.NotEmpty)
            {
                throw Refusal.Field(Code.FailedPrecondition, "team_id", "The team has members. Remove them first, or set force.");
            }

            if (clock.GetElapsedTime(began) > Longest)
            {
                throw Refusal.Of(Code.Aborted, "Not every member could be removed yet; call again to go on.");
            }

            await Task.Delay(Pause, clock, cancellation);
        }

        return await cluster.GetGrain<IOrganizationGrain>(team.Organization).RemoveTeamAsync(team.Team);
    }
}
