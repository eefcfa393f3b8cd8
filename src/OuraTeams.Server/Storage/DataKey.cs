namespace OuraTeams.Server.Storage;

/// <summary>A key that seals states.</summary>
/// <param name="Key">32 bytes.</param>
/// <param name="Id">8 bytes that name it and give nothing away.</param>
internal sealed record DataKey(byte[] Key, byte[] Id);
