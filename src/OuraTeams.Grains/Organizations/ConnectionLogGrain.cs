using System.Globalization;
using Microsoft.Extensions.Options;
using OuraTeams.Contracts;
using OuraTeams.Contracts.Organizations;
using OuraTeams.Contracts.States;
using OuraTeams.Grains.Calls;
using OuraTeams.Grains.States;
using OuraTeams.Grains.Teams;
using OuraTeams.Grains.Telemetry;

namespace OuraTeams.Grains.Organizations;

/// <summary>The newest changes of connections in an organization, in pages that are stored by themselves.</summary>
[GrainType(Names.ConnectionLog)]
internal sealed class ConnectionLogGrain : Grain, IConnectionLogGrain, IDisposable
{
    private readonly IPersistentState<ConnectionLogPageState>[] _pages;
    private readonly TeamOptions _options;
    private readonly TimeProvider _clock;
    private readonly StateLock _states;
    private readonly LongPoll _changes = new();
    private ConnectionLog _log = null!;

    public ConnectionLogGrain(IPersistentStateFactory states, IGrainContext context, IOptions<TeamOptions> options, TimeProvider clock)
    {
        (_options, _clock) = (options.Value, clock);
        _states = new StateLock(DeactivateOnIdle);
        _pages = [.. Enumerable.Range(0, ConnectionLog.Pages).Select(page => states.Create<ConnectionLogPageState>(
            context, new PersistentStateAttribute($"connections-{page.ToString(CultureInfo.InvariantCulture)}", Names.Storage)))];
    }

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _log = new ConnectionLog(_pages.Select(page => page.State));
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _states.Stop();
        _changes.Wake();
        return Task.CompletedTask;
    }

    public void Dispose() => _states.Dispose();

    public async Task NoteAsync(ConnectionChange change)
    {
        // When an organization is deleted with its members, accounts may report their end after the organization has gone.
        if (await GrainFactory.GetGrain<IOrganizationGrain>(this.GetPrimaryKeyString()).GetAsync() is not null)
        {
            await _states.RunAsync(() => KeepAsync(change));
        }
    }

    public async Task<ConnectionChanges> ReadAsync(long? after, CancellationToken cancellation)
    {
        if (_log.Read(after) is { GoesOn: true, Changes: [] })
        {
            await _changes.WaitAsync(_options.LongestWait, _clock, cancellation);
        }

        return _log.Read(after);
    }

    public Task ClearAsync() => _states.RunAsync(async () =>
    {
        foreach (IPersistentState<ConnectionLogPageState> page in _pages)
        {
            await _states.ClearAsync(page);
        }

        _log = new ConnectionLog([]);
        _changes.Wake();
    });

    private async Task KeepAsync(ConnectionChange change)
    {
        if (_log.Number(change) is { } numbered)
        {
            await _states.WriteAsync(_pages[ConnectionLog.PageOf(numbered.Number)], _log.PageWith(numbered));
            _log.Keep(numbered);
            Instruments.ConnectionChanged(change.Status, change.Reason);
            _changes.Wake();
        }
    }
}
