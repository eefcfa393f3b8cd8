using OuraTeams.Contracts.States;
using OuraTeams.Grains.States;

namespace OuraTeams.Grains.Accounts.Cache;

/// <summary>Owns the stored cache of one account: the only place that writes it.</summary>
/// <param name="stored">The stored cache.</param>
/// <param name="states">The lock of the states.</param>
internal sealed class AccountCache(IPersistentState<CacheState> stored, StateLock states)
{
    private MetricCache? _rules;

    /// <summary>As it is stored, but for what <see cref="KeepAsync"/> noted.</summary>
    public CacheState State => stored.State;

    /// <summary>The rules over it, for questions.</summary>
    public MetricCache Rules => _rules ??= new MetricCache(stored.State);

    /// <summary>A draft for transitions.</summary>
    public MetricCache Draft() => Rules.Draft();

    /// <summary>Stores a draft. To be called under the lock under which it was taken.</summary>
    public async Task WriteAsync(MetricCache draft)
    {
        _rules = null;
        await states.WriteAsync(stored, draft.State);
        _rules = draft;
    }

    /// <summary>
    /// Makes a transition in memory; the next write stores it with the rest. For notes whose loss only has something done
    /// twice, such as what the teams have got.
    /// </summary>
    public Task KeepAsync(Action<MetricCache> transition) => states.RunAsync(() =>
    {
        MetricCache draft = Draft();
        transition(draft);
        Keep(draft);
        return Task.CompletedTask;
    });

    /// <summary>Keeps a draft in memory; the next write stores it with the rest. To be called under the lock under which it was taken.</summary>
    public void Keep(MetricCache draft)
    {
        stored.State = draft.State;
        _rules = draft;
    }

    /// <summary>Lets go of what was unpacked.</summary>
    public void Rest() => _rules?.Rest();

    /// <summary>Clears the cache. To be called under the lock.</summary>
    public async Task ClearAsync()
    {
        _rules = null;
        await states.ClearAsync(stored);
        _rules = null;
    }
}
