using Microsoft.Data.Sqlite;

namespace OuraTeams.Server.Deployment.Embedded;

/// <summary>
/// Empties the write-ahead logs of the SQLite files once a minute: what was deleted from a file stays readable in its log until
/// the log is overwritten, which on a quiet machine may be never.
/// </summary>
/// <param name="files">The files.</param>
/// <param name="clock">The time.</param>
/// <param name="logger">Where to log.</param>
internal sealed partial class SqliteLogCleaner(IReadOnlyList<string> files, TimeProvider clock, ILogger<SqliteLogCleaner> logger) : BackgroundService
{
    /// <summary>How often.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    /// <summary>Empties the log of each file. Where somebody reads or writes just then, the log is left for the next time.</summary>
    public async Task CleanAsync(CancellationToken cancellation)
    {
        foreach (string file in files)
        {
            try
            {
                var name = new SqliteConnectionStringBuilder { DataSource = file, Pooling = false, Mode = SqliteOpenMode.ReadWrite };
                await using var connection = new SqliteConnection(name.ConnectionString);
                await connection.OpenAsync(cancellation);
                await using SqliteCommand command = connection.CreateCommand();
                command.CommandText = "PRAGMA busy_timeout = 200; PRAGMA wal_checkpoint(TRUNCATE);";
                await command.ExecuteNonQueryAsync(cancellation);
            }
            catch (SqliteException error)
            {
                NotCleaned(logger, error, Path.GetFileName(file));
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await CleanAsync(stoppingToken);
        }
    }

    [LoggerMessage(3601, LogLevel.Warning, "The write-ahead log of {File} could not be emptied; it is tried again in a minute.")]
    private static partial void NotCleaned(ILogger logger, Exception error, string file);
}
