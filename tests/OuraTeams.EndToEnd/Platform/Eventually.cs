namespace OuraTeams.EndToEnd;

/// <summary>Waits for conditions.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Waits until a condition holds.</summary>
    /// <exception cref="TimeoutException">It never held within the limit.</exception>
    public static async Task HoldsAsync(Func<Task<bool>> condition, string what, int seconds = 240)
    {
        DateTimeOffset end = TimeProvider.System.GetUtcNow().AddSeconds(seconds);
        while (!await condition())
        {
            if (TimeProvider.System.GetUtcNow() > end)
            {
                throw new TimeoutException($"Not within {seconds} s: {what}.");
            }

            await Task.Delay(Pause);
        }
    }
}
