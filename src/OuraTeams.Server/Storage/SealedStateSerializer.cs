using Orleans.Storage;

namespace OuraTeams.Server.Storage;

/// <summary>Hands the bytes of a <see cref="SealedState"/> through; refuses to write anything else.</summary>
internal sealed class SealedStateSerializer : IGrainStorageSerializer
{
    public BinaryData Serialize<T>(T? input) => input is SealedState state
        ? new BinaryData(state.Bytes)
        : throw new InvalidOperationException($"{typeof(T).Name} would be stored in the clear.");

    public T? Deserialize<T>(BinaryData input) => typeof(T) == typeof(SealedState)
        ? (T)(object)new SealedState { Bytes = input.ToArray() }
        : throw new InvalidOperationException($"{typeof(T).Name} can't be read from sealed bytes.");
}
