namespace OuraTeams.Streaming;

/// <summary>Whose a partition is, as <see cref="RedisQueueScripts.Read"/> says it.</summary>
internal enum ReaderTurn
{
    /// <summary>Another reader's; nothing was read.</summary>
    Another = 0,

    /// <summary>The reader's, as before.</summary>
    GoesOn = 1,

    /// <summary>The reader's from now on; nothing was read.</summary>
    Begins = 2,
}
