namespace OuraTeams.Grains;

/// <summary>How grains change what they store.</summary>
internal static class PersistentStateExtensions
{
    /// <summary>
    /// Writes a new state and keeps it. When the write fails, what is stored is unknown: memory goes back to what it was
    /// and the activation ends, so that the next one reads.
    /// </summary>
    /// <param name="state">The state.</param>
    /// <param name="candidate">What it becomes.</param>
    /// <param name="grain">Whose it is.</param>
    public static async Task ChangeAsync<T>(this IPersistentState<T> state, T candidate, Grain grain)
    {
        T before = state.State;
        state.State = candidate;
        try
        {
            await state.WriteStateAsync();
        }
        catch (Exception)
        {
            state.State = before;
            ((IGrainBase)grain).DeactivateOnIdle();
            throw;
        }
    }
}
