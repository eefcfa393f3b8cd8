namespace OuraTeams.Server;

/// <summary>Shows every counter of ours at zero once somebody listens; registered after OpenTelemetry, so that it does.</summary>
internal sealed class InitialMeasurements(OuraTeams.Oura.OuraApps apps) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        IntakeInstruments.Begin();
        SubscriptionInstruments.Begin(apps.All.Select(app => app.Name));
        Streaming.Instruments.Begin();
        Grains.Instruments.Begin();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
