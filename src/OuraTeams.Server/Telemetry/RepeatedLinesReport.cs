namespace OuraTeams.Server.Telemetry;

/// <summary>Tells at the end of each period what <see cref="RepeatedLines"/> left out.</summary>
internal sealed partial class RepeatedLinesReport(RepeatedLines lines, LogOptions options, TimeProvider clock, ILogger<RepeatedLinesReport> logger) : BackgroundService
{
    private readonly PeriodicTimer _timer = new(options.RepeatsPeriod, clock);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        Tell();
    }

    public override void Dispose()
    {
        _timer.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await _timer.WaitForNextTickAsync(stoppingToken))
        {
            Tell();
        }
    }

    private void Tell()
    {
        foreach ((RepeatedLines.Kind kind, int leftOut) in lines.Turn())
        {
            LeftOut(logger, leftOut, kind.Category, kind.Event.Id, kind.Exception?.Name ?? "no exception", options.RepeatsPeriod);
        }
    }

    [LoggerMessage(3307, LogLevel.Warning, "{Count} more lines of {Category}[{Event}] ({Exception}) within {Period} are left out.")]
    private static partial void LeftOut(ILogger logger, int count, string category, int @event, string exception, TimeSpan period);
}
