using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Storage;
using OuraTeams.Contracts;
using OuraTeams.Contracts.Accounts;
using OuraTeams.Contracts.Keys;
using OuraTeams.Grains.States;
using OuraTeams.Protocol.V1;
using OuraTeams.Sandbox;
using OuraTeams.Server.Host;
using ConnectionChange = OuraTeams.Protocol.V1.ConnectionChange;

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

    public static async Task<SmallPlatform> StartAsync(int members, Action<Dictionary<string, string?>>? settings = null, Action<SandboxOptions>? sandbox = null, bool join = true, Action<ILoggingBuilder>? logging = null, Func<SmallPlatform, Task>? before = null, Action<IServiceCollection>? services = null)
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
        platform._server = ServerApplication.Build([], platform.Settings.Values, TestLog.Configure + logging, services: services);
        if (before is not null)
        {
            await before(platform);
        }

        await platform._server.StartAsync();
        platform.Client = new Client(platform.Settings);
        await Members.JoinAllAsync(platform.Client, Organization, Team, join ? platform.People : []);
        return platform;
    }

    /// <summary>Waits until a day's summary, yesterday's by default, is right in every number for these people, all by default.</summary>
    public Task IsRightAsync(IReadOnlyList<SandboxMember>? people = null, DateOnly? day = null) =>
        Truth.HoldsAsync(Sandbox.World, people ?? People, () => Client.SummaryAsync(Organization, Team, day ?? Yesterday));

    /// <summary>Has every account go on with what is due, as the schedulers do within some minutes.</summary>
    public async Task WakeAsync()
    {
        IGrainFactory grains = Services.GetRequiredService<IGrainFactory>();
        await Task.WhenAll(People.Select(person => grains.GetGrain<IRingAccountGrain>(new AccountKey(Organization, person.Id).ToString()).CatchUpAsync()));
    }

    /// <summary>Changes a person's activity of yesterday, of which Oura sends an event.</summary>
    public void Revise(SandboxMember person)
    {
        SandboxDocument activity = Sandbox.World.Documents(person.Id, "daily_activity").First(document => document.Day == Yesterday);
        Sandbox.Webhooks.Publish(Sandbox.World.Revise(person.Id, "daily_activity", activity.Id));
    }

    /// <summary>How a member's account stands.</summary>
    public async Task<RingAccount> AccountAsync(Member member) => (await Client.Fleet.GetRingAccountAsync(
        new GetRingAccountRequest { OrganizationId = Organization, MemberId = member.MemberId }, Client.Headers)).RingAccount;

    /// <summary>The credential that is stored for a person.</summary>
    public async Task<IssuedCredential> CredentialAsync(SandboxMember person)
    {
        var state = new DetachedState<Contracts.States.ConnectionState>(
            Services.GetRequiredKeyedService<IGrainStorage>(Names.Storage), Names.ConnectionState, GrainId.Create(Names.RingAccount, new AccountKey(Organization, person.Id).ToString()));
        await state.ReadStateAsync();
        return state.State.Credential!;
    }

    /// <summary>Waits until watchers are told that a member's connection changed in a way.</summary>
    public async Task<ConnectionChange> ToldAsync(Member member, ConnectionState state)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(4));
        using AsyncServerStreamingCall<WatchConnectionChangesResponse> watch = Client.Fleet.WatchConnectionChanges(
            new WatchConnectionChangesRequest { OrganizationId = Organization }, Client.Headers, cancellationToken: limit.Token);
        while (await watch.ResponseStream.MoveNext(limit.Token))
        {
            if (watch.ResponseStream.Current.Change is { } change && change.MemberId == member.MemberId && change.ConnectionState == state)
            {
                return change;
            }
        }

        throw new InvalidOperationException("The watch ended.");
    }

    /// <summary>The members of the team.</summary>
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
