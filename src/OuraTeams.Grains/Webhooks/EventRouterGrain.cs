using Orleans.Streams;
using Orleans.Streams.Core;
using OuraTeams.Contracts;

namespace OuraTeams.Grains;

/// <summary>
/// Takes one Oura user's events from the queue to their ring accounts. An event counts as delivered once every account
/// has stored its mark; until then the queue keeps it and brings it again.
/// </summary>
[GrainType(Names.EventRouter)]
[ImplicitStreamSubscription(Names.EventNamespace)]
internal sealed class EventRouterGrain(
    [PersistentState("route", Names.Storage)] IPersistentState<RouteState> state) : Grain, IEventRouterGrain, IStreamSubscriptionObserver, IDisposable
{
    private readonly SemaphoreSlim _exclusive = new(1);

    public void Dispose() => _exclusive.Dispose();

    public async Task AddAsync(AccountKey account)
    {
        // An account adds itself within its turn, for which an event may wait: no turn of ours, so that neither waits for the other.
        await _exclusive.WaitAsync();
        try
        {
            if (!state.State.Accounts.Contains(account))
            {
                await state.ChangeAsync(state.State with { Accounts = [.. state.State.Accounts, account] }, this);
            }
        }
        finally
        {
            _exclusive.Release();
        }
    }

    public async Task RemoveAsync(AccountKey account)
    {
        await _exclusive.WaitAsync();
        try
        {
            if (state.State.Accounts.Contains(account))
            {
                await state.ChangeAsync(state.State with { Accounts = [.. state.State.Accounts.Where(known => known != account)] }, this);
            }
        }
        finally
        {
            _exclusive.Release();
        }
    }

    public async Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory) =>
        await handleFactory.Create<RingEvent>().ResumeAsync((change, _) => RouteAsync(change));

    private async Task RouteAsync(RingEvent change)
    {
        if (FollowedKinds.FromDataType(change.DataType) is null)
        {
            Instruments.Routed("unknown_type");
            return;
        }

        bool[] taken = await Task.WhenAll(state.State.Accounts.Select(account =>
            GrainFactory.GetGrain<IRingAccountGrain>(account.ToString()).MarkAsync(change)));
        Instruments.Routed(taken.Any(marked => marked) ? "marked" : "unknown_user");
    }
}
