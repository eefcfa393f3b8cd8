using OuraTeams.Server.Host.Settings;
using OuraTeams.Server.Storage;
using StackExchange.Redis;

namespace OuraTeams.Server.Deployment.Redis;

/// <summary>
/// What the data in Redis was written with, stored beside it and compared at each start: in each server the id of the master key;
/// beside the states, their format, and whether their data keys are in a Redis of their own, so that all silos use the same one.
/// </summary>
internal sealed class RedisDataCheck(RedisConnections connections, RedisKeys names, MasterKey master, ClusterOptions cluster)
{
    private const CommandFlags Primary = CommandFlags.DemandMaster;
    private const string Beside = "beside";
    private const string Apart = "apart";

    private readonly RedisValue _key = Convert.ToHexStringLower(master.Id.Span);
    private readonly RedisValue _place = connections.KeysAreApart ? Apart : Beside;
    private bool _areApart;

    /// <summary>Compares what a server holds with the settings of this process. Changes nothing. Call it for the server of the states first.</summary>
    /// <exception cref="StorageException">The data was written with other settings.</exception>
    public async Task CompareAsync(RedisServer server)
    {
        IDatabase database = (await connections.OfAsync(server)).GetDatabase();
        RedisValue master = await database.StringGetAsync(names.MasterKey, Primary);
        if (connections.HasStates(server) && master.HasValue)
        {
            RequireFormat(server, await database.StringGetAsync(names.Format, Primary));
        }

        if (connections.HasStates(server) && cluster.HasGrains && await database.StringGetAsync(names.KeysPlace, Primary) is { HasValue: true } place)
        {
            RequirePlace(server, place);
            _areApart = place == Apart;
        }

        if (master.HasValue)
        {
            RequireKey(server, master);
        }
        else if (!connections.HasStates(server) && _areApart)
        {
            throw new StorageException(
                $"{server.Setting}: Redis at {server.Place} has none of the data keys that the stored states need. Set it to the Redis that has them.");
        }
    }

    /// <summary>Stores the settings of this process where a server holds none yet. Call it for the server of the states last.</summary>
    /// <exception cref="StorageException">Another process has stored other settings meanwhile.</exception>
    public async Task StoreAsync(RedisServer server)
    {
        IDatabase database = (await connections.OfAsync(server)).GetDatabase();
        if (connections.HasStates(server))
        {
            // Stored before the master key's id: data that has that id and no format was written by a version without formats.
            RequireFormat(server, await SetOnceAsync(database, names.Format, StoredFormat.Current));
        }

        RequireKey(server, await SetOnceAsync(database, names.MasterKey, _key));
        if (connections.HasStates(server) && cluster.HasGrains)
        {
            RequirePlace(server, await SetOnceAsync(database, names.KeysPlace, _place));
        }
    }

    private static async Task<RedisValue> SetOnceAsync(IDatabase database, RedisKey name, RedisValue value)
    {
        await database.StringSetAsync(name, value, when: When.NotExists, flags: Primary);
        return await database.StringGetAsync(name, Primary);
    }

    private static void RequireFormat(RedisServer server, RedisValue format) => StoredFormat.Require(
        format.TryParse(out int found) ? found : 0, $"Redis at {server.Place} ({server.Setting})", "set Cluster:ServiceId to a new name or Storage:Redis to an empty Redis");

    private void RequireKey(RedisServer server, RedisValue key)
    {
        if (key != _key)
        {
            throw new StorageException(
                $"The data in Redis at {server.Place} ({server.Setting}) was written with another key than the one that Storage:MasterKey gives. Set Storage:MasterKey to the key it was written with.");
        }
    }

    private void RequirePlace(RedisServer server, RedisValue place)
    {
        if (place != _place)
        {
            throw new StorageException(place == Apart
                ? $"Storage:KeysRedis must be set: the data keys of the states in Redis at {server.Place} are in a Redis of their own."
                : $"Storage:KeysRedis must be empty: the data keys of the states in Redis at {server.Place} are beside them. docs/cluster.md tells how to move them.");
        }
    }
}
