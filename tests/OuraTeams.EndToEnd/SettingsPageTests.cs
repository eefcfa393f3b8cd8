using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using System.Xml.Linq;
using Microsoft.Extensions.Configuration;
using OuraTeams.Demo;
using OuraTeams.Oura.OAuth;
using OuraTeams.Server.Host;
using OuraTeams.Server.Host.Settings;

namespace OuraTeams.EndToEnd;

/// <summary>The page of settings lists what there is, and the server knows no others.</summary>
public sealed class SettingsPageTests
{
    private const string Begin = "<!-- settings: written by a test -->\n";
    private const string Command = "OURATEAMS_WRITE_DOCS=1 dotnet run --project tests/OuraTeams.EndToEnd -- -class OuraTeams.EndToEnd.SettingsPageTests";

    [Fact]
    public async Task Its_tables_are_every_setting_with_its_bounds_and_meaning()
    {
        string path = Page();
        string page = await File.ReadAllTextAsync(path);
        int begin = page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        string tables = Tables();
        if (Environment.GetEnvironmentVariable("OURATEAMS_WRITE_DOCS") == "1")
        {
            await File.WriteAllTextAsync(path, page[..begin] + tables);
        }
        else
        {
            Assert.True(page[begin..] == tables, $"docs/settings.md lists other settings than there are. Write it anew: {Command}");
        }
    }

    [Theory]
    [InlineData("Accounts:HistoryDayz", "Accounts:HistoryDayz is no setting; Accounts has QuietTime,")]
    [InlineData("Listen:Grpc:Port", "Listen:Grpc is no setting; Listen has Address,")]
    [InlineData("Oura:App:main:ClientId", "Oura:App is no setting; Oura has Apps,")]
    public void A_name_that_there_is_not_stops_the_start(string name, string message)
    {
        SettingsException refused = Assert.Throws<SettingsException>(() => ServerApplication.Build([], new Dictionary<string, string?> { [name] = "1" }));
        Assert.StartsWith(message, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_class_of_a_section_is_named_after_it()
    {
        IEnumerable<string> others = KnownSettings.Sections
            .Where(known => known.Holder.Name != $"{known.Section}Options" && known.Holder.Name != $"{known.Section[..^1]}Options")
            .Select(known => $"{known.Section}: {known.Holder.Name}");

        Assert.Empty(others);
    }

    [Fact]
    public void Names_may_be_written_in_any_case_and_those_of_others_are_left_alone() => KnownSettings.Check(new ConfigurationBuilder()
        .AddInMemoryCollection([new("accounts:historydays", "30"), new("Logging:LogLevel:Default", "Warning"), new("Health", "ok"), new("Oura:Apps:main:ClientId", "x")])
        .Build());

    /// <summary>The sections of the server, that of the demo, and that of an Oura app.</summary>
    private static IEnumerable<(string Section, Type Holder)> Sections =>
        [.. KnownSettings.Sections.Append((Section: "Demo", Holder: typeof(DemoOptions))).OrderBy(known => known.Section, StringComparer.Ordinal), ("Oura:Apps:<app>", typeof(OuraAppOptions))];

    private static string Tables()
    {
        Dictionary<string, XElement> meanings = Meanings();
        var text = new StringBuilder();
        foreach ((string section, Type holder) in Sections)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {section}\n\n| Setting | Bounds | Meaning |\n|---|---|---|\n");
            foreach (PropertyInfo setting in KnownSettings.Of(holder).Where(setting => setting.PropertyType != typeof(Dictionary<string, OuraAppOptions>)))
            {
                string meaning = Plain(meanings[$"P:{holder.FullName}.{setting.Name}"]);
                text.Append(CultureInfo.InvariantCulture, $"| `{section}:{setting.Name}` | {Bounds(setting)} | {meaning} |\n");
            }
        }

        return text.ToString();
    }

    private static Dictionary<string, XElement> Meanings() => Sections.Select(known => known.Holder.Assembly).Distinct()
        .SelectMany(assembly => XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml")).Descendants("member"))
        .Where(member => ((string)member.Attribute("name")!).StartsWith("P:", StringComparison.Ordinal))
        .ToDictionary(member => (string)member.Attribute("name")!, member => member.Element("summary")!);

    private static string Plain(XElement summary)
    {
        IEnumerable<string> parts = summary.Nodes().Select(node => node switch
        {
            XElement { Name.LocalName: "see" } see => $"`{((string)see.Attribute("cref")!).Split('.')[^1]}`",
            XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
            _ => node is XText words ? words.Value : throw new InvalidOperationException($"What is {node}?"),
        });
        return string.Join(' ', string.Concat(parts).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Replace("|", "\\|", StringComparison.Ordinal);
    }

    private static string Bounds(PropertyInfo setting) =>
        setting.GetCustomAttribute<RangeAttribute>() is { } range ? FormattableString.Invariant($"{range.Minimum} to {range.Maximum}")
        : setting.PropertyType.IsEnum ? string.Join(", ", Enum.GetNames(setting.PropertyType))
        : setting.PropertyType == typeof(bool) ? "true, false"
        : "";

    private static string Page([CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", "..", "docs", "settings.md"));
}
