using System.Text.RegularExpressions;

namespace OuraTeams.Deploy.Tests;

/// <summary>The alerts are sound, are tested themselves, and say what to do.</summary>
public sealed partial class AlertTests
{
    private static string Rules => Path.Combine(AlertRules.Folder, "rules.yaml");

    private static string Tests => Path.Combine(AlertRules.Folder, "rules.test.yaml");

    private static string[] Names => [.. AlertRules.Read().All.Select(rule => AlertRules.Text(rule, "alert"))];

    [Fact]
    public async Task Prometheus_takes_the_rules()
    {
        (bool content, string said) = await Promtool.RunAsync("check", "rules", Rules);
        Assert.True(content, said);
        Assert.Contains($"{Names.Length} rules found", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_alert_fires_when_it_should_and_is_silent_just_short_of_it()
    {
        (bool content, string said) = await Promtool.RunAsync("test", "rules", Tests);
        Assert.True(content, said);
    }

    [Theory]
    [InlineData("vector(1) < 0", "fires")]
    [InlineData("vector(1)", "is silent just short of it")]
    public async Task The_test_of_each_alert_fails_when_the_alert_never_or_always_fires(string expression, string test)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("ourateams-rules-");
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "rules.yaml"), AlertRules.Read().With(expression));
        File.Copy(Tests, Path.Combine(folder.FullName, "rules.test.yaml"));

        (bool content, string said) = await Promtool.RunAsync("test", "rules", Path.Combine(folder.FullName, "rules.test.yaml"));

        folder.Delete(recursive: true);
        Assert.False(content);
        Assert.All(Names, name => Assert.Contains($"name: {name} {test}", said, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_alert_says_how_bad_it_is_and_where_to_read_on()
    {
        Assert.Equal(Names.Length, Names.Distinct().Count());
        Assert.All(AlertRules.Read().All, rule =>
        {
            string name = AlertRules.Text(rule, "alert");
            Assert.StartsWith("OuraTeams", name, StringComparison.Ordinal);
            Assert.Contains(AlertRules.Text(rule, "labels", "severity"), new[] { "critical", "warning" });
            Assert.NotEmpty(AlertRules.Text(rule, "annotations", "summary"));
            Assert.NotEmpty(AlertRules.Text(rule, "annotations", "description"));
            Assert.Equal($"docs/runbook.md#{name.ToLowerInvariant()}", AlertRules.Text(rule, "annotations", "runbook_url"));
        });
    }

    [Fact]
    public void Every_alert_has_its_paragraph_in_the_runbook_and_every_paragraph_its_alert()
    {
        var paragraphs = Paragraph().Matches(AlertRules.Runbook).ToDictionary(paragraph => paragraph.Groups["name"].Value, paragraph => paragraph.Groups["text"].Value);
        Assert.Equal(Names.Order(), paragraphs.Keys.Order());
        Assert.All(paragraphs.Values, text =>
        {
            Assert.Matches("^\\s*\\S.{80,}", text);
            Assert.Matches("(?s)Look at:\\s+- .+Do:\\s+- .+", text);
        });
    }

    [GeneratedRegex("^## (?<name>\\w+)\n(?<text>(?:(?!^#).*\n?)*)", RegexOptions.Multiline)]
    private static partial Regex Paragraph();
}
