using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using OuraTeams.Protocol.V1;
using OuraTeams.Sandbox;
using OuraTeams.Server;

namespace OuraTeams.EndToEnd;

/// <summary>A stand-in and a server of a test's own, in this process.</summary>
internal sealed class SmallPlatform : IAsyncDisposable
{
    public const string Organization = "club";
    public const string Team = "squad";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ourateams-small-");
    private WebApplication? _server;

    private SmallPlatform(OuraSandbox sandbox)
    {
        Sandbox = sandbox;
        Settings = new ServerSettings(sandbox, DataFolder);
    }

    public OuraSandbox Sandbox { get; }

    public ServerSettings Settings { get; }

    public Client Client { get; private set; } = null!;

    /// <summary>What the server is made of.</summary>
    public IServiceProvider Services => _server!.Services;

    public string DataFolder => _folder.FullName;

    public IReadOnlyList<SandboxMember> People => Sandbox.World.Members;

    public DateOnly Yesterday => Sandbox.World.Today.AddDays(-1);

    public static async Task<SmallPlatform> StartAsync(int members, Action<Dictionary<string, string?>>? settings = null, Action<SandboxOptions>? sandbox = null, bool join = true, Action<ILoggingBuilder>? logging = null)
    {
        var options = new SandboxOptions
        {
            Url = "http://127.0.0.1:0",
            Members = members,
            Seed = 23,
            HistoryDays = 20,
            DeliveryRetryPause = TimeSpan.FromMilliseconds(100),
        };
        sandbox?.Invoke(options);
        var platform = new SmallPlatform(await OuraSandbox.StartAsync(options));
        platform.Settings.Values["Accounts:HistoryDays"] = "20";
        settings?.Invoke(platform.Settings.Values);
        platform._server = ServerApplication.Build([], platform.Settings.Values, TestLog.Configure + logging);
        await platform._server.StartAsync();
        platform.Client = new Client(platform.Settings);
        await Members.JoinAllAsync(platform.Client, Organization, Team, join ? platform.People : []);
        return platform;
    }

    /// <summary>Waits until a day's summary, yesterday's by default, is right in every number for these people, all by default.</summary>
    public Task IsRightAsync(IReadOnlyList<SandboxMember>? people = null, DateOnly? day = null) =>
        Truth.HoldsAsync(Sandbox.World, people ?? People, () => Client.SummaryAsync(Organization, Team, day ?? Yesterday));

    /// <summary>The roster.</summary>
    public async Task<IReadOnlyList<Member>> MembersAsync() =>
        (await Client.Teams.ListMembersAsync(new ListMembersRequest { OrganizationId = Organization, TeamId = Team, PageSize = 200 }, Client.Headers)).Members;

    public async ValueTask DisposeAsync()
    {
        Client?.Dispose();
        if (_server is not null)
        {
            await _server.StopAsync();
            await _server.DisposeAsync();
        }

        await Sandbox.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
