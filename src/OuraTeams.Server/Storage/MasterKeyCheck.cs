namespace OuraTeams.Server.Storage;

/// <summary>Tells which master key a data folder was written with: by a file with the key's id, or by the sealed states themselves.</summary>
internal sealed class MasterKeyCheck
{
    private const string CheckFileName = "master.key.check";

    /// <summary>Files that hold states sealed under the master key's id, newest writes last.</summary>
    private static readonly string[] Files = ["keys.db", "state.db", "keys.db-wal", "state.db-wal"];

    private readonly string _checkPath;
    private readonly string[] _data;
    private readonly byte[]? _check;

    public MasterKeyCheck(StorageOptions options)
    {
        _checkPath = options.PathOf(CheckFileName);
        _data = [.. Files.Select(options.PathOf).Where(File.Exists)];
        _check = File.Exists(_checkPath) ? Read(_checkPath) : null;
    }

    /// <summary>Whether the folder may hold data already: then no new key may be made.</summary>
    public bool HasData => _check is not null || _data.Length > 0;

    /// <summary>Whether a key is the one that the data was written with. Without the file with its id the states are searched for it.</summary>
    public bool WasWrittenWith(MasterKey key) => _check is not null
        ? key.Id.Span.SequenceEqual(_check)
        : _data.Any(file => Holds(file, StateCipher.Header(key.Id.Span)));

    /// <summary>Stores the key's id for the next start.</summary>
    public void Store(MasterKey key)
    {
        if (_check is null)
        {
            DataFolder.WriteSecret(_checkPath, Convert.ToHexStringLower(key.Id.Span));
        }
    }

    private static byte[] Read(string path)
    {
        try
        {
            return Convert.FromHexString(File.ReadAllText(path).Trim());
        }
        catch (FormatException error)
        {
            throw new StorageException(
                $"The file {path} is damaged. Remove it and set Storage:MasterKey to the key that the data was written with: the data is then compared with the key itself.", error);
        }
    }

    /// <summary>Searches the bytes of a file, without opening it as a database, which could change it.</summary>
    private static bool Holds(string path, byte[] wanted)
    {
        const int Part = 1 << 20;
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        byte[] buffer = new byte[Part + wanted.Length];
        int kept = 0;
        int read;
        while ((read = stream.Read(buffer, kept, Part)) > 0)
        {
            if (buffer.AsSpan(0, kept + read).IndexOf(wanted) >= 0)
            {
                return true;
            }

            // The end of this part may be the beginning of what is searched: it is searched again with the next part.
            int rest = Math.Min(wanted.Length - 1, kept + read);
            buffer.AsSpan(kept + read - rest, rest).CopyTo(buffer);
            kept = rest;
        }

        return false;
    }
}
