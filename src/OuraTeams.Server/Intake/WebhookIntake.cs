using System.Globalization;
using OuraTeams.Contracts;
using OuraTeams.Contracts.Accounts;
using OuraTeams.Contracts.Keys;
using OuraTeams.Grains.Webhooks;
using OuraTeams.Oura.Apps;
using OuraTeams.Oura.Webhooks;
using OuraTeams.Streaming.Queues;

namespace OuraTeams.Server.Intake;

/// <summary>Checks a delivery and appends it to the durable queue. Asks nobody anything.</summary>
internal sealed class WebhookIntake(
    OuraApps apps,
    [FromKeyedServices(Names.EventStreams)] IQueueProducer queue,
    Microsoft.Extensions.Options.IOptions<WebhookOptions> options,
    TimeProvider clock,
    ILogger<WebhookIntake> logger)
{
    /// <summary>Largest body taken, in bytes.</summary>
    public const int MaxBodyLength = 64 * 1024;

    private readonly Dictionary<string, byte[]> _secrets = apps.All.ToDictionary(
        app => app.Name, app => System.Text.Encoding.UTF8.GetBytes(app.Options.ClientSecret), StringComparer.Ordinal);

    /// <summary>Takes a delivery.</summary>
    /// <param name="app">The app that it says it is for.</param>
    /// <param name="timestamp">Header <c>x-oura-timestamp</c>.</param>
    /// <param name="signature">Header <c>x-oura-signature</c>.</param>
    /// <param name="body">The raw body.</param>
    /// <returns>The status to answer and, for a refusal, a sentence.</returns>
    public async Task<(int Status, string? Problem)> TakeAsync(string app, string? timestamp, string? signature, ReadOnlyMemory<byte> body)
    {
        long began = clock.GetTimestamp();
        (int status, string outcome, string? problem) = await DecideAsync(app, timestamp, signature, body);
        IntakeInstruments.Answered(outcome, clock.GetElapsedTime(began));
        return (status, problem);
    }

    /// <summary>Answers the challenge by which Oura verifies a callback.</summary>
    /// <returns>Whether the token is the app's; null when there is no such app.</returns>
    public bool? Verify(string app, string? verificationToken) => apps.Find(app) is { } known
        ? WebhookVerification.Accepts(known, options.Value.VerificationGeneration, verificationToken)
        : null;

    private async Task<(int Status, string Outcome, string? Problem)> DecideAsync(string app, string? timestamp, string? signature, ReadOnlyMemory<byte> body)
    {
        if (!_secrets.TryGetValue(app, out byte[]? secret))
        {
            return (StatusCodes.Status404NotFound, "unknown_app", "There is no such app.");
        }

        if (string.IsNullOrEmpty(timestamp) || string.IsNullOrEmpty(signature))
        {
            return (StatusCodes.Status401Unauthorized, "unsigned", "x-oura-timestamp or x-oura-signature is missing.");
        }

        if (!WebhookSignature.Verify(secret, timestamp, body.Span, signature))
        {
            return (StatusCodes.Status401Unauthorized, "wrong_signature", "x-oura-signature does not match.");
        }

        DateTimeOffset now = clock.GetUtcNow();
        if (ReadTimestamp(timestamp) is not { } sent)
        {
            // The signature is right, so Oura sent it. Oura does not document the format; the event is accepted rather than lost.
            IntakeInstruments.UnreadableTimestamps.Add(1);
        }
        else if ((now - sent).Duration() > options.Value.ReplayWindow)
        {
            return (StatusCodes.Status401Unauthorized, "stale", "x-oura-timestamp is too far from now.");
        }

        if (!WebhookEvent.TryParse(body, out WebhookEvent? change, out string? problem))
        {
            return (StatusCodes.Status400BadRequest, "invalid", problem);
        }

        try
        {
            await queue.AppendAsync(
                StreamId.Create(Names.EventNamespace, new EventRouteKey(app, change.UserId).ToString()),
                new RingEvent
                {
                    DataType = change.DataType,
                    ObjectId = change.ObjectId,
                    IsDelete = change.EventType == WebhookEventType.Delete,
                    EventTime = change.EventTime ?? now,
                    ReceivedAt = now,
                });
        }
        catch (Exception error)
        {
            // Whatever failed: it is not known whether the event is stored. Oura sends it again after this answer.
            IntakeLog.NotQueued(logger, error, app);
            return (StatusCodes.Status503ServiceUnavailable, "not_queued", "The event could not be stored; send it again.");
        }

        return (StatusCodes.Status200OK, IntakeInstruments.Accepted, null);
    }

    /// <summary>Unix seconds or milliseconds, or ISO 8601; null for anything else.</summary>
    private static DateTimeOffset? ReadTimestamp(string text)
    {
        const long FirstMilliseconds = 100_000_000_000;
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number))
        {
            double seconds = number >= FirstMilliseconds ? number / 1000 : number;
            return seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds() ? DateTimeOffset.UnixEpoch.AddSeconds(seconds) : null;
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time) ? time : null;
    }
}
