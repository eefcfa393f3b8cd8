namespace OuraTeams.Sandbox.Tests;

/// <summary>Waits for what must come true.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    public static async Task TrueAsync(Func<bool> condition, string what)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start) < Limit, $"It did not come true in time: {what}");
            await Task.Delay(5, TestApp.Stop);
        }
    }
}
