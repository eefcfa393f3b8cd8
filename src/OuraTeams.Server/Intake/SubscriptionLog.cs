namespace OuraTeams.Server.Intake;

/// <summary>Log lines of the webhook subscriptions.</summary>
internal static partial class SubscriptionLog
{
    [LoggerMessage(3301, LogLevel.Information, "Oura app {App}: {Standing} webhook subscriptions stand; {Created} created, {Repaired} repaired, {Renewed} prolonged, {Removed} removed.")]
    public static partial void SubscriptionsChanged(ILogger logger, string app, int standing, int created, int repaired, int renewed, int removed);

    [LoggerMessage(3302, LogLevel.Warning, "Oura app {App}: a webhook subscription is missing: {Missing}")]
    public static partial void SubscriptionMissing(ILogger logger, string app, string missing);

    [LoggerMessage(3311, LogLevel.Warning, "Oura app {App}: {Unreadable} webhook subscriptions can't be read and are left alone; all others are kept up.")]
    public static partial void SubscriptionsUnreadable(ILogger logger, string app, int unreadable);

    [LoggerMessage(3303, LogLevel.Warning, "Oura app {App}: the webhook subscriptions could not be checked; trying again.")]
    public static partial void SubscriptionsNotChecked(ILogger logger, Exception error, string app);
}
