using System.Security.Cryptography;
using System.Text;
using Orleans.Serialization;
using Orleans.Storage;
using OuraTeams.Contracts;

namespace OuraTeams.Server;

/// <summary>
/// Seals every state before it reaches the store: those of ring accounts with the account's own key, all others with one
/// derived from the master key. When an account lets go of its credential, the last of its states, its key is erased.
/// </summary>
/// <param name="store">Where sealed states are kept.</param>
/// <param name="keys">Keys of ring accounts.</param>
/// <param name="master">Key of all else.</param>
/// <param name="serializer">Orleans' own.</param>
internal sealed class EncryptedGrainStorage(IGrainStorage store, DataKeys keys, MasterKey master, Serializer serializer) : IGrainStorage
{
    private readonly DataKey _common = new(master.Derive("ourateams grain state 1"), master.Id.ToArray());

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        bool tellsOfKey = TellsOfKey(stateName, grainId);
        if (tellsOfKey)
        {
            // Each activation begins with this; the account may have been forgotten and connected anew by another process.
            keys.Forget(grainId);
        }

        var inner = new GrainState<SealedState>(new SealedState()) { ETag = grainState.ETag };
        await store.ReadStateAsync(stateName, grainId, inner);
        if (tellsOfKey && IsBeingForgotten(stateName, grainId, inner))
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
        await (TellsOfKey(stateName, grainId) ? ForgetAsync(stateName, grainId, inner) : store.ClearStateAsync(stateName, grainId, inner));
        grainState.ETag = inner.ETag;
        grainState.RecordExists = false;
        grainState.State = Activator.CreateInstance<T>();
    }

    /// <summary>
    /// Clears a credential and erases its account's key. The record says that this is under way until the key is gone; it is
    /// sealed with the common key, so that it can be read without the account's. Whoever reads it goes on.
    /// </summary>
    private async Task ForgetAsync(string stateName, GrainId grain, GrainState<SealedState> inner)
    {
        // Looked at before the write, which only the newest reader of the record passes: no key of a later connection is erased.
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

        // Nothing is in it; opening it proves that it was we who wrote it, and for this account.
        StateCipher.Open(_common.Key, _common.Id, Place(stateName, grain), bytes);
        return true;
    }

    /// <summary>The credential is the last state that an account lets go of.</summary>
    private static bool TellsOfKey(string stateName, GrainId grain) => OwnsKey(grain) && stateName == Names.CredentialState;

    private static bool OwnsKey(GrainId grain) => grain.Type == GrainType.Create(Names.RingAccount);

    private static byte[] Place(string stateName, GrainId grain) => Encoding.UTF8.GetBytes($"{stateName} {grain}");

    private async Task<DataKey> KeyAsync(GrainId grain, string stateName) => !OwnsKey(grain)
        ? _common
        : await keys.FindAsync(grain) ?? throw new StorageException($"The state {stateName} of {grain} can't be read: its data key is not there.");

    private async Task<T> OpenAsync<T>(string stateName, GrainId grain, byte[] bytes)
    {
        DataKey key = await KeyAsync(grain, stateName);
        if (OwnsKey(grain) && !StateCipher.IsSealedWith(key.Id, bytes))
        {
            // The states of an activation are read side by side: this one came before the key was looked up anew.
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
