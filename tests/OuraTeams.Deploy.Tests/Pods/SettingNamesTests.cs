using OuraTeams.Deploy.Tests.Chart;
using OuraTeams.Deploy.Tests.Image;
using OuraTeams.Oura.OAuth;
using OuraTeams.Sandbox;
using OuraTeams.Server.Host;

namespace OuraTeams.Deploy.Tests.Pods;

/// <summary>A misspelt setting would change nothing and nobody would notice: every one that is given exists.</summary>
public sealed class SettingNamesTests
{
    private static readonly Dictionary<string, Type> Sections = KnownSettings.Sections.Append((Section: "Sandbox", Holder: typeof(SandboxOptions)))
        .ToDictionary(known => known.Section, known => known.Holder, StringComparer.Ordinal);

    public static TheoryData<string> Names => [.. Rendering.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_server_has_every_setting_that_the_chart_gives(string name)
    {
        Rendering rendering = await Rendering.OfAsync(name);
        Check(rendering.All("Deployment").Concat(rendering.All("StatefulSet"))
            .SelectMany(owner => owner["spec"]!["template"]!["spec"]!["containers"]!.AsArray())
            .SelectMany(container => container!["env"]!.AsArray())
            .Select(variable => (string)variable!["name"]!));
    }

    [Fact]
    public async Task The_programs_have_every_setting_that_the_compose_file_gives()
    {
        ComposeFile compose = await ComposeFile.ReadAsync();
        Check(compose.Environment("platform").Keys.Concat(compose.Environment("sandbox").Keys));
    }

    private static void Check(IEnumerable<string> variables)
    {
        string[][] settings = [.. variables.Where(variable => variable.Contains("__", StringComparison.Ordinal) && !variable.StartsWith("Logging__", StringComparison.Ordinal)).Select(variable => variable.Split("__"))];
        Assert.NotEmpty(settings);
        Assert.All(settings, setting => Assert.NotNull(
            setting is ["Oura", "Apps", _, { } ofApp] ? typeof(OuraAppOptions).GetProperty(ofApp)
            : setting is [{ } section, { } key] ? Sections[section].GetProperty(key)
            : null));
    }
}
