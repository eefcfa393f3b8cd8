using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;
using OuraTeams.Contracts;
using OuraTeams.Contracts.Accounts;
using OuraTeams.Contracts.Keys;
using OuraTeams.Contracts.States;
using OuraTeams.Grains.States;
using OuraTeams.Oura.Apps;

namespace OuraTeams.EndToEnd;

/// <summary>A process that dies in the middle of a refresh, over the real store and a real grant; then the one that comes after it.</summary>
public sealed class RefreshCrashTests
{
    [Theory]
    [InlineData(1, false, ConnectionStatus.Connected, ReconnectReason.None)]
    [InlineData(1, true, ConnectionStatus.Connected, ReconnectReason.None)]
    [InlineData(2, false, ConnectionStatus.NeedsReconnect, ReconnectReason.Refused)]
    [InlineData(2, true, ConnectionStatus.Connected, ReconnectReason.None)]
    public async Task Only_a_death_between_the_answer_and_its_write_costs_the_connection_and_then_it_shows(
        int write, bool reachedTheStore, ConnectionStatus status, ReconnectReason reason)
    {
        await using SmallPlatform platform = await SmallPlatform.StartAsync(1);
        OuraApp app = platform.Services.GetRequiredService<OuraApps>().All.Single();
        var key = new AccountKey("crash", platform.People[0].Id);
        DetachedState<ConnectionState> stored = await ConnectedAsync(platform, app, key);
        string before = stored.State.Credential!.AccessToken;

        // The first write is the lease, the second the new pair; Oura is asked between them.
        DetachedState<ConnectionState> dying = State(platform, key);
        await dying.ReadStateAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => RefreshAsync(platform, key, new DyingState(dying, write, reachedTheStore), before));

        DetachedState<ConnectionState> next = State(platform, key);
        await next.ReadStateAsync();
        while (await RefreshAsync(platform, key, next, before) is { } wait)
        {
            await Task.Delay(wait);
        }

        await next.ReadStateAsync();
        Assert.Equal((status, reason), (next.State.Status, next.State.Reason));
        if (status == ConnectionStatus.Connected)
        {
            Assert.NotEqual(before, next.State.Credential!.AccessToken);
            Assert.Equal(platform.People[0].Id, (await app.Api.GetPersonalInfoAsync(next.State.Credential.AccessToken, new Unlimited(), CancellationToken.None)).Id);
        }
    }

    [Fact]
    public async Task A_pair_is_kept_until_the_store_is_back()
    {
        await using SmallPlatform platform = await SmallPlatform.StartAsync(1);
        OuraApp app = platform.Services.GetRequiredService<OuraApps>().All.Single();
        var key = new AccountKey("outage", platform.People[0].Id);
        DetachedState<ConnectionState> state = await ConnectedAsync(platform, app, key);

        // More failures, of reading too, than an activation would take that must end.
        Assert.Null(await RefreshAsync(platform, key, new DyingState(state, write: 2, reachesTheStore: false, failures: 50), state.State.Credential!.AccessToken));

        await state.ReadStateAsync();
        Assert.Equal(1, state.State.Generation);
        Assert.Equal(platform.People[0].Id, (await app.Api.GetPersonalInfoAsync(state.State.Credential!.AccessToken, new Unlimited(), CancellationToken.None)).Id);
    }

    [Fact]
    public async Task A_pair_that_comes_after_the_activation_was_ended_is_stored()
    {
        await using SmallPlatform platform = await SmallPlatform.StartAsync(1);
        OuraApp app = platform.Services.GetRequiredService<OuraApps>().All.Single();
        var key = new AccountKey("ended", platform.People[0].Id);
        DetachedState<ConnectionState> state = await ConnectedAsync(platform, app, key);

        // After the lease nothing of the activation's own state works any more, as when the runtime has ended it.
        Assert.Null(await RefreshAsync(platform, key, new DyingState(state, write: 1, reachesTheStore: false, failures: 0) { EndsAfterLease = true }, state.State.Credential!.AccessToken, State(platform, key)));

        await state.ReadStateAsync();
        Assert.Equal(1, state.State.Generation);
        Assert.Equal(platform.People[0].Id, (await app.Api.GetPersonalInfoAsync(state.State.Credential!.AccessToken, new Unlimited(), CancellationToken.None)).Id);
    }

    [Fact]
    public async Task A_lease_by_a_clock_that_was_ahead_is_waited_for_no_longer_than_a_lease_lasts()
    {
        await using SmallPlatform platform = await SmallPlatform.StartAsync(1);
        OuraApp app = platform.Services.GetRequiredService<OuraApps>().All.Single();
        var key = new AccountKey("ahead", platform.People[0].Id);
        DetachedState<ConnectionState> state = await ConnectedAsync(platform, app, key, new RefreshLease { Attempt = Guid.CreateVersion7(), Until = TimeProvider.System.GetUtcNow().AddDays(1) });
        string before = state.State.Credential!.AccessToken;
        using RefreshingActivation activation = Activation(platform, key, state);

        // A timer may be early by some milliseconds.
        TimeSpan? wait = await activation.RefreshAsync(before);
        Assert.NotNull(wait);
        for (; wait is { } rest; wait = await activation.RefreshAsync(before))
        {
            Assert.InRange(rest, TimeSpan.Zero, RefreshingActivation.Options.RefreshLease);
            await Task.Delay(rest);
        }

        Assert.NotEqual(before, state.State.Credential!.AccessToken);
    }

    /// <summary>A stored credential that is due for a refresh.</summary>
    private static async Task<DetachedState<ConnectionState>> ConnectedAsync(SmallPlatform platform, OuraApp app, AccountKey key, RefreshLease? lease = null)
    {
        DetachedState<ConnectionState> state = State(platform, key);
        await state.ReadStateAsync();
        state.State = new ConnectionState
        {
            Member = new MemberKey(key.Organization, Guid.CreateVersion7().ToString()),
            App = app.Name,
            Status = ConnectionStatus.Connected,
            Credential = (await platform.CredentialAsync(platform.People[0])) with { ExpiresAt = TimeProvider.System.GetUtcNow() },
            Lease = lease,
        };
        await state.WriteStateAsync();
        return state;
    }

    private static DetachedState<ConnectionState> State(SmallPlatform platform, AccountKey key) =>
        new(platform.Services.GetRequiredKeyedService<IGrainStorage>(Names.Storage), Names.ConnectionState, Id(key));

    private static GrainId Id(AccountKey key) => GrainId.Create(Names.RingAccount, key.ToString());

    private static async Task<TimeSpan?> RefreshAsync(SmallPlatform platform, AccountKey key, IPersistentState<ConnectionState> state, string accessToken, IPersistentState<ConnectionState>? own = null)
    {
        using RefreshingActivation activation = Activation(platform, key, state, own);
        if (state is DyingState { IsForEver: true } dying)
        {
            dying.Died = activation.Lock.Stop;
        }

        return await activation.RefreshAsync(accessToken);
    }

    private static RefreshingActivation Activation(SmallPlatform platform, AccountKey key, IPersistentState<ConnectionState> state, IPersistentState<ConnectionState>? own = null) =>
        new(platform, key, state, () => own ?? state);

    /// <summary>A state that can't be reached any more from a write on, before or after the store has it: for ever, as the process is dead, or for a while.</summary>
    private sealed class DyingState(DetachedState<ConnectionState> inner, int write, bool reachesTheStore, int failures = int.MaxValue) : IPersistentState<ConnectionState>
    {
        private int _writes;
        private int _failed;

        /// <summary>Whether it belongs to an activation that ends once its lease is written.</summary>
        public bool EndsAfterLease { get; init; }

        public bool IsForEver => failures == int.MaxValue;

        /// <summary>Called with each failure.</summary>
        public Action Died { get; set; } = () => { };

        public ConnectionState State
        {
            get => EndsAfterLease && _writes > 0 ? throw new InvalidOperationException("The activation is invalid.") : inner.State;
            set => inner.State = value;
        }

        public string? Etag => inner.Etag;

        public bool RecordExists => inner.RecordExists;

        public async Task ReadStateAsync()
        {
            _ = State;
            Fail();
            await inner.ReadStateAsync();
        }

        public Task ClearStateAsync() => inner.ClearStateAsync();

        public async Task WriteStateAsync()
        {
            if (++_writes == write && reachesTheStore)
            {
                await inner.WriteStateAsync();
            }

            Fail();
            await inner.WriteStateAsync();
        }

        private void Fail()
        {
            if (_writes >= write && _failed < failures)
            {
                _failed++;
                Died();
                throw new IOException("The store can't be reached.");
            }
        }
    }
}
