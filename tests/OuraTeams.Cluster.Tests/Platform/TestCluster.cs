using System.Net;
using System.Security.Cryptography;
using Grpc.Core;
using OuraTeams.Protocol.V1;
using OuraTeams.Sandbox;
using OuraTeams.Server.Host.Settings;

namespace OuraTeams.Cluster.Tests;

/// <summary>
/// A redis-server, the stand-in for Oura with its people, and the real server in several processes over them. Webhooks and join
/// links go through <see cref="Intake"/>, one address before all processes that take them.
/// </summary>
internal sealed class TestCluster : IAsyncDisposable
{
    public const string Organization = "club";
    public const string Team = "squad";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ourateams-cluster-");
    private readonly List<ClusterNode> _nodes = [];
    private readonly string _masterKey = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
    private readonly ClusterShape _shape;

    private TestCluster(ClusterShape shape, RedisProcess redis, OuraSandbox sandbox) => (_shape, Redis, Sandbox) = (shape, redis, sandbox);

    public RedisProcess Redis { get; }

    public OuraSandbox Sandbox { get; }

    public World World => Sandbox.World;

    public IReadOnlyList<SandboxMember> People => World.Members;

    /// <summary>The token of gRPC calls.</summary>
    public string Token { get; } = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));

    /// <summary>The one address of all that take webhooks.</summary>
    public Balancer Intake { get; private set; } = null!;

    /// <summary>All processes.</summary>
    public IReadOnlyList<ClusterNode> Nodes => _nodes;

    /// <summary>Those that run grains.</summary>
    public IReadOnlyList<ClusterNode> Silos => [.. _nodes.Where(node => node.Role is ClusterRole.All or ClusterRole.Silo)];

    /// <summary>Those that take webhooks.</summary>
    public IReadOnlyList<ClusterNode> Intakes => [.. _nodes.Where(node => node.Role is ClusterRole.All or ClusterRole.Intake)];

    /// <summary>Those that serve gRPC.</summary>
    public IReadOnlyList<ClusterNode> Gateways => [.. _nodes.Where(node => node.Role is ClusterRole.All or ClusterRole.Gateway)];

    /// <summary>A gRPC client over all gateways; ends with the cluster.</summary>
    public Client Client { get; private set; } = null!;

    /// <summary>Signed deliveries to <see cref="Intake"/>, besides those of the stand-in.</summary>
    public Deliveries Deliveries { get; private set; } = null!;

    /// <summary>Starts Redis and the stand-in and prepares the processes; starts none.</summary>
    public static async Task<TestCluster> PrepareAsync(ClusterShape? shape = null)
    {
        shape ??= new ClusterShape();
        RedisProcess redis = await RedisProcess.StartAsync(shape.Redis, [.. shape.RedisArguments]);
        var options = new SandboxOptions
        {
            Url = "http://127.0.0.1:0",
            Members = shape.Members,
            Seed = 31,
            HistoryDays = shape.HistoryDays,
            DeliveryRetryPause = TimeSpan.FromMilliseconds(200),
        };
        shape.Sandbox?.Invoke(options);
        var cluster = new TestCluster(shape, redis, await OuraSandbox.StartAsync(options));
        cluster.AddNodes();
        return cluster;
    }

    /// <summary>Starts everything and waits until each process is ready.</summary>
    /// <param name="shape">What it is made of.</param>
    /// <param name="join">Whether the stand-in's people join the team.</param>
    public static async Task<TestCluster> StartAsync(ClusterShape? shape = null, bool join = true)
    {
        TestCluster cluster = await PrepareAsync(shape);
        try
        {
            foreach (ClusterNode node in cluster.Nodes)
            {
                node.Start();
            }

            await Task.WhenAll(cluster.Nodes.Select(node => node.ReadyAsync()));
            await cluster.JoinAsync(join ? cluster.People : []);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Makes organization and team and has people join by their links, once every process that shows them has found a silo.</summary>
    public async Task JoinAsync(IReadOnlyList<SandboxMember> people)
    {
        // An intake is ready without a silo; until it has found one, its join pages ask for patience.
        using var http = new HttpClient();
        foreach (ClusterNode intake in Intakes)
        {
            await Eventually.HoldsAsync(
                async () =>
                {
                    using HttpResponseMessage page = await http.GetAsync(new Uri(intake.Settings.Http, $"/join/{Organization}/{Guid.NewGuid()}/secret"));
                    return page.StatusCode == HttpStatusCode.NotFound;
                },
                $"{intake.Name} has found a silo");
        }

        await Members.JoinAllAsync(Client, Organization, Team, people);
    }

    /// <summary>Waits until a day's summary, yesterday's by default, is right in every number.</summary>
    public Task IsRightAsync(DateOnly? day = null) =>
        Truth.HoldsAsync(World, People, () => SummaryAsync(day ?? World.Today.AddDays(-1)));

    /// <summary>A day's summary, asked for again while a gateway is away.</summary>
    public async Task<TeamSummary> SummaryAsync(DateOnly day)
    {
        TeamSummary? summary = null;
        await Eventually.HoldsAsync(
            async () =>
            {
                try
                {
                    summary = await Client.SummaryAsync(Organization, Team, day);
                    return true;
                }
                catch (RpcException refusal) when (refusal.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded)
                {
                    return false;
                }
            },
            "a gateway answers");
        return summary!;
    }

    /// <summary>What the processes printed, for a failure's message.</summary>
    public string Output() => string.Join("\n\n", Nodes.Select(node => $"=== {node.Name}\n{node.Output}"));

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        Deliveries.Dispose();
        foreach (ClusterNode node in _nodes)
        {
            await node.DisposeAsync();
        }

        await Intake.DisposeAsync();
        await Sandbox.DisposeAsync();
        await Redis.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private void AddNodes()
    {
        bool apart = _shape.Intakes + _shape.Gateways > 0;
        Add("silo", apart ? ClusterRole.Silo : ClusterRole.All, _shape.Silos);
        Add("intake", ClusterRole.Intake, _shape.Intakes);
        Add("gateway", ClusterRole.Gateway, _shape.Gateways);
        Intake = new Balancer(Intakes.Select(node => node.Settings.Http));
        foreach (ClusterNode node in _nodes)
        {
            node.Settings.Values["Webhooks:PublicUrl"] = Intake.Address.AbsoluteUri;
        }

        Client = new Client(Gateways.Select(node => node.Settings.Grpc), Token);
        Deliveries = new Deliveries(Intake.Address, Sandbox.Options.ClientSecret);
    }

    private void Add(string name, ClusterRole role, int count)
    {
        for (int number = 1; number <= count; number++)
        {
            string full = $"{name}-{number}";
            NodePlace? place = _shape.Place?.Invoke(full);
            _nodes.Add(new ClusterNode(full, role, Settings(full, role, place), place) { Build = _shape.Build });
        }
    }

    private ServerSettings Settings(string name, ClusterRole role, NodePlace? place)
    {
        var settings = new ServerSettings(Sandbox, Path.Combine(_folder.FullName, name));
        settings.Values["Storage:Kind"] = "Redis";
        string connection = _shape.RedisFails ? Redis.Connection : Redis.PatientConnection;
        settings.Values["Storage:Redis"] = connection;
        settings.Values["Storage:MasterKey"] = _masterKey;
        settings.Values["Access:Token"] = Token;
        settings.Values["Cluster:Role"] = $"{role}";
        settings.Values["Cluster:SiloName"] = name;
        settings.Values["Listen:GatewayPort"] = $"{Ports.Free()}";
        settings.Values["Accounts:HistoryDays"] = $"{_shape.HistoryDays}";
        if (place is not null)
        {
            settings.Host = place.Host;
            settings.Values["Listen:Address"] = place.Host;
            settings.Values["Cluster:Address"] = place.SiloAddress;
            settings.Values["Storage:Redis"] = connection.Replace("127.0.0.1", place.Machine, StringComparison.Ordinal);
        }

        foreach ((string key, string? value) in _shape.Settings)
        {
            settings.Values[key] = value;
        }

        return settings;
    }
}
