using System.IO.Compression;

namespace OuraTeams.Metrics.Packing;

/// <summary>Bytes behind a number of their form, Brotli over them.</summary>
internal static class Squeezed
{
    private const int Quality = 4;
    private const int Window = 18;

    public static byte[] Write(byte form, Action<BinaryWriter> write)
    {
        using var plain = new MemoryStream();
        using var writer = new BinaryWriter(plain);
        write(writer);
        writer.Flush();
        ReadOnlySpan<byte> bytes = plain.GetBuffer().AsSpan(0, (int)plain.Length);
        byte[] squeezed = new byte[BrotliEncoder.GetMaxCompressedLength(bytes.Length) + 1];
        squeezed[0] = form;
        if (!BrotliEncoder.TryCompress(bytes, squeezed.AsSpan(1), out int written, Quality, Window))
        {
            throw new InvalidOperationException("The bytes could not be packed.");
        }

        return squeezed[..(written + 1)];
    }

    /// <exception cref="InvalidDataException">The bytes are of another form, or damaged.</exception>
    public static BinaryReader Read(byte form, ReadOnlySpan<byte> squeezed)
    {
        if (squeezed[0] != form)
        {
            throw new InvalidDataException($"Packed bytes of form {squeezed[0]} are not known here.");
        }

        using var brotli = new BrotliStream(new MemoryStream(squeezed[1..].ToArray()), CompressionMode.Decompress);
        var plain = new MemoryStream();
        try
        {
            brotli.CopyTo(plain);
        }
        catch (InvalidOperationException damaged)
        {
            throw new InvalidDataException("Packed bytes are damaged.", damaged);
        }

        plain.Position = 0;
        return new BinaryReader(plain);
    }
}
