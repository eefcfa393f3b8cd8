using System.Security.Cryptography;
using System.Text;
using Orleans.Serialization;
using Orleans.Storage;
using OuraTeams.Contracts;

namespace OuraTeams.Server.Storage;

/// <summary>
/// Seals every state before it reaches the store: those of a grain that owns a data key with that key, all others with one
/// derived from the master key. When a grain clears the last of the states that its key seals, the key is erased.
/// </summary>
/// <param name="store">Where sealed states are kept.</param>
/// <param name="keys">Data keys of single grains.</param>
/// <param name="master">Key of all else.</param>
/// <param name="serializer">Orleans' own.</param>
internal sealed class EncryptedGrainStorage(IGrainStorage store, DataKeys keys, MasterKey master, Serializer serializer) : IGrainStorage
{
    /// <summary>The grains that own a data key, by their type: the name of the state that is cleared last, and the key with it.</summary>
    private static readonly Dictionary<GrainType, string> LastStates = new()
    {
        [GrainType.Create(Names.RingAccount)] = Names.ConnectionState,
        [GrainType.Create(Names.Revocation)] = Names.RevocationState,
    };

    private readonly DataKey _common = new(master.Derive("ourateams grain state 1"), master.Id.ToArray());

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        bool isLastState = IsLastState(stateName, grainId);
        if (isLastState)
        {
            // An activation begins with this read. Another process may have replaced the key since this one has cached it.
            keys.Forget(grainId);
        }

        var inner = new GrainState<SealedState>(new SealedState()) { ETag = grainState.ETag };
        await store.ReadStateAsync(stateName, grainId, inner);
        if (isLastState && IsBeingForgotten(stateName, grainId, inner))
        {
            await ForgetAsync(stateName, grainId, inner);
        }

        grainState.ETag = inner.ETag;
        byte[] bytes = inner is { RecordExists: true, State.Bytes: { } held } ? held : [];
        grainState.RecordExists = bytes.Length > 0;
        grainState.State = bytes.Length > 0 ? await OpenAsync<T>(stateName, grainId, bytes) : Activator.CreateInstance<T>();
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        DataKey key = OwnsKey(grainId) ? await keys.GetOrCreateAsync(grainId) : _common;
        byte[] plain = serializer.SerializeToArray(grainState.State);
        var inner = new GrainState<SealedState>(new SealedState { Bytes = StateCipher.Seal(key.Key, key.Id, Place(stateName, grainId), plain) })
        {
            ETag = grainState.ETag,
            RecordExists = grainState.RecordExists,
        };
        CryptographicOperations.ZeroMemory(plain);
        await store.WriteStateAsync(stateName, grainId, inner);
        grainState.ETag = inner.ETag;
        grainState.RecordExists = true;
    }

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var inner = new GrainState<SealedState>(new SealedState()) { ETag = grainState.ETag, RecordExists = grainState.RecordExists };
        await (IsLastState(stateName, grainId) ? ForgetAsync(stateName, grainId, inner) : store.ClearStateAsync(stateName, grainId, inner));
        grainState.ETag = inner.ETag;
        grainState.RecordExists = false;
        grainState.State = Activator.CreateInstance<T>();
    }

    /// <summary>
    /// Clears the last state of a grain and erases its key. The record says that this is under way until the key is gone; it is
    /// sealed with the common key, so that it can be read without the grain's. Whoever reads it goes on.
    /// </summary>
    private async Task ForgetAsync(string stateName, GrainId grain, GrainState<SealedState> inner)
    {
        // The key is read before the write. Only who has read the newest record can write it, so no key that was made later is erased.
        GrainState<SealedState> key = await keys.LookAsync(grain);
        inner.State = new SealedState { Bytes = StateCipher.Seal(_common.Key, _common.Id, Place(stateName, grain), []) };
        await store.WriteStateAsync(stateName, grain, inner);
        await keys.EraseAsync(grain, key);
        await store.ClearStateAsync(stateName, grain, inner);
    }

    private bool IsBeingForgotten(string stateName, GrainId grain, GrainState<SealedState> inner)
    {
        if (inner is not { RecordExists: true, State.Bytes: { } bytes } || !StateCipher.IsSealedWith(_common.Id, bytes))
        {
            return false;
        }

        // The record is empty. That it can be decrypted proves that this platform wrote it, and for this grain.
        StateCipher.Open(_common.Key, _common.Id, Place(stateName, grain), bytes);
        return true;
    }

    /// <summary>Whether a state is the one whose record says how its grain's data key stands.</summary>
    private static bool IsLastState(string stateName, GrainId grain) => LastStates.TryGetValue(grain.Type, out string? last) && stateName == last;

    private static bool OwnsKey(GrainId grain) => LastStates.ContainsKey(grain.Type);

    private static byte[] Place(string stateName, GrainId grain) => Encoding.UTF8.GetBytes($"{stateName} {grain}");

    private async Task<DataKey> KeyAsync(GrainId grain, string stateName) => !OwnsKey(grain)
        ? _common
        : await keys.FindAsync(grain) ?? throw new StorageException($"The state {stateName} of {grain} can't be read: its data key is not there.");

    private async Task<T> OpenAsync<T>(string stateName, GrainId grain, byte[] bytes)
    {
        DataKey key = await KeyAsync(grain, stateName);
        if (OwnsKey(grain) && !StateCipher.IsSealedWith(key.Id, bytes))
        {
            // The states of an activation are read at the same time; this one was read with a key that was cached before.
            keys.Forget(grain);
            key = await KeyAsync(grain, stateName);
        }

        return Open<T>(key, stateName, grain, bytes);
    }

    private T Open<T>(DataKey key, string stateName, GrainId grain, byte[] bytes)
    {
        byte[] plain = StateCipher.Open(key.Key, key.Id, Place(stateName, grain), bytes);
        T? state = serializer.Deserialize<T>(plain);
        CryptographicOperations.ZeroMemory(plain);
        return state ?? throw new StorageException($"The state {stateName} of {grain} is empty.");
    }
}
