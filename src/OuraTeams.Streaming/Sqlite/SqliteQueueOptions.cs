using OuraTeams.Streaming.Queues;

namespace OuraTeams.Streaming.Sqlite;

/// <summary>Settings of the queue in a SQLite file.</summary>
public sealed class SqliteQueueOptions : QueueOptions
{
    /// <summary>Path of the file; made when missing. One process at a time may have it open.</summary>
    public string Path { get; set; } = "";

    /// <summary>Most messages that one commit to disk carries. Default 512.</summary>
    public int MostInOneCommit { get; set; } = 512;
}
