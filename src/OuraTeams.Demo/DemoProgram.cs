using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OuraTeams.Protocol.V1;
using OuraTeams.Sandbox;
using OuraTeams.Server.Host;
using OuraTeams.Server.Host.Settings;
using Serilog;
using Spectre.Console;

namespace OuraTeams.Demo;

/// <summary>
/// The stand-in for Oura and the platform in one process, a team whose members join over HTTP, and a live
/// table of the aggregates that a gRPC client gets. Keeps its data, so that the next start goes on.
/// </summary>
internal static class DemoProgram
{
    private const string App = "demo";
    private static readonly TimeSpan Redraw = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Reprint = TimeSpan.FromSeconds(5);

    /// <summary>Runs until Ctrl-C.</summary>
    public static async Task RunAsync(string[] args)
    {
        IConfiguration settings = new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine(args).Build();
        KnownSettings.Check(settings, [("Demo", typeof(DemoOptions))]);
        DemoOptions demo = settings.Read<DemoOptions>("Demo");
        string folder = Path.GetFullPath(settings["Storage:DataFolder"] ?? Path.Combine("data", "demo"));
        AnsiConsole.MarkupLine("[bold]OuraTeams demo[/]: a stand-in for Oura, the platform, and a team, in one process.");

        await using OuraSandbox sandbox = await StartSandboxAsync(demo, folder);
        await using WebApplication server = ServerApplication.Build(args, Settings(sandbox, folder), logging => LogToFile(logging, folder));
        await server.StartAsync();
        CancellationToken stopping = server.Lifetime.ApplicationStopping;
        try
        {
            await ShowAsync(server, sandbox, folder, stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Ctrl-C ends the demo.
        }
        catch (RpcException) when (stopping.IsCancellationRequested)
        {
            // Ctrl-C ended a call that was under way.
        }

        await server.StopAsync();
        AnsiConsole.MarkupLineInterpolated($"Stopped. The data is in [bold]{folder}[/]; the same command goes on with it.");
    }

    private static async Task<OuraSandbox> StartSandboxAsync(DemoOptions demo, string folder)
    {
        try
        {
            return await OuraSandbox.StartAsync(new SandboxOptions
            {
                Url = $"http://127.0.0.1:{demo.SandboxPort}",
                Members = demo.Members,
                Seed = demo.Seed,
                SyncsPerSecond = demo.SyncsPerSecond,
                StateFolder = Path.Combine(folder, "sandbox"),
            });
        }
        catch (IOException error)
        {
            throw new SettingsException($"{error.Message} Set Demo:SandboxPort.", error);
        }
    }

    private static Dictionary<string, string?> Settings(OuraSandbox sandbox, string folder) => new()
    {
        ["Storage:DataFolder"] = folder,
        [$"Oura:Apps:{App}:ClientId"] = sandbox.Options.ClientId,
        [$"Oura:Apps:{App}:ClientSecret"] = sandbox.Options.ClientSecret,
        [$"Oura:Apps:{App}:ApiUrl"] = sandbox.Address.AbsoluteUri,
        [$"Oura:Apps:{App}:AuthorizeUrl"] = new Uri(sandbox.Address, "/oauth/authorize").AbsoluteUri,
        [$"Oura:Apps:{App}:RevokeUrl"] = new Uri(sandbox.Address, "/oauth/revoke").AbsoluteUri,
        [$"Oura:Apps:{App}:TokenUrl"] = new Uri(sandbox.Address, "/oauth/token").AbsoluteUri,
        ["Accounts:QuietTime"] = "00:00:00.500",
    };

    private static void LogToFile(ILoggingBuilder logging, string folder)
    {
        logging.ClearProviders();
        logging.AddSerilog(
            new LoggerConfiguration().WriteTo.File(
                Path.Combine(folder, "demo.log"), fileSizeLimitBytes: 10_000_000, rollOnFileSizeLimit: true, retainedFileCountLimit: 2, formatProvider: System.Globalization.CultureInfo.InvariantCulture).CreateLogger(),
            dispose: true);
    }

    private static async Task ShowAsync(WebApplication server, OuraSandbox sandbox, string folder, CancellationToken stopping)
    {
        ServerAddresses addresses = server.Services.GetRequiredService<ServerAddresses>();
        using var team = new DemoTeam(addresses);
        using var meters = new DemoMeters(TimeProvider.System);
        var table = new DemoTable();
        int connected = 0;
        string[] notes =
        [
            $"gRPC {addresses.Grpc}   token {addresses.Token}",
            $"Oura stand-in and its members {sandbox.Address}",
            $"log {Path.Combine(folder, "demo.log")}",
            "Ctrl-C stops it; the next start goes on.",
        ];
        Task joining = team.EnsureAsync(sandbox.World.Members, count => Volatile.Write(ref connected, count), stopping);
        Task watching = WatchAsync(team, table, joining, stopping);
        Task drawing = DrawAsync(Draw, joining, stopping);
        await await Task.WhenAny(FailureOf(joining, stopping), watching, drawing);

        Spectre.Console.Rendering.IRenderable Draw()
        {
            lock (table)
            {
                return table.Draw(Volatile.Read(ref connected), meters, notes);
            }
        }
    }

    /// <summary>Ends only when the task fails, or at the end of everything.</summary>
    private static async Task FailureOf(Task task, CancellationToken stopping)
    {
        await task;
        await Task.Delay(Timeout.InfiniteTimeSpan, stopping);
    }

    private static async Task WatchAsync(DemoTeam team, DemoTable table, Task joining, CancellationToken stopping)
    {
        // The team exists once the first members join; with an earlier start's data, at once.
        await Task.WhenAny(joining, Task.Delay(TimeSpan.FromSeconds(1), stopping));
        while (true)
        {
            using AsyncServerStreamingCall<WatchTeamSummaryResponse> call = team.Metrics.WatchTeamSummary(
                new WatchTeamSummaryRequest { OrganizationId = DemoTeam.Organization, TeamId = DemoTeam.Team }, team.Headers, cancellationToken: stopping);
            try
            {
                await foreach (WatchTeamSummaryResponse response in call.ResponseStream.ReadAllAsync(stopping))
                {
                    lock (table)
                    {
                        table.Take(response.Summary);
                    }
                }
            }
            catch (RpcException refusal) when (refusal.StatusCode is StatusCode.NotFound or StatusCode.Unavailable && !stopping.IsCancellationRequested)
            {
                await Task.Delay(Redraw, stopping);
            }
        }
    }

    /// <summary>Draws in place on a terminal; elsewhere prints anew now and then.</summary>
    private static async Task DrawAsync(Func<Spectre.Console.Rendering.IRenderable> draw, Task joining, CancellationToken stopping)
    {
        if (!AnsiConsole.Profile.Capabilities.Interactive || Console.IsOutputRedirected)
        {
            await Task.WhenAny(joining, Task.Delay(Timeout.InfiniteTimeSpan, stopping));
            while (true)
            {
                await Task.Delay(Reprint, stopping);
                AnsiConsole.Write(draw());
            }
        }

        await AnsiConsole.Live(draw()).StartAsync(async live =>
        {
            while (true)
            {
                live.UpdateTarget(draw());
                await Task.Delay(Redraw, stopping);
            }
        });
    }
}
