using System.Reflection;

namespace OuraTeams.EndToEnd;

public sealed class ProjectTests
{
    /// <summary>What each part of the platform may know of the others. Direct references only.</summary>
    public static TheoryData<string, string[]> Allowed => new()
    {
        { "OuraTeams.Oura", [] },
        { "OuraTeams.Metrics", [] },
        { "OuraTeams.Protocol", [] },
        { "OuraTeams.Streaming", [] },
        { "OuraTeams.Sandbox", [] },
        { "OuraTeams.Contracts", ["OuraTeams.Metrics"] },
        { "OuraTeams.Grains", ["OuraTeams.Contracts", "OuraTeams.Metrics", "OuraTeams.Oura"] },
        {
            "OuraTeams.Server",
            ["OuraTeams.Contracts", "OuraTeams.Grains", "OuraTeams.Metrics", "OuraTeams.Oura", "OuraTeams.Protocol", "OuraTeams.Streaming"]
        },
        { "OuraTeams.Demo", ["OuraTeams.Grains", "OuraTeams.Metrics", "OuraTeams.Protocol", "OuraTeams.Sandbox", "OuraTeams.Server"] },
    };

    [Theory]
    [MemberData(nameof(Allowed))]
    public void References_point_one_way(string part, string[] allowed)
    {
        IEnumerable<string> known = Assembly.Load(part).GetReferencedAssemblies()
            .Select(reference => reference.Name!)
            .Where(name => name.StartsWith("OuraTeams.", StringComparison.Ordinal));

        Assert.Empty(known.Except(allowed));
    }

    [Fact]
    public void No_part_is_left_out()
    {
        string[] parts = [.. Directory.GetFiles(AppContext.BaseDirectory, "OuraTeams.*.dll")
            .Select(file => Path.GetFileNameWithoutExtension(file))
            .Where(name => name != "OuraTeams.EndToEnd")];

        Assert.Equal(Allowed.Select(row => row.Data.Item1).Order(), parts.Order());
    }

    [Fact]
    public void The_metrics_know_neither_Orleans_nor_the_network()
    {
        string[] foreign = ["Orleans", "System.Net", "Microsoft.AspNetCore", "Microsoft.Extensions"];

        Assert.DoesNotContain(
            Assembly.Load("OuraTeams.Metrics").GetReferencedAssemblies(),
            reference => foreign.Any(name => reference.Name!.StartsWith(name, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("OuraTeams.Sandbox")]
    [InlineData("Spectre.Console")]
    [InlineData("Serilog")]
    public void What_only_the_demo_needs_is_not_delivered_with_the_server(string name)
    {
        string libraries = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "OuraTeams.Server.deps.json"));

        Assert.DoesNotContain($"\"{name}", libraries, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_server_names_the_command_of_the_demo()
    {
        await using ServerProcess server = ServerProcess.Start(new Dictionary<string, string?>(), "--demo");

        Assert.Equal(1, await server.WaitAsync());
        Assert.Contains("dotnet run --project src/OuraTeams.Demo", server.Output, StringComparison.Ordinal);
    }
}
