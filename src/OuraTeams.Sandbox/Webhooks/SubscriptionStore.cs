using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using OuraTeams.Sandbox.State;

namespace OuraTeams.Sandbox.Webhooks;

/// <summary>All subscriptions of the app: one for each event type and data type. An expired one stays until it is
/// renewed or deleted, and delivers nothing (ours: Oura doesn't say).</summary>
internal sealed class SubscriptionStore
{
    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<Guid, Subscription> _subscriptions = new();
    private readonly TimeProvider _clock;
    private readonly Journal _journal;

    /// <summary>Takes up the journal.</summary>
    public SubscriptionStore(TimeProvider clock, Journal journal)
    {
        _clock = clock;
        _journal = journal;
        foreach (var entry in journal.Entries)
        {
            if (entry is SubscriptionSaved saved)
            {
                _subscriptions[saved.Subscription.Id] = saved.Subscription;
            }
            else if (entry is SubscriptionRemoved removed)
            {
                _subscriptions.TryRemove(removed.Id, out _);
            }
        }
    }

    /// <summary>How long a subscription lives.</summary>
    public static TimeSpan Lifetime { get; } = TimeSpan.FromDays(90);

    /// <summary>All, in no order.</summary>
    public ICollection<Subscription> All => _subscriptions.Values;

    /// <summary>The one with that id.</summary>
    public bool TryFind(string? id, [NotNullWhen(true)] out Subscription? subscription)
    {
        subscription = null;
        return Guid.TryParse(id, out var guid) && _subscriptions.TryGetValue(guid, out subscription);
    }

    /// <summary>True when the one with that id still delivers.</summary>
    public bool IsLive(Guid id) => _subscriptions.TryGetValue(id, out var subscription) && subscription.ExpiresAt > _clock.GetUtcNow();

    /// <summary>True when another subscription has that event type and data type.</summary>
    public bool IsTaken(Guid id, string eventType, string dataType) =>
        _subscriptions.Values.Any(other => other.Id != id && other.EventType == eventType && other.DataType == dataType);

    /// <summary>Adds or replaces one; false when another has its event type and data type.</summary>
    public bool TrySave(Subscription subscription)
    {
        lock (_lock)
        {
            if (IsTaken(subscription.Id, subscription.EventType, subscription.DataType))
            {
                return false;
            }

            _journal.Append(new SubscriptionSaved(subscription));
            _subscriptions[subscription.Id] = subscription;
            return true;
        }
    }

    /// <summary>Removes one; false when it is gone already.</summary>
    public bool Remove(Guid id)
    {
        lock (_lock)
        {
            if (!_subscriptions.TryRemove(id, out _))
            {
                return false;
            }

            _journal.Append(new SubscriptionRemoved(id));
            return true;
        }
    }

    /// <summary>The lines that make this state again.</summary>
    public IEnumerable<JournalEntry> Snapshot() => _subscriptions.Values.Select(subscription => new SubscriptionSaved(subscription));
}
