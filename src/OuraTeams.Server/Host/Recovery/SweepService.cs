namespace OuraTeams.Server;

/// <summary>Runs every sweep once after the start: reminders that are kept in memory would not know of the accounts yet.</summary>
internal sealed class SweepService(Sweeps sweeps) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => sweeps.RunAllAsync(stoppingToken);
}
