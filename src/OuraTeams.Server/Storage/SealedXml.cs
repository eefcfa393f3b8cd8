namespace OuraTeams.Server.Storage;

/// <summary>How keys of Data Protection are sealed. Stored, and fixed for ever.</summary>
internal static class SealedXml
{
    public const string Element = "sealed";

    public static ReadOnlySpan<byte> Place => "data-protection"u8;

    public static byte[] Key(MasterKey master) => master.Derive("ourateams data protection keys 1");
}
