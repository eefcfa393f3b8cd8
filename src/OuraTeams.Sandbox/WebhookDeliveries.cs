using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using OuraTeams.Sandbox.Documents;
using OuraTeams.Sandbox.OAuth;
using OuraTeams.Sandbox.Webhooks;

namespace OuraTeams.Sandbox;

/// <summary>
/// Sends events to the app's webhook subscriptions, each on its own: one that fails or waits for its retry doesn't
/// hold the others up. Nothing waits across a restart. Thread safe.
/// </summary>
public sealed class WebhookDeliveries
{
    private const int Retries = 10;
    private const double PauseGrowth = 2.15;

    private readonly SandboxOptions _options;
    private readonly TimeProvider _clock;
    private readonly GrantStore _grants;
    private readonly SubscriptionStore _subscriptions;
    private readonly Receiver _receiver;
    private readonly Faults _faults;
    private readonly ILogger _logger;
    private readonly CancellationToken _stopping;
    private readonly Lock _lock = new();
    private int _pending;
    private int _waiting;
    private TaskCompletionSource? _idle;
    private TaskCompletionSource? _quiet;
    private long _delivered;
    private long _failed;
    private long _givenUp;

    internal WebhookDeliveries(
        SandboxOptions options, TimeProvider clock, GrantStore grants, SubscriptionStore subscriptions, Receiver receiver, Faults faults, ILogger logger, CancellationToken stopping)
    {
        _options = options;
        _clock = clock;
        _grants = grants;
        _subscriptions = subscriptions;
        _receiver = receiver;
        _faults = faults;
        _logger = logger;
        _stopping = stopping;
    }

    /// <summary>How many deliveries were answered with 2xx or 3xx.</summary>
    public long Delivered => Interlocked.Read(ref _delivered);

    /// <summary>How many attempts were answered otherwise, or not in 10 seconds. A delivery can fail up to 11 times.</summary>
    public long Failed => Interlocked.Read(ref _failed);

    /// <summary>How many deliveries were dropped after their last retry.</summary>
    public long GivenUp => Interlocked.Read(ref _givenUp);

    /// <summary>
    /// Queues a signed delivery to each subscription that matches and has not expired. Events go out only for members
    /// who have a grant that is not revoked.
    /// </summary>
    public void Publish(WorldChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        if (!_grants.HasGrant(change.MemberId))
        {
            return;
        }

        foreach (var subscription in _subscriptions.All)
        {
            if (subscription.EventType == change.EventType && subscription.DataType == change.DataType && _subscriptions.IsLive(subscription.Id))
            {
                Queue(subscription.Id, change);
            }
        }
    }

    /// <summary>
    /// Queues many at once, as a sync in the morning does and as Oura's retries do: all of them together, each so many
    /// times, and out of order where that is asked for.
    /// </summary>
    /// <param name="changes">What changed.</param>
    /// <param name="copies">How often each is delivered, at least once.</param>
    /// <param name="shuffleSeed">Another order for each number; null keeps the order.</param>
    public void PublishBurst(IReadOnlyList<WorldChange> changes, int copies = 1, int? shuffleSeed = null)
    {
        ArgumentNullException.ThrowIfNull(changes);
        ArgumentOutOfRangeException.ThrowIfLessThan(copies, 1);
        WorldChange[] burst = [.. Enumerable.Range(0, copies).SelectMany(_ => changes)];
        if (shuffleSeed is { } seed)
        {
            new Random(seed).Shuffle(burst);
        }

        foreach (var change in burst)
        {
            Publish(change);
        }
    }

    /// <summary>Completes when every queued delivery is delivered, given up or cancelled.</summary>
    public Task WhenIdleAsync(CancellationToken cancellation)
    {
        lock (_lock)
        {
            if (_pending == 0)
            {
                return Task.CompletedTask;
            }

            _idle ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            return _idle.Task.WaitAsync(cancellation);
        }
    }

    /// <summary>Completes when no delivery is under way: each is over, or waits for the time of its first or next attempt.</summary>
    public Task WhenQuietAsync(CancellationToken cancellation)
    {
        lock (_lock)
        {
            if (_pending == _waiting)
            {
                return Task.CompletedTask;
            }

            _quiet ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            return _quiet.Task.WaitAsync(cancellation);
        }
    }

    private void Queue(Guid subscriptionId, WorldChange change)
    {
        var copies = 1;
        var delay = _options.DeliveryDelay;
        foreach (var fault in _faults.Take(change.DataType, kind => kind is FaultKind.LostWebhook or FaultKind.DoubledWebhook or FaultKind.LateWebhook))
        {
            copies = fault.Kind switch { FaultKind.LostWebhook => 0, FaultKind.DoubledWebhook => 2 * copies, _ => copies };
            delay += fault.Kind == FaultKind.LateWebhook ? fault.Delay : TimeSpan.Zero;
        }

        for (var copy = 0; copy < copies; copy++)
        {
            Count(pending: 1, waiting: 0);
            _ = DeliverAsync(subscriptionId, change, delay);
        }
    }

    private async Task DeliverAsync(Guid subscriptionId, WorldChange change, TimeSpan delay)
    {
        try
        {
            // Publishing is not the place to wait for a connection.
            await Task.Yield();
            if (delay > TimeSpan.Zero)
            {
                await WaitAsync(delay);
            }

            await TryAsync(subscriptionId, change);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The sandbox stops; what is queued is cancelled.
        }
        finally
        {
            Count(pending: -1, waiting: 0);
        }
    }

    private async Task TryAsync(Guid subscriptionId, WorldChange change)
    {
        var body = Encoding.UTF8.GetBytes(Answer.Text(new JsonObject
        {
            ["event_type"] = change.EventType,
            ["data_type"] = change.DataType,
            ["object_id"] = change.DocumentId,
            ["event_time"] = Iso.UtcMicroseconds(change.Time),
            ["user_id"] = change.MemberId,
        }));

        // Retries carry the first timestamp. Oura doesn't say, and it is the harder case for a receiver.
        var timestamp = _clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var pause = _options.DeliveryRetryPause;
        for (var attempt = 0; attempt <= Retries; attempt++)
        {
            if (attempt > 0)
            {
                await WaitAsync(pause);
                pause *= PauseGrowth;
            }

            if (!_subscriptions.TryFind(subscriptionId.ToString(), out var subscription) || !_subscriptions.IsLive(subscriptionId))
            {
                return;
            }

            switch (await _receiver.SendAsync(subscription.CallbackUrl, body, timestamp, _stopping))
            {
                case >= HttpStatusCode.OK and < HttpStatusCode.BadRequest:
                    Interlocked.Increment(ref _delivered);
                    return;
                case HttpStatusCode.Gone:
                    Interlocked.Increment(ref _failed);
                    _subscriptions.Remove(subscriptionId);
                    Log.SubscriptionCancelled(_logger, subscriptionId);
                    return;
                case var status:
                    Interlocked.Increment(ref _failed);
                    Log.DeliveryFailed(_logger, change.DataType, change.DocumentId, attempt, (int?)status ?? 0);
                    break;
            }
        }

        Interlocked.Increment(ref _givenUp);
        Log.DeliveryGivenUp(_logger, change.DataType, change.DocumentId);
    }

    private async Task WaitAsync(TimeSpan time)
    {
        Task over = Task.Delay(time, _clock, _stopping);
        Count(pending: 0, waiting: 1);
        try
        {
            await over;
        }
        finally
        {
            Count(pending: 0, waiting: -1);
        }
    }

    private void Count(int pending, int waiting)
    {
        TaskCompletionSource? idle = null;
        TaskCompletionSource? quiet = null;
        lock (_lock)
        {
            _pending += pending;
            _waiting += waiting;
            if (_pending == 0)
            {
                (idle, _idle) = (_idle, null);
            }

            if (_pending == _waiting)
            {
                (quiet, _quiet) = (_quiet, null);
            }
        }

        idle?.TrySetResult();
        quiet?.TrySetResult();
    }
}
