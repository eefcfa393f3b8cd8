namespace OuraTeams.Server.Storage;

/// <summary>Files that only their owner may read.</summary>
internal static class DataFolder
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Makes the folder when it is missing.</summary>
    /// <exception cref="StorageException">It can't be made.</exception>
    public static void Ensure(StorageOptions options)
    {
        string folder = Path.GetFullPath(options.DataFolder);
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(folder);
            }
            else
            {
                Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"Storage:DataFolder: {folder} can't be made ({error.Message}).", error);
        }
    }

    /// <summary>Writes a file whole or not at all, readable by its owner only.</summary>
    public static void WriteSecret(string path, string text)
    {
        string draft = path + ".new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        using (var stream = new FileStream(draft, options))
        {
            stream.Write(System.Text.Encoding.UTF8.GetBytes(text));
            stream.Flush(flushToDisk: true);
        }

        File.Move(draft, path, overwrite: true);
    }
}
