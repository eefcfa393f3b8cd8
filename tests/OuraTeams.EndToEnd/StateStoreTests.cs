using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;
using OuraTeams.Contracts;
using OuraTeams.Contracts.States;
using OuraTeams.Grains.States;
using OuraTeams.Server.Storage;

namespace OuraTeams.EndToEnd;

/// <summary>Optimistic concurrency of the states in the real SQLite file: who doesn't know the newest version changes nothing.</summary>
public sealed class StateStoreTests : IAsyncLifetime
{
    private const int Rounds = 50;
    private SmallPlatform _platform = null!;

    /// <summary>States of each way to seal: with the common key, with a data key, and the one that the data key goes with.</summary>
    public static TheoryData<string, string> States => new()
    {
        { Names.Organization, "organization" },
        { Names.RingAccount, "inbox" },
        { Names.RingAccount, Names.ConnectionState },
        { Names.Revocation, Names.RevocationState },
    };

    public async ValueTask InitializeAsync() => _platform = await SmallPlatform.StartAsync(1, join: false);

    public ValueTask DisposeAsync() => _platform.DisposeAsync();

    [Theory]
    [MemberData(nameof(States))]
    public async Task A_write_with_an_old_version_is_refused(string type, string name)
    {
        (DetachedState<InboxState> newest, DetachedState<InboxState> stale) = await TwoReadersAsync(type, name);
        await WriteAsync(newest, 2);

        await Assert.ThrowsAsync<InconsistentStateException>(() => WriteAsync(stale, 3));

        Assert.Equal(2, (await ReadAsync(type, name)).State.HistoryAsked);
    }

    [Theory]
    [MemberData(nameof(States))]
    public async Task A_clear_with_an_old_version_is_refused(string type, string name)
    {
        (DetachedState<InboxState> newest, DetachedState<InboxState> stale) = await TwoReadersAsync(type, name);
        await WriteAsync(newest, 2);

        await Assert.ThrowsAsync<InconsistentStateException>(stale.ClearStateAsync);

        Assert.Equal(2, (await ReadAsync(type, name)).State.HistoryAsked);
    }

    [Theory]
    [MemberData(nameof(States))]
    public async Task A_write_by_who_knows_only_a_cleared_state_is_refused_also_when_it_was_made_anew(string type, string name)
    {
        (DetachedState<InboxState> newest, DetachedState<InboxState> stale) = await TwoReadersAsync(type, name);
        await newest.ClearStateAsync();
        await Assert.ThrowsAsync<InconsistentStateException>(() => WriteAsync(stale, 3));
        Assert.False((await ReadAsync(type, name)).RecordExists);

        // Written as often as the one before was: the count of its writes alone would be the version that the stale one knows.
        DetachedState<InboxState> anew = await ReadAsync(type, name);
        await WriteAsync(anew, 4);
        await Assert.ThrowsAsync<InconsistentStateException>(() => WriteAsync(stale, 5));
        await Assert.ThrowsAsync<InconsistentStateException>(stale.ClearStateAsync);

        Assert.Equal(4, (await ReadAsync(type, name)).State.HistoryAsked);
    }

    [Theory]
    [MemberData(nameof(States))]
    public async Task A_state_that_was_cleared_leaves_no_row_and_can_be_written_again(string type, string name)
    {
        (DetachedState<InboxState> newest, _) = await TwoReadersAsync(type, name);
        long rows = await RowsAsync();
        await newest.ClearStateAsync();
        Assert.Equal(rows - 1, await RowsAsync());

        await WriteAsync(newest, 6);

        Assert.Equal(6, (await ReadAsync(type, name)).State.HistoryAsked);
    }

    [Theory]
    [MemberData(nameof(States))]
    public async Task Of_two_who_write_at_the_same_time_one_is_refused(string type, string name)
    {
        int met = 0;
        for (int round = 0; round < Rounds; round++)
        {
            DetachedState<InboxState>[] both = [await ReadAsync(type, name), await ReadAsync(type, name)];
            using var start = new Barrier(2);
            bool[] written = await Task.WhenAll(both.Select((state, index) => Task.Factory.StartNew(
                () =>
                {
                    start.SignalAndWait();
                    return TryWriteAsync(state, index + 1);
                },
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default).Unwrap()));
            met += written.Count(done => !done);
            Assert.Equal((round, 1), (round, written.Count(done => done)));
            Assert.Equal(Array.IndexOf(written, true) + 1, (await ReadAsync(type, name)).State.HistoryAsked);
        }

        Assert.Equal(Rounds, met);
    }

    [Fact]
    public async Task A_data_key_that_another_makes_at_the_same_time_is_not_replaced()
    {
        IGrainStorage store = _platform.Services.GetRequiredKeyedService<IGrainStorage>("sealed-keys");
        MasterKey master = MasterKey.Parse(Convert.ToBase64String(new byte[MasterKey.Length]), "the key of this test");
        GrainId grain = GrainId.Create(Names.RingAccount, "store/key");
        var other = new DataKeys(store, master);
        DataKey? first = null;

        // The other one makes its key after this one has seen that there is none.
        var late = new DataKeys(new ReadWatch(store, async () => first ??= await other.GetOrCreateAsync(grain)), master);
        DataKey own = await late.GetOrCreateAsync(grain);

        Assert.Equal(first!.Key, own.Key);
        Assert.Equal(first.Key, (await new DataKeys(store, master).FindAsync(grain))!.Key);
    }

    private static async Task<bool> TryWriteAsync(DetachedState<InboxState> state, int value)
    {
        try
        {
            await WriteAsync(state, value);
            return true;
        }
        catch (InconsistentStateException)
        {
            return false;
        }
    }

    private static Task WriteAsync(DetachedState<InboxState> state, int value)
    {
        state.State = new InboxState { HistoryAsked = value };
        return state.WriteStateAsync();
    }

    private async Task<(DetachedState<InboxState> One, DetachedState<InboxState> Other)> TwoReadersAsync(string type, string name)
    {
        await WriteAsync(await ReadAsync(type, name), 1);
        return (await ReadAsync(type, name), await ReadAsync(type, name));
    }

    private async Task<DetachedState<InboxState>> ReadAsync(string type, string name)
    {
        IGrainStorage storage = _platform.Services.GetRequiredKeyedService<IGrainStorage>(Names.Storage);
        string key = type == Names.Revocation ? new Guid(7, 7, 7, [7, 7, 7, 7, 7, 7, 7, 7]).ToString("N") : "store/test";
        var state = new DetachedState<InboxState>(storage, name, GrainId.Create(type, key));
        await state.ReadStateAsync();
        return state;
    }

    private async Task<long> RowsAsync()
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(_platform.DataFolder, "state.db")};Pooling=False");
        await connection.OpenAsync();
        await using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM OrleansStorage";
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>A store that does something after each read.</summary>
    private sealed class ReadWatch(IGrainStorage store, Func<Task> afterRead) : IGrainStorage
    {
        public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
        {
            await store.ReadStateAsync(stateName, grainId, grainState);
            await afterRead();
        }

        public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => store.WriteStateAsync(stateName, grainId, grainState);

        public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => store.ClearStateAsync(stateName, grainId, grainState);
    }
}
