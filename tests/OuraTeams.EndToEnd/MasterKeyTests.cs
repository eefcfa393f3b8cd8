using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using OuraTeams.Protocol.V1;
using OuraTeams.Sandbox;

namespace OuraTeams.EndToEnd;

/// <summary>A master key that is not the right one, or data of another format, stop the start, say which setting, and harm nothing.</summary>
public sealed class MasterKeyTests : IAsyncLifetime
{
    private const string KeyFile = "master.key";
    private const string CheckFile = "master.key.check";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ourateams-key-");
    private OuraSandbox _sandbox = null!;
    private ServerSettings _settings = null!;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await OuraSandbox.StartAsync(new SandboxOptions { Url = "http://127.0.0.1:0", Members = 2, Seed = 13, HistoryDays = 5 });
        _settings = new ServerSettings(_sandbox, _folder.FullName);
    }

    public async ValueTask DisposeAsync()
    {
        await _sandbox.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Another_one_a_malformed_one_and_none_stop_the_start_name_the_setting_and_harm_nothing()
    {
        await using (ServerProcess first = ServerProcess.Start(_settings.Values))
        {
            await first.ReadyAsync(_settings.Http);
            using var client = new Client(_settings);
            await Members.JoinAllAsync(client, "club", "squad", _sandbox.World.Members);

            // A kill leaves the write-ahead logs as they are: they are data too.
            await first.KillAsync();
        }

        string key = await File.ReadAllTextAsync(PathOf(KeyFile));
        string other = Convert.ToBase64String(new byte[32]);

        // Given by the settings.
        await RefusedAsync(other);
        await RefusedAsync("short");
        await RefusedAsync(Convert.ToBase64String(new byte[31]));
        await RefusedAsync(key[..^4] + "!!!!");

        // Given by the file, or not at all; with and without the file by which keys are told apart.
        foreach (string? text in new[] { null, "", other, "not a key" })
        {
            foreach (bool check in new[] { true, false })
            {
                await WithAsync(KeyFile, text, () => check ? RefusedAsync("") : WithAsync(CheckFile, null, () => RefusedAsync("")));
            }
        }

        await WithAsync(CheckFile, null, () => RefusedAsync(other));
        await WithAsync(CheckFile, "damaged", () => RefusedAsync(key));

        // The right one starts again, from the settings too, and everybody is still there.
        File.Delete(PathOf(KeyFile));
        File.Delete(PathOf(CheckFile));
        _settings.Values["Storage:MasterKey"] = key;
        await using ServerProcess again = ServerProcess.Start(_settings.Values);
        await again.ReadyAsync(_settings.Http);
        using var back = new Client(_settings);
        ListMembersResponse members = await back.Teams.ListMembersAsync(new ListMembersRequest { OrganizationId = "club", TeamId = "squad" }, back.Headers);
        Assert.Equal(2, members.Members.Count);
        Assert.All(members.Members, member => Assert.Equal(ConnectionState.Connected, member.ConnectionState));
        Assert.False(File.Exists(PathOf(KeyFile)));
    }

    [Theory]
    [InlineData(0, "were stored by a version before 0.3.0, which this one can't read")]
    [InlineData(7, "have format 7, and this version knows formats up to 1")]
    public async Task Data_of_another_format_stop_the_start_and_are_left_as_they_are(int format, string sentence)
    {
        await using (ServerProcess first = ServerProcess.Start(_settings.Values))
        {
            await first.ReadyAsync(_settings.Http);
            using var client = new Client(_settings);
            await Members.JoinAllAsync(client, "club", "squad", [_sandbox.World.Members[0]]);
        }

        await FormatAsync(format);
        string before = Hashes()[PathOf("state.db")];
        await using (ServerProcess refused = ServerProcess.Start(_settings.Values))
        {
            Assert.True(await refused.WaitAsync() == 1, refused.Output);
            Assert.Contains($"ourateams did not start: The data in {PathOf("state.db")} {sentence}", refused.Output, StringComparison.Ordinal);
            Assert.Contains("set Storage:DataFolder to an empty folder", refused.Output, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", refused.Output, StringComparison.Ordinal);

            // To read it, SQLite makes a log, which stays empty.
            Assert.Equal(before, Hashes()[PathOf("state.db")]);
            Assert.All(_folder.GetFiles("state.db-wal"), log => Assert.Equal(0, log.Length));
        }

        await FormatAsync(1);
        await using ServerProcess again = ServerProcess.Start(_settings.Values);
        await again.ReadyAsync(_settings.Http);
        using var back = new Client(_settings);
        ListMembersResponse members = await back.Teams.ListMembersAsync(new ListMembersRequest { OrganizationId = "club", TeamId = "squad" }, back.Headers);
        Assert.Equal(ConnectionState.Connected, members.Members.Single().ConnectionState);
    }

    private async Task FormatAsync(int number)
    {
        await using var connection = new SqliteConnection($"Data Source={PathOf("state.db")};Pooling=False");
        await connection.OpenAsync();
        await using SqliteCommand command = connection.CreateCommand();
        command.CommandText = $"PRAGMA user_version = {number}; PRAGMA wal_checkpoint(TRUNCATE);";
        await command.ExecuteNonQueryAsync();
    }

    private string PathOf(string file) => Path.Combine(_folder.FullName, file);

    /// <summary>Puts other text into a file, or takes it away, for the length of an action.</summary>
    private async Task WithAsync(string file, string? text, Func<Task> action)
    {
        string right = await File.ReadAllTextAsync(PathOf(file));
        File.Delete(PathOf(file));
        if (text is not null)
        {
            await File.WriteAllTextAsync(PathOf(file), text);
        }

        await action();
        await File.WriteAllTextAsync(PathOf(file), right);
    }

    private async Task RefusedAsync(string key)
    {
        Dictionary<string, string> before = Hashes();
        await using ServerProcess refused = ServerProcess.Start(new Dictionary<string, string?>(_settings.Values) { ["Storage:MasterKey"] = key });

        Assert.True(await refused.WaitAsync() == 1, refused.Output);
        Assert.Contains("ourateams did not start", refused.Output, StringComparison.Ordinal);
        Assert.Contains("Storage:MasterKey", refused.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", refused.Output, StringComparison.Ordinal);
        Assert.True(key.Length == 0 || !refused.Output.Contains(key, StringComparison.Ordinal));
        Assert.Equal(before, Hashes());
    }

    private Dictionary<string, string> Hashes() => _folder.GetFiles("*", SearchOption.AllDirectories)
        .ToDictionary(file => file.FullName, file => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file.FullName))));
}
