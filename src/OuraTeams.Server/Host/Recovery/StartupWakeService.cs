namespace OuraTeams.Server.Host.Recovery;

/// <summary>Runs every scheduler once after the start: reminders that are kept in memory would not know of the accounts yet.</summary>
internal sealed class StartupWakeService(Schedulers schedulers) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => schedulers.RunAllAsync(stoppingToken);
}
