namespace OuraTeams.Deploy.Tests.Chart;

/// <summary>What an operator is told after an installation.</summary>
public sealed class NotesTests
{
    [Theory]
    [InlineData("club", "redirect address https://rings.club.example.org/oauth/callback")]
    [InlineData("club", "webhooks arrive at https://rings.club.example.org/webhooks/oura/main")]
    [InlineData("club", "give a Secret that you keep a copy of")]
    [InlineData("cluster", "port-forward svc/teams-ourateams-grpc 5081:5081")]
    [InlineData("trial", "No Oura app is set")]
    [InlineData("trial", "redis.trial is for trials only")]
    public async Task They_name_what_is_left_to_do(string values, string told) => Assert.Contains(told, await NotesAsync(values), StringComparison.Ordinal);

    [Fact]
    public async Task They_are_silent_on_what_is_done()
    {
        string notes = await NotesAsync("enterprise");
        Assert.All(["Nothing leads from", "No Oura app", "for trials", "shell"], warning => Assert.DoesNotContain(warning, notes, StringComparison.Ordinal));
    }

    private static async Task<string> NotesAsync(string values)
    {
        string printed = (await Tool.HelmAsync("install", Rendering.Release, Repository.Chart, "--namespace", Rendering.Namespace, "--dry-run=client", "-f", Rendering.ValuesOf(values))).Succeeded();
        return printed[printed.IndexOf("NOTES:", StringComparison.Ordinal)..];
    }
}
