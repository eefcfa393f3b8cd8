namespace OuraTeams.EndToEnd;

/// <summary>A traced platform of three members for the tests of a class.</summary>
public sealed class TracedFixture : IAsyncLifetime
{
    internal TracedPlatform Traced { get; private set; } = null!;

    internal Deliveries Deliveries { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Traced = await TracedPlatform.StartAsync(3);
        Deliveries = new Deliveries(Traced.Platform.Settings, Traced.Platform.Sandbox.Options.ClientSecret);
    }

    public async ValueTask DisposeAsync()
    {
        Deliveries?.Dispose();
        if (Traced is not null)
        {
            await Traced.DisposeAsync();
        }
    }
}
