namespace OuraTeams.Server;

/// <summary>Log lines of the host.</summary>
internal static partial class HostingLog
{
    [LoggerMessage(3301, LogLevel.Information, "Oura app {App}: {Standing} webhook subscriptions stand; {Created} created, {Repaired} repaired, {Renewed} prolonged, {Removed} removed.")]
    public static partial void SubscriptionsChanged(ILogger logger, string app, int standing, int created, int repaired, int renewed, int removed);

    [LoggerMessage(3302, LogLevel.Warning, "Oura app {App}: a webhook subscription is missing: {Missing}")]
    public static partial void SubscriptionMissing(ILogger logger, string app, string missing);

    [LoggerMessage(3303, LogLevel.Warning, "Oura app {App}: the webhook subscriptions could not be checked; trying again.")]
    public static partial void SubscriptionsNotChecked(ILogger logger, Exception error, string app);

    [LoggerMessage(3304, LogLevel.Information, "{Count} ring accounts were woken.")]
    public static partial void Swept(ILogger logger, int count);

    [LoggerMessage(3305, LogLevel.Warning, "Sweep {Number} did not run; its reminder tries again.")]
    public static partial void NotSwept(ILogger logger, Exception error, int number);

    [LoggerMessage(3306, LogLevel.Information, "After the loss of a silo {Accounts} accounts knew less than is stored, and read it again.")]
    public static partial void Verified(ILogger logger, int accounts);
}
