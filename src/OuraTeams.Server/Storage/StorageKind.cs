namespace OuraTeams.Server;

/// <summary>Where state and queue are kept.</summary>
public enum StorageKind
{
    /// <summary>SQLite files of one process.</summary>
    Embedded,
}
