namespace OuraTeams.Streaming.Redis;

/// <summary>What must happen in Redis at once or not at all. The keys of a script are those of one partition.</summary>
internal static class RedisQueueScripts
{
    /// <summary>
    /// KEYS messages, meta; ARGV group, format, partitions. Makes the group from the first message on; BUSYGROUP says that it
    /// is there. Gives the format and the number of partitions that the queue was made with.
    /// </summary>
    public const string Open = """
        local made = redis.pcall('XGROUP', 'CREATE', KEYS[1], ARGV[1], '0', 'MKSTREAM')
        if made.err and not string.find(made.err, 'BUSYGROUP', 1, true) then
          return made
        end
        redis.call('HSETNX', KEYS[2], 'format', ARGV[2])
        redis.call('HSETNX', KEYS[2], 'partitions', ARGV[3])
        return redis.call('HMGET', KEYS[2], 'format', 'partitions')
        """;

    /// <summary>
    /// KEYS messages, reader; ARGV group, consumer, reader, its lease in milliseconds, 1 to take the partition from another
    /// reader, id after which to read, most messages. Gives 0 and reads nothing while another reader holds the partition, 2 and
    /// nothing when it is the reader's from now on, and 1 with the messages when it was before. So what the last reader was
    /// given is in the history that the new one begins with, and nothing is added to it. When Redis has no memory for the
    /// lease, reading goes on without one.
    /// </summary>
    public const string Read = """
        local reader = redis.call('GET', KEYS[2])
        if reader ~= ARGV[3] then
          if reader and ARGV[5] ~= '1' then
            return {0}
          end
          local set = redis.pcall('SET', KEYS[2], ARGV[3], 'PX', ARGV[4])
          if not set.err then
            return {2}
          end
          if not string.find(set.err, 'OOM', 1, true) then
            return set
          end
          redis.call('DEL', KEYS[2])
        elseif redis.call('PTTL', KEYS[2]) * 2 < tonumber(ARGV[4]) then
          redis.call('PEXPIRE', KEYS[2], ARGV[4])
        end
        local read = redis.call('XREADGROUP', 'GROUP', ARGV[1], ARGV[2], 'COUNT', ARGV[7], 'STREAMS', KEYS[1], ARGV[6])
        return {1, read and read[1][2] or {}}
        """;

    /// <summary>KEYS messages; ARGV group, ids. Acknowledges, then removes what nobody waits for any more.</summary>
    public const string Acknowledge = Trim + """
        redis.call('XACK', KEYS[1], ARGV[1], unpack(ARGV, 2))
        return trim(KEYS[1], ARGV[1])
        """;

    /// <summary>
    /// KEYS messages, dead; ARGV group, id, reason. Copies a pending message to the dead letters, with its fields after the
    /// two of ours, and acknowledges it. Gives 0 where it isn't pending, and -1 where it is pending and its content is gone.
    /// </summary>
    public const string DeadLetter = Trim + """
        if #redis.call('XPENDING', KEYS[1], ARGV[1], ARGV[2], ARGV[2], 1) == 0 then
          return 0
        end
        local found = redis.call('XRANGE', KEYS[1], ARGV[2], ARGV[2])
        if #found > 0 then
          redis.call('XADD', KEYS[2], '*', 'id', ARGV[2], 'reason', ARGV[3], unpack(found[1][2]))
        end
        redis.call('XACK', KEYS[1], ARGV[1], ARGV[2])
        trim(KEYS[1], ARGV[1])
        return #found > 0 and 1 or -1
        """;

    /// <summary>KEYS messages, dead; ARGV id. Appends a dead letter's fields again. Gives the new id, or nothing where there is none.</summary>
    public const string Replay = """
        local found = redis.call('XRANGE', KEYS[2], ARGV[1], ARGV[1])
        if #found == 0 then
          return false
        end
        local id = redis.call('XADD', KEYS[1], '*', unpack(found[1][2], 5))
        redis.call('XDEL', KEYS[2], ARGV[1])
        return id
        """;

    /// <summary>KEYS messages; ARGV sequence. Moves the stream to its next millisecond when its newest id has reached the sequence.</summary>
    public const string Advance = """
        local info = redis.call('XINFO', 'STREAM', KEYS[1])
        for at = 1, #info, 2 do
          if info[at] == 'last-generated-id' then
            local ms, seq = string.match(info[at + 1], '^(%d+)-(%d+)$')
            if tonumber(seq) >= tonumber(ARGV[1]) then
              redis.call('XSETID', KEYS[1], string.format('%.0f-0', tonumber(ms) + 1))
            end
          end
        end
        return 1
        """;

    /// <summary>
    /// Removes the messages below the oldest pending one, or, when none is pending, all that were delivered. What is pending
    /// or was never delivered stays, whatever the length.
    /// </summary>
    private const string Trim = """
        local function trim(stream, group)
          local pending = redis.call('XPENDING', stream, group)
          local keep = pending[2]
          if pending[1] == 0 then
            for _, info in ipairs(redis.call('XINFO', 'GROUPS', stream)) do
              local of = {}
              for at = 1, #info, 2 do of[info[at]] = info[at + 1] end
              if of['name'] == group then
                local ms, seq = string.match(of['last-delivered-id'], '^(%d+)-(%d+)$')
                keep = ms .. '-' .. string.format('%.0f', tonumber(seq) + 1)
              end
            end
          end
          return redis.call('XTRIM', stream, 'MINID', keep)
        end

        """;
}
