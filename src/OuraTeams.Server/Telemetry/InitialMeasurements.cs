using OuraTeams.Server.Intake;

namespace OuraTeams.Server.Telemetry;

/// <summary>Shows every counter of ours at zero once somebody listens; registered after OpenTelemetry, so that it does.</summary>
internal sealed class InitialMeasurements(OuraTeams.Oura.Apps.OuraApps apps) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        IntakeInstruments.Begin();
        SubscriptionInstruments.Begin(apps.All.Select(app => app.Name));
        Streaming.Instruments.Begin();
        OuraTeams.Grains.Telemetry.Instruments.Begin();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
