namespace OuraTeams.Server.Storage;

/// <summary>A state as the store sees it: bytes that say nothing without the key.</summary>
internal sealed class SealedState
{
    /// <summary>The sealed bytes; empty when nothing is stored.</summary>
    public byte[] Bytes { get; set; } = [];
}
