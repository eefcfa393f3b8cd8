using System.Text.Json;

namespace OuraTeams.Sandbox.State;

/// <summary>
/// A file of JSON lines that keeps the sandbox's state across restarts: each change is one line, handed to the
/// operating system before the change is answered. The start rewrites the file without what has been replaced.
/// </summary>
internal sealed class Journal : IDisposable
{
    private const string FileName = "sandbox.jsonl";
    private readonly Lock _lock = new();
    private readonly string? _path;
    private FileStream? _file;

    /// <summary>Reads the journal of the folder; null keeps everything in memory.</summary>
    public Journal(string? folder)
    {
        if (folder is null)
        {
            return;
        }

        Directory.CreateDirectory(folder);
        _path = Path.Combine(folder, FileName);
        if (File.Exists(_path))
        {
            Entries = Read(_path);
        }
    }

    /// <summary>What the file held at the start.</summary>
    public IReadOnlyList<JournalEntry> Entries { get; private set; } = [];

    /// <summary>Replaces the file by these entries, then is open for more.</summary>
    public void Begin(IEnumerable<JournalEntry> state)
    {
        Entries = [];
        if (_path is null)
        {
            return;
        }

        var next = _path + ".new";
        using (var file = new FileStream(next, FileMode.Create, FileAccess.Write))
        {
            foreach (var entry in state)
            {
                Write(file, entry);
            }

            file.Flush(flushToDisk: true);
        }

        File.Move(next, _path, overwrite: true);
        _file = new FileStream(_path, FileMode.Append, FileAccess.Write, FileShare.Read);
    }

    /// <summary>Adds one change.</summary>
    public void Append(JournalEntry entry)
    {
        if (_path is null)
        {
            return;
        }

        lock (_lock)
        {
            if (_file is not null)
            {
                Write(_file, entry);
                _file.Flush();
            }
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        lock (_lock)
        {
            _file?.Dispose();
            _file = null;
        }
    }

    private static List<JournalEntry> Read(string path)
    {
        var lines = File.ReadAllLines(path);
        var entries = new List<JournalEntry>(lines.Length);
        for (var number = 0; number < lines.Length; number++)
        {
            try
            {
                entries.Add(JsonSerializer.Deserialize<JournalEntry>(lines[number])
                    ?? throw new JsonException("The line is null."));
            }
            catch (JsonException) when (number == lines.Length - 1)
            {
                // The process died in the middle of its last line; that change was never answered.
            }
            catch (JsonException broken)
            {
                throw new InvalidDataException($"{path}: line {number + 1} can't be read.", broken);
            }
        }

        return entries;
    }

    private static void Write(FileStream file, JournalEntry entry)
    {
        file.Write(JsonSerializer.SerializeToUtf8Bytes(entry));
        file.WriteByte((byte)'\n');
    }
}
