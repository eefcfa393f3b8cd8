namespace OuraTeams.Server.Host.Cluster;

/// <summary>
/// Presence of a process that is a client of the silos. It connects in the background and goes on trying: so the process begins,
/// and takes events, while no silo is up.
/// </summary>
internal sealed class ClientPresence(IServiceProvider services, ILogger<ClientPresence> logger)
    : BackgroundService, IClusterPresence, IClusterConnectionStatusObserver, IClientConnectionRetryFilter
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private volatile bool _started;
    private volatile bool _joined;

    public bool IsJoined => _joined;

    public string Description => _joined ? "Silos are reached." : "No silo is reached.";

    public void NotifyGatewayCountChanged(int currentNumberOfGateways, int previousNumberOfGateways, bool connectionRecovered)
    {
        // The client knows a gateway before it has read the grain types from it. Calls fail until then.
        if (_started && currentNumberOfGateways > 0)
        {
            Join();
        }
    }

    public void NotifyClusterConnectionLost()
    {
        _joined = false;
        ClusterLog.Lost(logger);
    }

    public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
    {
        ClusterLog.NotReached(logger, exception.Message);
        await Task.Delay(Pause, services.GetRequiredService<TimeProvider>(), cancellationToken);
        return true;
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await Client().StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Client().StartAsync(stoppingToken);
        _started = true;
        Join();
    }

    /// <summary>Orleans' client, which is a hosted service; asked for late, since it asks for this one.</summary>
    private IHostedService Client() => (IHostedService)services.GetRequiredService<IClusterClient>();

    private void Join()
    {
        if (!_joined)
        {
            _joined = true;
            ClusterLog.Reached(logger);
        }
    }
}
