using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace OuraTeams.Server.Deployment.Embedded;

/// <summary>Opens connections to the file that holds grain state, each with the settings that durability and forgetting ask for.</summary>
internal sealed class SqliteStateSource(string path) : DbDataSource
{
    /// <summary>What is deleted is overwritten: SQLite would leave its bytes in the file.</summary>
    private const string Settings = "PRAGMA busy_timeout = 10000; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;";

    public override string ConnectionString { get; } = new SqliteConnectionStringBuilder { DataSource = path, Pooling = true }.ConnectionString;

    /// <summary>Makes the tables and queries that Orleans' ADO.NET grain storage asks for.</summary>
    public void CreateSchema()
    {
        using var connection = new SqliteConnection(ConnectionString);
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = SqliteStateSchema.Text + SqliteStateFormat.Mark;
        command.ExecuteNonQuery();
    }

    protected override DbConnection CreateDbConnection()
    {
        var connection = new SqliteConnection(ConnectionString);
        connection.StateChange += (_, change) =>
        {
            if (change.CurrentState == System.Data.ConnectionState.Open)
            {
                using SqliteCommand command = connection.CreateCommand();
                command.CommandText = Settings;
                command.ExecuteNonQuery();
            }
        };
        return connection;
    }
}
