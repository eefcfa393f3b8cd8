using OuraTeams.Contracts.Recovery;
using OuraTeams.Contracts.States;

namespace OuraTeams.Grains.Recovery;

/// <summary>Who deals with which lost silos. Each returns the state as it becomes, the same one when nothing changes.</summary>
internal static class RecoveryRules
{
    /// <summary>Finished losses that are remembered.</summary>
    public const int MostFinished = 256;

    /// <summary>Silos were lost.</summary>
    public static RecoveryState Note(RecoveryState state, IReadOnlyList<NotedLoss> losses)
    {
        NotedLoss[] added =
        [
            .. losses.DistinctBy(loss => loss.Silo).Where(loss => !state.Finished.Contains(loss.Silo) && state.Pending.All(known => known.Silo != loss.Silo)),
        ];
        return added.Length == 0 ? state : state with { Pending = [.. state.Pending, .. added] };
    }

    /// <summary>A silo asks for what is to be dealt with. It gets all, unless another silo that is alive deals with it.</summary>
    public static (RecoveryState State, IReadOnlyList<NotedLoss> Taken) Take(RecoveryState state, string runner, IReadOnlyList<string> alive) =>
        state.Pending.Count == 0 || (state.Runner is { } other && other != runner && alive.Contains(other)) ? (state, [])
        : state.Runner == runner ? (state, state.Pending)
        : (state with { Runner = runner }, state.Pending);

    /// <summary>Losses were dealt with, by whomever.</summary>
    public static RecoveryState Finish(RecoveryState state, IReadOnlyList<NotedLoss> losses)
    {
        HashSet<string> silos = [.. losses.Select(loss => loss.Silo)];
        List<NotedLoss> left = [.. state.Pending.Where(loss => !silos.Contains(loss.Silo))];
        return state with
        {
            Pending = left,
            Finished = [.. state.Finished.Concat(silos.Except(state.Finished)).TakeLast(MostFinished)],
            Runner = left.Count == 0 ? null : state.Runner,
        };
    }
}
