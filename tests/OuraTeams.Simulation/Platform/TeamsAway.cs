using OuraTeams.Contracts.Teams;

namespace OuraTeams.Simulation;

/// <summary>Partitions of teams that can't be told of changed days, as while the cluster changes.</summary>
internal sealed class TeamsAway : IIncomingGrainCallFilter
{
    private long _refused;

    /// <summary>Whether they can't be told.</summary>
    public bool Away { get; set; }

    /// <summary>How often they were not.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    public Task Invoke(IIncomingGrainCallContext context)
    {
        if (!Away || context.Grain is not ITeamPartitionGrain || context.MethodName != nameof(ITeamPartitionGrain.ReplaceAsync))
        {
            return context.Invoke();
        }

        Interlocked.Increment(ref _refused);
        throw new SiloUnavailableException("The partition's silo is away.");
    }
}
