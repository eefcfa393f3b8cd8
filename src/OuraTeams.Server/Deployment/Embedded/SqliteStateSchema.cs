namespace OuraTeams.Server.Deployment.Embedded;

/// <summary>
/// Tables and queries of grain state in SQLite. Orleans reads the queries from the table by their keys. A write answers the
/// new version, or nothing when somebody else has written since: that is how Orleans tells a conflict. A cleared state is
/// deleted, row and all. A row that is made later for the same state begins with a higher version than any deleted row had,
/// so that a write by who knows the deleted row is a conflict too.
/// </summary>
internal static class SqliteStateSchema
{
    /// <summary>Can be run again and again; the queries are always those of this release.</summary>
    public const string Text = """
        PRAGMA journal_mode = WAL;

        CREATE TABLE IF NOT EXISTS OrleansQuery (QueryKey TEXT PRIMARY KEY, QueryText TEXT NOT NULL);

        CREATE TABLE IF NOT EXISTS OrleansStorage (
            GrainIdHash INTEGER NOT NULL,
            GrainIdN0 INTEGER NOT NULL,
            GrainIdN1 INTEGER NOT NULL,
            GrainTypeHash INTEGER NOT NULL,
            GrainTypeString TEXT NOT NULL,
            GrainIdExtensionString TEXT NOT NULL,
            ServiceId TEXT NOT NULL,
            PayloadBinary BLOB,
            ModifiedOn TEXT NOT NULL,
            Version INTEGER NOT NULL,
            PRIMARY KEY (GrainIdHash, GrainTypeHash, GrainIdN0, GrainIdN1, GrainTypeString, GrainIdExtensionString, ServiceId)
        );

        CREATE TABLE IF NOT EXISTS HighestDeletedVersion (Id INTEGER PRIMARY KEY CHECK (Id = 0), Version INTEGER NOT NULL);
        INSERT OR IGNORE INTO HighestDeletedVersion (Id, Version) VALUES (0, 0);

        CREATE TRIGGER IF NOT EXISTS KeepHighestDeletedVersion AFTER DELETE ON OrleansStorage
        BEGIN
            UPDATE HighestDeletedVersion SET Version = OLD.Version WHERE Version < OLD.Version;
        END;

        INSERT OR REPLACE INTO OrleansQuery (QueryKey, QueryText) VALUES ('ReadFromStorageKey', '
            SELECT PayloadBinary, Version FROM OrleansStorage
            WHERE GrainIdHash = @GrainIdHash AND GrainTypeHash = @GrainTypeHash AND GrainIdN0 = @GrainIdN0 AND GrainIdN1 = @GrainIdN1
                AND GrainTypeString = @GrainTypeString AND GrainIdExtensionString = IFNULL(@GrainIdExtensionString, '''') AND ServiceId = @ServiceId;');

        INSERT OR REPLACE INTO OrleansQuery (QueryKey, QueryText) VALUES ('WriteToStorageKey', '
            INSERT INTO OrleansStorage
                (GrainIdHash, GrainIdN0, GrainIdN1, GrainTypeHash, GrainTypeString, GrainIdExtensionString, ServiceId, PayloadBinary, ModifiedOn, Version)
            SELECT @GrainIdHash, @GrainIdN0, @GrainIdN1, @GrainTypeHash, @GrainTypeString, IFNULL(@GrainIdExtensionString, ''''), @ServiceId,
                @PayloadBinary, strftime(''%Y-%m-%dT%H:%M:%fZ'', ''now''), (SELECT Version + 1 FROM HighestDeletedVersion)
            WHERE @GrainStateVersion IS NULL OR EXISTS (
                SELECT 1 FROM OrleansStorage
                WHERE GrainIdHash = @GrainIdHash AND GrainTypeHash = @GrainTypeHash AND GrainIdN0 = @GrainIdN0 AND GrainIdN1 = @GrainIdN1
                    AND GrainTypeString = @GrainTypeString AND GrainIdExtensionString = IFNULL(@GrainIdExtensionString, '''') AND ServiceId = @ServiceId)
            ON CONFLICT DO UPDATE SET
                PayloadBinary = excluded.PayloadBinary, ModifiedOn = excluded.ModifiedOn, Version = Version + 1
                WHERE Version = @GrainStateVersion
            RETURNING Version AS NewGrainStateVersion;');

        INSERT OR REPLACE INTO OrleansQuery (QueryKey, QueryText) VALUES ('ClearStorageKey', '
            UPDATE OrleansStorage SET PayloadBinary = NULL, ModifiedOn = strftime(''%Y-%m-%dT%H:%M:%fZ'', ''now''), Version = Version + 1
            WHERE GrainIdHash = @GrainIdHash AND GrainTypeHash = @GrainTypeHash AND GrainIdN0 = @GrainIdN0 AND GrainIdN1 = @GrainIdN1
                AND GrainTypeString = @GrainTypeString AND GrainIdExtensionString = IFNULL(@GrainIdExtensionString, '''') AND ServiceId = @ServiceId
                AND Version = @GrainStateVersion
            RETURNING Version AS NewGrainStateVersion;');

        INSERT OR REPLACE INTO OrleansQuery (QueryKey, QueryText) VALUES ('DeleteStorageKey', '
            DELETE FROM OrleansStorage
            WHERE GrainIdHash = @GrainIdHash AND GrainTypeHash = @GrainTypeHash AND GrainIdN0 = @GrainIdN0 AND GrainIdN1 = @GrainIdN1
                AND GrainTypeString = @GrainTypeString AND GrainIdExtensionString = IFNULL(@GrainIdExtensionString, '''') AND ServiceId = @ServiceId
                AND Version = @GrainStateVersion
            RETURNING Version + 1 AS NewGrainStateVersion;');
        """;
}
