using System.Diagnostics;
using System.Net;

namespace OuraTeams.Sandbox.Tests;

/// <summary>The sandbox as a program of its own.</summary>
public sealed class ProgramTests
{
    [Fact]
    public async Task Alone_it_takes_its_settings_from_the_environment_and_serves_a_page_that_says_what_it_is()
    {
        using var process = Start(("Sandbox__Members", "3"), ("Sandbox__Generation", "V129"), ("Sandbox__RedirectUris__0", "http://app.example/cb"));
        try
        {
            var line = await process.StandardOutput.ReadLineAsync(TestApp.Stop).AsTask().WaitAsync(TimeSpan.FromSeconds(30), TestApp.Stop);
            var address = line!.Split("listens on ")[1].Split(';')[0];
            using var http = new HttpClient { BaseAddress = new Uri(address) };
            var page = await http.GetStringAsync("/", TestApp.Stop);
            Assert.Contains("A stand-in for Oura Cloud API v2", page, StringComparison.Ordinal);
            Assert.Contains("3 members", page, StringComparison.Ordinal);
            Assert.Contains("1.29", page, StringComparison.Ordinal);
            Assert.Contains("members live their days", page, StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.BadRequest, (await http.GetAsync("/oauth/authorize?response_type=code&client_id=sandbox-client&redirect_uri=http://app.example/other", TestApp.Stop)).StatusCode);
            Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/oauth/authorize?response_type=code&client_id=sandbox-client", TestApp.Stop)).StatusCode);
        }
        finally
        {
            process.Kill();
        }
    }

    [Fact]
    public async Task A_setting_that_can_not_be_used_ends_it_with_a_sentence_that_names_it()
    {
        using var process = Start(("Sandbox__RateWindow", "00:00:00"));
        var said = await process.StandardError.ReadToEndAsync(TestApp.Stop);
        await process.WaitForExitAsync(TestApp.Stop);
        Assert.Equal(1, process.ExitCode);
        Assert.Equal("The setting Sandbox:RateWindow must be at least one second.", said.Trim());
    }

    private static Process Start(params (string Name, string Value)[] settings)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "OuraTeams.Sandbox.dll"));
        start.Environment["Sandbox__Url"] = "http://127.0.0.1:0";
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }
}
