namespace OuraTeams.Contracts.Recovery;

/// <summary>
/// Keeps which silos were lost and which process goes on with what they left unfinished, so that the end of that process, in order
/// or not, leaves the rest to another. One for the cluster; key 0.
/// </summary>
[Alias("ourateams.IRecoveryGrain")]
public interface IRecoveryGrain : IGrainWithIntegerKey
{
    /// <summary>Notes the loss of silos. One that was noted before, or was dealt with, adds nothing.</summary>
    [Alias("Note")]
    Task NoteAsync(IReadOnlyList<NotedLoss> losses);

    /// <summary>Takes over what is noted, unless a process that is alive has it.</summary>
    /// <param name="runner">Who asks.</param>
    /// <param name="alive">The silos that are alive.</param>
    /// <returns>The losses to deal with; none when there is nothing to do for the caller.</returns>
    [Alias("Take")]
    Task<IReadOnlyList<NotedLoss>> TakeAsync(string runner, IReadOnlyList<string> alive);

    /// <summary>Notes that losses were dealt with to the end.</summary>
    [Alias("Finish")]
    Task FinishAsync(IReadOnlyList<NotedLoss> losses);
}

/// <summary>A silo that was lost.</summary>
/// <param name="Silo">Its address, which no other silo ever has.</param>
/// <param name="At">When it was noted.</param>
/// <param name="Verify">Whether accounts must compare their memory with the store: the silo may work on for a while.</param>
[GenerateSerializer, Immutable, Alias("ourateams.noted-loss")]
public sealed record NotedLoss([property: Id(0)] string Silo, [property: Id(1)] DateTimeOffset At, [property: Id(2)] bool Verify);
