using Microsoft.Extensions.Time.Testing;

namespace OuraTeams.Sandbox.Tests;

/// <summary>Starts sandboxes as the tests need them.</summary>
internal static class TestSandbox
{
    /// <summary>A Thursday noon.</summary>
    public static readonly DateTimeOffset Noon = new(2026, 1, 15, 12, 0, 0, TimeSpan.Zero);

    public static FakeTimeProvider Clock() => new(Noon);

    public static SandboxOptions Options(Action<SandboxOptions>? set = null)
    {
        var options = new SandboxOptions { Url = "http://127.0.0.1:0", Members = 5, HistoryDays = 30, DeliveryRetryPause = TimeSpan.Zero };
        set?.Invoke(options);
        return options;
    }

    public static Task<OuraSandbox> StartAsync(TimeProvider? clock = null, Action<SandboxOptions>? set = null) =>
        OuraSandbox.StartAsync(Options(set), clock ?? Clock(), TestApp.Stop);
}
