using System.ComponentModel.DataAnnotations;

namespace OuraTeams.Server.Storage;

/// <summary>Settings of the section <c>Storage</c>.</summary>
public sealed class StorageOptions
{
    /// <summary>
    /// Where state and queue are kept: <c>Embedded</c>, SQLite files in <see cref="DataFolder"/> for one process; or
    /// <c>Redis</c>, for a cluster. Default <c>Embedded</c>.
    /// </summary>
    public StorageKind Kind { get; set; } = StorageKind.Embedded;

    /// <summary>Folder of the files; made when missing, readable by its owner only. Default <c>data</c> in the current folder. Embedded only.</summary>
    public string DataFolder { get; set; } = "data";

    /// <summary>
    /// Key that stored state is encrypted with: 32 bytes in base64. Empty: the one in the file <c>master.key</c> of the
    /// data folder, which is made on the first start. Default empty; Redis requires it.
    /// </summary>
    public string MasterKey { get; set; } = "";

    /// <summary>
    /// Where Redis (7.0 or newer, or Valkey 8.0) is and how to log in, as StackExchange.Redis writes it:
    /// <c>host:6379,user=...,password=...,ssl=true</c>; several hosts for a cluster; <c>serviceName=...</c> for Sentinel.
    /// Required for Redis.
    /// </summary>
    public string Redis { get; set; } = "";

    /// <summary>
    /// Redis of the data keys, written like <see cref="Redis"/>. Empty, the default: the same. One of its own, with short-lived
    /// backups, makes an erased key erased in the backups of the states too. Only silos open it.
    /// </summary>
    public string KeysRedis { get; set; } = "";

    /// <summary>
    /// Path of the certificate (PEM) of the authority that signed Redis' own, where the machine does not know it. Default
    /// empty: the machine's authorities.
    /// </summary>
    public string RedisAuthority { get; set; } = "";

    /// <summary>
    /// Replicas of Redis that must have an event before its delivery is answered, a refreshed credential before it is used, and
    /// a new data key in <see cref="KeysRedis"/> before it seals anything (<c>WAIT</c>). Default 0: the primary alone.
    /// </summary>
    [Range(0, 100)]
    public int Replicas { get; set; }

    /// <summary>Time for the replicas to have it. Default 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:01:00")]
    public TimeSpan ReplicaTimeout { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Path of a file in the data folder.</summary>
    public string PathOf(string file) => Path.Combine(Path.GetFullPath(DataFolder), file);
}
