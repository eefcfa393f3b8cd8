using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Orleans.Storage;

namespace OuraTeams.Server.Storage;

/// <summary>
/// The keys of single grains: ring accounts and revocations. Each is random, sealed with the master key, and kept in a store of its own that is
/// backed up apart from the states: when it is erased there, every copy of the grain's states is unreadable.
/// </summary>
/// <param name="store">Where the sealed keys are.</param>
/// <param name="master">Seals them.</param>
internal sealed class DataKeys(IGrainStorage store, MasterKey master)
{
    /// <summary>Name of the state that a key is; stored, and fixed for ever.</summary>
    public const string StateName = "data-key";

    /// <summary>Keys that are remembered; more than the accounts that are at work at once, and little memory.</summary>
    private const int MostKnown = 20_000;

    private readonly byte[] _sealing = master.Derive("ourateams data keys 1");
    private readonly ConcurrentDictionary<GrainId, DataKey> _known = new();

    /// <summary>The key of a grain; made when it has none.</summary>
    public async Task<DataKey> GetOrCreateAsync(GrainId grain) => await FindAsync(grain) ?? await CreateAsync(grain);

    /// <summary>The key of a grain; null when it has none.</summary>
    public async Task<DataKey?> FindAsync(GrainId grain)
    {
        if (_known.TryGetValue(grain, out DataKey? known))
        {
            return known;
        }

        GrainState<SealedState> stored = await LookAsync(grain);
        return stored is { RecordExists: true, State.Bytes: { Length: > 0 } bytes } ? Keep(grain, Open(grain, bytes)) : null;
    }

    /// <summary>Forgets what this process knows of a grain's key: another one may have erased it, or made a new one.</summary>
    public void Forget(GrainId grain) => _known.TryRemove(grain, out _);

    /// <summary>What is stored of a grain's key.</summary>
    public async Task<GrainState<SealedState>> LookAsync(GrainId grain)
    {
        var stored = new GrainState<SealedState>(new SealedState());
        await store.ReadStateAsync(StateName, grain, stored);
        return stored;
    }

    /// <summary>Erases the key of a grain. What it sealed can't be read any more.</summary>
    /// <param name="grain">Whose.</param>
    /// <param name="stored">What <see cref="LookAsync"/> gave.</param>
    /// <exception cref="InconsistentStateException">Another key was made since.</exception>
    public async Task EraseAsync(GrainId grain, GrainState<SealedState> stored)
    {
        Forget(grain);
        if (stored is { RecordExists: true, State.Bytes.Length: > 0 })
        {
            await store.ClearStateAsync(StateName, grain, stored);
        }
    }

    private async Task<DataKey> CreateAsync(GrainId grain)
    {
        GrainState<SealedState> stored = await LookAsync(grain);
        if (stored is { RecordExists: true, State.Bytes: { Length: > 0 } bytes })
        {
            // Another activation has made the key meanwhile. If it were replaced, nobody could read what it has sealed.
            return Keep(grain, Open(grain, bytes));
        }

        byte[] key = RandomNumberGenerator.GetBytes(MasterKey.Length);
        stored.State = new SealedState { Bytes = StateCipher.Seal(_sealing, master.Id.Span, Place(grain), key) };
        try
        {
            await store.WriteStateAsync(StateName, grain, stored);
        }
        catch (InconsistentStateException)
        {
            // Another activation made the key at the same time. That one is used.
            return await FindAsync(grain) ?? throw new StorageException($"The data key of {grain} vanished while it was made.");
        }

        return Keep(grain, key);
    }

    private static byte[] Place(GrainId grain) => Encoding.UTF8.GetBytes($"{StateName} {grain}");

    private byte[] Open(GrainId grain, byte[] bytes) => StateCipher.Open(_sealing, master.Id.Span, Place(grain), bytes);

    private DataKey Keep(GrainId grain, byte[] key)
    {
        if (_known.Count >= MostKnown)
        {
            // Keys that are needed again are read from the store.
            _known.Clear();
        }

        return _known.GetOrAdd(grain, new DataKey(key, SHA256.HashData(key).AsSpan(0, 8).ToArray()));
    }
}
