namespace OuraTeams.Server.Storage;

/// <summary>Where state and queue are kept.</summary>
public enum StorageKind
{
    /// <summary>SQLite files of one process.</summary>
    Embedded,

    /// <summary>A Redis that all processes of a cluster share.</summary>
    Redis,
}
