using Microsoft.Data.Sqlite;
using OuraTeams.Streaming.Queues;

namespace OuraTeams.Streaming.Sqlite;

/// <summary>The statements of the queue, over one connection. Ids are never used again, also not after a restart.</summary>
internal sealed class SqliteQueueTable : IDisposable
{
    private const string Schema = """
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = FULL;
        PRAGMA busy_timeout = 5000;
        PRAGMA secure_delete = ON;
        CREATE TABLE IF NOT EXISTS message (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            partition INTEGER NOT NULL,
            enqueued_at INTEGER NOT NULL,
            payload BLOB NOT NULL);
        CREATE INDEX IF NOT EXISTS message_by_partition ON message (partition, id);
        CREATE TABLE IF NOT EXISTS dead_letter (
            id INTEGER PRIMARY KEY,
            partition INTEGER NOT NULL,
            enqueued_at INTEGER NOT NULL,
            buried_at INTEGER NOT NULL,
            reason TEXT NOT NULL,
            payload BLOB NOT NULL);
        CREATE INDEX IF NOT EXISTS dead_letter_by_partition ON dead_letter (partition, id);
        """;

    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _append;
    private readonly SqliteCommand _read;
    private readonly SqliteCommand _delete;
    private SqliteTransaction? _transaction;

    private SqliteQueueTable(SqliteConnection connection)
    {
        _connection = connection;
        _append = Command("INSERT INTO message (partition, enqueued_at, payload) VALUES ($partition, $now, $payload) RETURNING id", "$partition", "$now", "$payload");
        _read = Command("SELECT id, payload, enqueued_at FROM message WHERE partition = $partition AND id > $after ORDER BY id LIMIT $count", "$partition", "$after", "$count");
        _delete = Command("DELETE FROM message WHERE id = $id", "$id");
    }

    public static SqliteQueueTable Open(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ConnectionString);
        try
        {
            connection.Open();
            using SqliteCommand schema = connection.CreateCommand();
            schema.CommandText = Schema;
            schema.ExecuteNonQuery();
            return new SqliteQueueTable(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public void InTransaction(Action action)
    {
        using SqliteTransaction transaction = _connection.BeginTransaction(deferred: false);
        _transaction = transaction;
        try
        {
            action();
            transaction.Commit();
        }
        finally
        {
            _transaction = null;
        }
    }

    public long Append(int partition, ReadOnlySpan<byte> payload, long now)
    {
        Set(_append, partition, now, payload.ToArray());
        return (long)_append.ExecuteScalar()!;
    }

    public IReadOnlyList<QueuedMessage> Read(int partition, long after, int count)
    {
        Set(_read, partition, after, count);
        var messages = new List<QueuedMessage>();
        using SqliteDataReader rows = _read.ExecuteReader();
        while (rows.Read())
        {
            messages.Add(new QueuedMessage(rows.GetInt64(0), rows.GetFieldValue<byte[]>(1), DateTimeOffset.FromUnixTimeMilliseconds(rows.GetInt64(2))));
        }

        return messages;
    }

    public void Delete(IEnumerable<long> ids)
    {
        foreach (long id in ids)
        {
            Set(_delete, id);
            _delete.ExecuteNonQuery();
        }
    }

    public bool DeadLetter(long id, string reason, long now)
    {
        using SqliteCommand copy = Command(
            "INSERT OR IGNORE INTO dead_letter SELECT id, partition, enqueued_at, $now, $reason, payload FROM message WHERE id = $id", "$id", "$reason", "$now");
        Set(copy, id, reason, now);
        bool there = copy.ExecuteNonQuery() > 0;
        Delete([id]);
        return there;
    }

    /// <summary>The newest id of each partition, 0 where it is empty.</summary>
    public void ReadNewest(Span<long> newest)
    {
        using SqliteCommand command = Command("SELECT partition, MAX(id) FROM message GROUP BY partition");
        using SqliteDataReader rows = command.ExecuteReader();
        while (rows.Read())
        {
            newest[rows.GetInt32(0)] = rows.GetInt64(1);
        }
    }

    /// <summary>Appends a dead letter again; 0 when it isn't there.</summary>
    public long Replay(int partition, long id, long now)
    {
        using SqliteCommand copy = Command(
            "INSERT INTO message (partition, enqueued_at, payload) SELECT partition, $now, payload FROM dead_letter WHERE id = $id AND partition = $partition RETURNING id",
            "$partition",
            "$id",
            "$now");
        Set(copy, partition, id, now);
        if (copy.ExecuteScalar() is not long appended)
        {
            return 0;
        }

        DeleteDead(partition, id);
        return appended;
    }

    /// <summary>Deletes a dead letter; false when it isn't there.</summary>
    public bool DeleteDead(int partition, long id)
    {
        using SqliteCommand delete = Command("DELETE FROM dead_letter WHERE id = $id AND partition = $partition", "$partition", "$id");
        Set(delete, partition, id);
        return delete.ExecuteNonQuery() > 0;
    }

    public IReadOnlyList<DeadLetter> ReadDead(int partition, long after, int count)
    {
        using SqliteCommand command = Command(
            "SELECT id, reason, enqueued_at, buried_at, payload FROM dead_letter WHERE partition = $partition AND id > $after ORDER BY id LIMIT $count",
            "$partition",
            "$after",
            "$count");
        Set(command, partition, after, count);
        var letters = new List<DeadLetter>();
        using SqliteDataReader rows = command.ExecuteReader();
        while (rows.Read())
        {
            letters.Add(new DeadLetter(
                partition,
                rows.GetInt64(0),
                rows.GetString(1),
                DateTimeOffset.FromUnixTimeMilliseconds(rows.GetInt64(2)),
                DateTimeOffset.FromUnixTimeMilliseconds(rows.GetInt64(3)),
                rows.GetFieldValue<byte[]>(4)));
        }

        return letters;
    }

    public long Count(int partition)
    {
        using SqliteCommand command = Command("SELECT COUNT(*) FROM message WHERE partition = $partition", "$partition");
        Set(command, partition);
        return (long)command.ExecuteScalar()!;
    }

    /// <summary>How full a partition is; <paramref name="read"/> is the newest message that its reader took.</summary>
    public QueueDepth Measure(int partition, long read)
    {
        using SqliteCommand command = Command(
            "SELECT COUNT(*), COUNT(*) FILTER (WHERE id <= $read), MIN(enqueued_at), (SELECT COUNT(*) FROM dead_letter WHERE partition = $partition) FROM message WHERE partition = $partition",
            "$partition",
            "$read");
        Set(command, partition, read);
        using SqliteDataReader row = command.ExecuteReader();
        row.Read();
        DateTimeOffset? oldest = row.IsDBNull(2) ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(2));
        return new QueueDepth(row.GetInt64(0), row.GetInt64(1), oldest, row.GetInt64(3));
    }

    public (long Waiting, long Dead) CountAll()
    {
        using SqliteCommand command = Command("SELECT (SELECT COUNT(*) FROM message), (SELECT COUNT(*) FROM dead_letter)");
        using SqliteDataReader row = command.ExecuteReader();
        row.Read();
        return (row.GetInt64(0), row.GetInt64(1));
    }

    public void Dispose()
    {
        _append.Dispose();
        _read.Dispose();
        _delete.Dispose();
        _connection.Dispose();
    }

    private SqliteCommand Command(string text, params ReadOnlySpan<string> parameters)
    {
        SqliteCommand command = _connection.CreateCommand();
#pragma warning disable CA2100 // The texts are the constants above.
        command.CommandText = text;
#pragma warning restore CA2100
        foreach (string parameter in parameters)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = parameter });
        }

        return command;
    }

    private void Set(SqliteCommand command, params ReadOnlySpan<object> values)
    {
        for (int index = 0; index < values.Length; index++)
        {
            command.Parameters[index].Value = values[index];
        }

        command.Transaction = _transaction;
    }
}
