using Microsoft.AspNetCore.Builder;
using OuraTeams.Sandbox;
using OuraTeams.Server.Host;

[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]

namespace OuraTeams.EndToEnd;

/// <summary>The stand-in and a server in this process, over real HTTP and HTTP/2, with a team of forty who joined by their links.</summary>
public sealed class PlatformFixture : IAsyncLifetime
{
    internal const string Organization = "club";
    internal const string Team = "squad";
    internal const int HistoryDays = 30;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ourateams-");
    private WebApplication? _server;

    internal OuraSandbox Sandbox { get; private set; } = null!;

    internal ServerSettings Settings { get; private set; } = null!;

    internal Client Client { get; private set; } = null!;

    internal Deliveries Deliveries { get; private set; } = null!;

    internal World World => Sandbox.World;

    internal string DataFolder => _folder.FullName;

    public async ValueTask InitializeAsync()
    {
        Sandbox = await OuraSandbox.StartAsync(new SandboxOptions
        {
            Url = "http://127.0.0.1:0",
            Members = 40,
            Seed = 7,
            HistoryDays = HistoryDays + 5,
            DeliveryRetryPause = TimeSpan.FromMilliseconds(100),
        });
        Settings = new ServerSettings(Sandbox, DataFolder);
        Settings.Values["Accounts:HistoryDays"] = $"{HistoryDays}";
        _server = ServerApplication.Build([], Settings.Values, TestLog.Configure);
        await _server.StartAsync();
        Client = new Client(Settings);
        Deliveries = new Deliveries(Settings, Sandbox.Options.ClientSecret);
        await Members.JoinAllAsync(Client, Organization, Team, World.Members);
    }

    public async ValueTask DisposeAsync()
    {
        Client?.Dispose();
        Deliveries?.Dispose();
        if (_server is not null)
        {
            await _server.StopAsync();
            await _server.DisposeAsync();
        }

        await Sandbox.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    /// <summary>Waits until a day's summary is right in every number.</summary>
    internal Task IsRightAsync(DateOnly day) =>
        Truth.HoldsAsync(World, World.Members, () => Client.SummaryAsync(Organization, Team, day));
}

/// <summary>The tests that share one platform.</summary>
[CollectionDefinition(Name)]
public sealed class PlatformTests : ICollectionFixture<PlatformFixture>
{
    /// <summary>Name of the collection.</summary>
    public const string Name = "platform";
}
