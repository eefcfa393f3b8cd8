using System.Globalization;
using System.Text.RegularExpressions;

namespace OuraTeams.EndToEnd;

public sealed partial class DemoTests
{
    [Fact]
    public async Task The_demo_connects_its_members_shows_moving_aggregates_stops_cleanly_and_goes_on()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("ourateams-demo-");
        var settings = new Dictionary<string, string?>
        {
            ["Storage:DataFolder"] = folder.FullName,
            ["Listen:HttpPort"] = $"{Ports.Free()}",
            ["Listen:GrpcPort"] = $"{Ports.Free()}",
            ["Listen:AdminPort"] = $"{Ports.Free()}",
            ["Listen:SiloPort"] = $"{Ports.Free()}",
            ["Demo:SandboxPort"] = $"{Ports.Free()}",
            ["Demo:SyncsPerSecond"] = "8",
        };
        int firstEvents = await RunAsync(settings);
        int members = await CountMembersAsync(folder);
        Assert.Equal(40, members);

        int secondEvents = await RunAsync(settings);

        Assert.True(firstEvents > 0 && secondEvents > 0);
        Assert.Equal(members, await CountMembersAsync(folder));
        folder.Delete(recursive: true);
    }

    /// <summary>Runs until all are connected and the numbers have moved, then presses Ctrl-C.</summary>
    /// <returns>Events taken in.</returns>
    private static async Task<int> RunAsync(Dictionary<string, string?> settings)
    {
        await using ServerProcess demo = ServerProcess.StartDemo(settings);
        await Eventually.HoldsAsync(
            () => Task.FromResult(demo.Output.Contains("members connected 40", StringComparison.Ordinal) && Numbers(Updates(), demo.Output) >= 3 && Numbers(Events(), demo.Output) >= 5),
            "forty members are connected and the aggregates move");
        Assert.Equal(0, await demo.InterruptAsync());
        Assert.Contains("Stopped.", demo.Output, StringComparison.Ordinal);
        Assert.Matches(@"Sleep score\s+[1-9]", demo.Output);
        return Numbers(Events(), demo.Output);
    }

    private static int Numbers(Regex pattern, string output) =>
        pattern.Matches(output).Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)).DefaultIfEmpty().Max();

    private static async Task<int> CountMembersAsync(DirectoryInfo folder)
    {
        await using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path.Combine(folder.FullName, "state.db")};Mode=ReadOnly;Pooling=False");
        await connection.OpenAsync();
        await using Microsoft.Data.Sqlite.SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM OrleansStorage WHERE GrainTypeString = 'member'";
        return (int)(long)(await command.ExecuteScalarAsync())!;
    }

    [GeneratedRegex(@"updates over gRPC (\d+)")]
    private static partial Regex Updates();

    [GeneratedRegex(@"\((\d+) so far\)")]
    private static partial Regex Events();
}
