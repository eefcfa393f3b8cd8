using Microsoft.Data.Sqlite;
using OuraTeams.Server.Storage;

namespace OuraTeams.Server.Deployment.Embedded;

/// <summary>The mark of <see cref="StoredFormat"/> in a file of states: SQLite's <c>user_version</c>.</summary>
internal static class SqliteStateFormat
{
    /// <summary>Sets the mark; a part of the schema.</summary>
    public static string Mark => $"PRAGMA user_version = {StoredFormat.Current};";

    /// <summary>Compares the mark of a file that has states in it. Changes nothing.</summary>
    /// <param name="path">The file; it need not exist.</param>
    /// <exception cref="StorageException">The states have another format, or the file is no database.</exception>
    public static void Require(string path)
    {
        if (!File.Exists(path))
        {
            return;
        }

        var name = new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false };
        using var connection = new SqliteConnection(name.ConnectionString);
        try
        {
            connection.Open();
            if (Number(connection, "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = 'OrleansStorage'") == 1
                && Number(connection, "SELECT EXISTS (SELECT 1 FROM OrleansStorage)") == 1)
            {
                StoredFormat.Require((int)Number(connection, "PRAGMA user_version"), path, "set Storage:DataFolder to an empty folder");
            }
        }
        catch (SqliteException error)
        {
            throw new StorageException($"Storage:DataFolder: {path} can't be read ({error.Message}).", error);
        }
    }

    private static long Number(SqliteConnection connection, string query)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = query;
        return (long)command.ExecuteScalar()!;
    }
}
