namespace OuraTeams.Sandbox;

/// <summary>What the sandbox logs.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "The sandbox listens on {Address}; {Members} members, seed {Seed}")]
    public static partial void Started(ILogger logger, Uri address, int members, int seed);

    [LoggerMessage(2, LogLevel.Warning, "The event about {DataType} {DocumentId} failed in attempt {Attempt} with status {Status}")]
    public static partial void DeliveryFailed(ILogger logger, string dataType, string documentId, int attempt, int status);

    [LoggerMessage(3, LogLevel.Warning, "The event about {DataType} {DocumentId} was given up after its last retry")]
    public static partial void DeliveryGivenUp(ILogger logger, string dataType, string documentId);

    [LoggerMessage(4, LogLevel.Warning, "The receiver answered 410, so subscription {SubscriptionId} is cancelled")]
    public static partial void SubscriptionCancelled(ILogger logger, Guid subscriptionId);
}
