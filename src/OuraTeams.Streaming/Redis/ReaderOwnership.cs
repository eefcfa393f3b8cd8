namespace OuraTeams.Streaming.Redis;

/// <summary>Which reader owns a partition, as <see cref="RedisQueueScripts.Read"/> answers.</summary>
internal enum ReaderOwnership
{
    /// <summary>Another reader owns it; nothing was read.</summary>
    HeldByAnother = 0,

    /// <summary>This reader owned it already; messages were read.</summary>
    Held = 1,

    /// <summary>This reader owns it from now on; nothing was read yet.</summary>
    Acquired = 2,
}
