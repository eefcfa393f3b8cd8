using System.Reflection;

namespace OuraTeams.EndToEnd;

public sealed class ArchitectureTests
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
            ["OuraTeams.Contracts", "OuraTeams.Grains", "OuraTeams.Metrics", "OuraTeams.Oura", "OuraTeams.Protocol", "OuraTeams.Sandbox", "OuraTeams.Streaming"]
        },
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

    [Fact]
    public void Only_the_demo_knows_the_sandbox()
    {
        // The platform must not come to depend on its stand-in for Oura.
        IEnumerable<Type> users = typeof(Server.ServerApplication).Assembly.GetTypes()
            .Where(type => !(type.FullName ?? "").Contains("Demo", StringComparison.Ordinal))
            .Where(type => type.GetMembers(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
                .SelectMany(Mentioned)
                .Any(mentioned => mentioned.Namespace == "OuraTeams.Sandbox"));

        Assert.Empty(users);
    }

    private static IEnumerable<Type> Mentioned(MemberInfo member) => member switch
    {
        FieldInfo field => [field.FieldType],
        PropertyInfo property => [property.PropertyType],
        MethodBase method => method.GetParameters().Select(parameter => parameter.ParameterType),
        _ => [],
    };
}
