namespace OuraTeams.Streaming.Tests;

/// <summary>Waits for a condition, for four minutes at most.</summary>
internal static class Eventually
{
    public static async Task IsTrueAsync(Func<Task<bool>> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(4));
        while (!await condition())
        {
            await Task.Delay(20, limit.Token);
        }
    }

    /// <summary>Does it until it no longer fails.</summary>
    public static async Task<T> SucceedsAsync<T>(Func<Task<T>> action)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(4));
        while (true)
        {
            try
            {
                return await action();
            }
            catch (Exception) when (!limit.IsCancellationRequested)
            {
                await Task.Delay(50, limit.Token);
            }
        }
    }
}
