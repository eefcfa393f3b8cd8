using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Time.Testing;
using Orleans.Reminders;
using Orleans.Storage;
using Orleans.TestingHost;
using OuraTeams.Contracts;
using OuraTeams.EndToEnd;
using OuraTeams.Protocol.V1;
using OuraTeams.Sandbox;
using OuraTeams.Server.Host;
using OuraTeams.Streaming.Queues;

[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]

namespace OuraTeams.Simulation;

/// <summary>
/// The stand-in for Oura and the server in this process, on one simulated clock. The server can be stopped, or die, and be
/// started again over the same data.
/// </summary>
internal sealed class SimulatedPlatform : IAsyncDisposable
{
    public const string Organization = "club";
    public const string Team = "squad";

    private readonly DirectoryInfo _folder = Directory.CreateDirectory(Path.Combine(Root, $"ourateams-simulation-{Guid.NewGuid():N}"));
    private WebApplication? _server;

    private SimulatedPlatform(FakeTimeProvider clock, OuraSandbox sandbox)
    {
        Clock = clock;
        Sandbox = sandbox;
        Settings = new ServerSettings(sandbox, _folder.FullName);
        Time = new SimulatedTime(this);
    }

    public FakeTimeProvider Clock { get; }

    public SimulatedTime Time { get; }

    public OuraSandbox Sandbox { get; }

    public ServerSettings Settings { get; }

    public Network Network { get; } = new();

    public TeamsAway Teams { get; } = new();

    /// <summary>Of the server that runs now.</summary>
    public Edges Edges { get; private set; } = new();

    public Client Client { get; private set; } = null!;

    public IServiceProvider Services => _server!.Services;

    public IReadOnlyList<SandboxMember> People => Sandbox.World.Members;

    /// <summary>Where the data lies: in memory where the machine has a place for that, since nobody outlives the process here.</summary>
    private static string Root => Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath();

    /// <summary>Starts both; nobody has joined yet.</summary>
    public static async Task<SimulatedPlatform> StartAsync(SandboxOptions options, Action<Dictionary<string, string?>>? settings = null)
    {
        // Later than today: browsers compare cookies with the real time.
        var clock = new FakeTimeProvider(new DateTimeOffset(2035, 2, 26, 0, 0, 0, TimeSpan.Zero));
        options.Url = "http://127.0.0.1:0";
        var platform = new SimulatedPlatform(clock, await OuraSandbox.StartAsync(options, clock));
        platform.Settings.Values.Remove("Accounts:QuietTime");
        platform.Settings.Values.Remove("Accounts:LongestQuietTime");
        platform.Settings.Values.Remove("Accounts:RetryPause");
        settings?.Invoke(platform.Settings.Values);
        await platform.StartServerAsync();
        return platform;
    }

    /// <summary>Makes the team and has people join by their links, all by default.</summary>
    public Task JoinAllAsync(IReadOnlyList<SandboxMember>? people = null) => Members.JoinAllAsync(Client, Organization, Team, people ?? People);

    /// <summary>Has one more join.</summary>
    public async Task JoinAsync(SandboxMember person) =>
        Assert.Equal("Your ring is connected", (await Members.JoinAsync(await Members.InviteAsync(Client, Organization, Team, person.Name), person)).Title);

    /// <summary>Starts the server over whatever data there is.</summary>
    public async Task StartServerAsync()
    {
        Edges = new Edges();
        _server = ServerApplication.Build([], Settings.Values, TestLog.Configure, Clock, Replace);
        await _server.StartAsync();
        Client = new Client(Settings);
    }

    /// <summary>Stops the server, if it runs; at once when it is dead.</summary>
    public async Task StopServerAsync()
    {
        Client.Dispose();
        if (_server is { } server)
        {
            _server = null;
            await server.StopAsync(new CancellationToken(canceled: Edges.DiedAt is not null));
            await server.DisposeAsync();
        }
    }

    /// <summary>The roster.</summary>
    public async Task<IReadOnlyList<Member>> MembersAsync() =>
        (await Client.Teams.ListMembersAsync(new ListMembersRequest { OrganizationId = Organization, TeamId = Team, PageSize = 200 }, Client.Headers)).Members;

    /// <summary>The oldest changes of connections, so many at most.</summary>
    public async Task<IReadOnlyList<Protocol.V1.ConnectionChange>> ConnectionChangesAsync(int most)
    {
        var fleet = new FleetService.FleetServiceClient(Client.Channel);
        using AsyncServerStreamingCall<WatchConnectionChangesResponse> call = fleet.WatchConnectionChanges(
            new WatchConnectionChangesRequest { OrganizationId = Organization }, Client.Headers);
        var changes = new List<Protocol.V1.ConnectionChange>();
        while (changes.Count < most && await call.ResponseStream.MoveNext(CancellationToken.None))
        {
            changes.Add(call.ResponseStream.Current.Change);
        }

        return changes;
    }

    /// <summary>How a member's account stands.</summary>
    public async Task<RingAccount> AccountAsync(Member member) =>
        (await new FleetService.FleetServiceClient(Client.Channel).GetRingAccountAsync(
            new GetRingAccountRequest { OrganizationId = Organization, MemberId = member.MemberId }, Client.Headers)).RingAccount;

    /// <summary>Has a member connect again.</summary>
    public async Task ReconnectAsync(Member member, SandboxMember person)
    {
        CreateJoinLinkResponse link = await Client.Teams.CreateJoinLinkAsync(
            new CreateJoinLinkRequest { OrganizationId = Organization, TeamId = Team, MemberId = member.MemberId }, Client.Headers);
        Assert.Equal("Your ring is connected", (await Members.JoinAsync(new Uri(link.JoinLink), person)).Title);
    }

    /// <summary>How many messages are in the queue, and how many could not be delivered.</summary>
    public async Task<(long Length, long Dead)> QueueAsync()
    {
        IQueueStore queue = Services.GetRequiredKeyedService<IQueueStore>(Names.EventStreams);
        (long Length, long Dead) sum = (0, 0);
        for (int partition = 0; partition < queue.Partitions; partition++)
        {
            QueueDepth depth = await queue.MeasureAsync(partition, CancellationToken.None);
            sum = (sum.Length + depth.Length, sum.Dead + depth.Dead);
        }

        return sum;
    }

    /// <summary>Goes on until the summaries of the last days are right in every number.</summary>
    public async Task IsRightAsync(int days)
    {
        string? difference = null;
        for (int back = 1; back <= days; back++)
        {
            await Time.UntilAsync(
                async () => (difference = Truth.Difference(Sandbox.World, People, await Client.SummaryAsync(Organization, Team, Sandbox.World.Today.AddDays(-back)))) is null,
                () => $"the summary of {back} days ago is right, but {difference}",
                TimeSpan.FromHours(1),
                TimeSpan.FromSeconds(10));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopServerAsync();
        await Sandbox.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private void Replace(IServiceCollection services)
    {
        // Orleans' own loops stay on the real clock: on one that jumps they would spin. Reminders and grains follow ours.
        services.UseTimeProviderForBackgroundAreas(TimeProvider.System);
        services.AddKeyedSingleton<TimeProvider>(ReminderTimeProviderNames.Reminders, Clock);
        services.AddSingleton<IIncomingGrainCallFilter>(Teams);
        Edges edges = Edges;
        services.AddSingleton<IHttpMessageHandlerBuilderFilter>(new EdgeHttp.Filter(edges, Network, Clock));
        Decorate<IQueueStore>(services, _ => true, store => new EdgeQueue(store, edges));

        // The files below the encryption: what is written there is all that outlives a process.
        Decorate<IGrainStorage>(services, key => !Names.Storage.Equals(key), storage => new EdgeStorage(storage, edges));
    }

    private static void Decorate<T>(IServiceCollection services, Func<object?, bool> which, Func<T, T> with)
        where T : class
    {
        foreach (ServiceDescriptor made in services.Where(made => made.ServiceType == typeof(T) && made.IsKeyedService && which(made.ServiceKey)).ToList())
        {
            services.Remove(made);
            services.AddKeyedSingleton(made.ServiceKey, (provider, key) => with((T)made.KeyedImplementationFactory!(provider, key)));
        }
    }
}
