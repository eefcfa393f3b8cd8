using System.Diagnostics;
using Grpc.Core;
using OuraTeams.Protocol.V1;
using StackExchange.Redis;

namespace OuraTeams.Cluster.Tests.Faults;

/// <summary>Three silos under a storm of events, and what must hold after any fault.</summary>
internal sealed class FaultCluster : IAsyncDisposable
{
    private const int Silos = 3;

    /// <summary>As Orleans writes the status of a dead silo.</summary>
    private const string Dead = "\"Status\":6";
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly SiloNetworks? _networks;
    private readonly BudgetWatch _budget;
    private readonly Dictionary<(string Member, DateOnly Day), SeriesTruth> _series = [];
    private int _seed;

    private FaultCluster(FaultForm form, TestCluster cluster, SiloNetworks? networks)
    {
        (Form, Cluster, _networks) = (form, cluster, networks);
        _budget = new BudgetWatch(cluster, form.Budget);
        Days = [.. Enumerable.Range(1, 3).Select(back => cluster.World.Today.AddDays(-back))];
    }

    public FaultForm Form { get; }

    public TestCluster Cluster { get; }

    /// <summary>The silos' networks; null where this machine doesn't let us make any.</summary>
    public SiloNetworks? Networks => _networks;

    /// <summary>Days whose documents change.</summary>
    public IReadOnlyList<DateOnly> Days { get; }

    public static async Task<FaultCluster> StartAsync(FaultForm form)
    {
        SiloNetworks? networks = SiloNetworks.ArePossible ? await SiloNetworks.CreateAsync(Silos) : null;
        TestCluster? cluster = null;
        try
        {
            cluster = await TestCluster.StartAsync(Shape(form, networks));
            var faults = new FaultCluster(form, cluster, networks);
            if (await faults.DifferenceAsync(form.Limit) is { } wrong)
            {
                throw new InvalidOperationException($"Wrong before any fault: {wrong}");
            }

            return faults;
        }
        catch
        {
            await DisposeAsync(cluster, networks);
            throw;
        }
    }

    /// <summary>Has something go wrong in a storm, and measures.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="done">What is done, as a sentence.</param>
    /// <param name="eve">What the fault waits for, in the storm.</param>
    /// <param name="fault">Begins the fault and ends it; what is still broken after it stays so until the truth is there.</param>
    public async Task<FaultResult> SufferAsync(string name, string done, Func<Task> eve, Func<Task> fault)
    {
        (long twice, long refreshes, long refused) = (Cluster.Sandbox.Refreshes.UsedTwice, Cluster.Sandbox.Refreshes.Total, Cluster.Sandbox.Requests.Refused);
        await using var storm = new FaultStorm(Cluster, Days, Form.EventsPerSecond, ++_seed);
        await Task.Delay(Form.Around);
        await eve();
        _budget.Begin();
        var clock = Stopwatch.StartNew();
        await fault();
        TimeSpan length = clock.Elapsed;
        await storm.EndAsync();
        string? wrong = await DifferenceAsync(Form.Limit);
        TimeSpan recovery = clock.Elapsed;
        Cluster.Sandbox.Faults.Clear();
        int lost = await LostAsync();
        return new FaultResult(
            name,
            done,
            storm.Changes,
            storm.Accepted,
            wrong,
            storm.Repeated,
            storm.Refused,
            lost,
            Cluster.Sandbox.Refreshes.UsedTwice - twice,
            Cluster.Sandbox.Refreshes.Total - refreshes,
            _budget.Over + Cluster.Sandbox.Requests.Refused - refused,
            _budget.Most,
            length,
            recovery);
    }

    /// <summary>Waits until a silo is dead for the others, whatever it does itself.</summary>
    public async Task DeclaredDeadAsync(ClusterNode silo)
    {
        await using ConnectionMultiplexer redis = await Cluster.Redis.ConnectAsync();
        string endpoint = $"{silo.Settings.Values.GetValueOrDefault("Cluster:Address") ?? "127.0.0.1"}:{silo.Settings.Values["Listen:SiloPort"]}";
        await Eventually.HoldsAsync(
            async () =>
            {
                HashEntry[] rows = await redis.GetDatabase().HashGetAllAsync("ourateams/members/ourateams");
                return rows.Where(row => $"{row.Name}".Contains(endpoint, StringComparison.Ordinal)).All(row => $"{row.Value}".Contains(Dead, StringComparison.Ordinal));
            },
            $"{silo.Name} is declared dead");
    }

    /// <summary>Waits until a process has ended by itself.</summary>
    public static Task EndedAsync(ClusterNode silo) =>
        Eventually.HoldsAsync(() => Task.FromResult(silo.Process.HasEnded), $"{silo.Name} ends, having been declared dead");

    /// <summary>Starts silos that have ended, as an orchestrator would.</summary>
    public async Task ReviveAsync()
    {
        ClusterNode[] ended = [.. Cluster.Silos.Where(silo => silo.Process.HasEnded)];
        foreach (ClusterNode silo in ended)
        {
            silo.Start();
        }

        await Task.WhenAll(Cluster.Silos.Select(silo => silo.ReadyAsync()));
    }

    public async ValueTask DisposeAsync()
    {
        await _budget.DisposeAsync();
        await DisposeAsync(Cluster, _networks);
    }

    private static async Task DisposeAsync(TestCluster? cluster, SiloNetworks? networks)
    {
        try
        {
            if (cluster is not null)
            {
                await cluster.DisposeAsync();
            }
        }
        finally
        {
            if (networks is not null)
            {
                await networks.DisposeAsync();
            }
        }
    }

    private static ClusterShape Shape(FaultForm form, SiloNetworks? networks) => new()
    {
        Silos = Silos,
        Members = form.Members,
        HistoryDays = 10,
        RedisFails = true,
        Place = networks is null ? null : name => networks.Place(int.Parse(name.Split('-')[1], System.Globalization.CultureInfo.InvariantCulture)),
        RedisArguments = networks is null ? [] : ["--bind", "127.0.0.1", networks.Machine, "--protected-mode", "no"],
        Settings = new Dictionary<string, string?>
        {
            ["Accounts:RefreshAhead"] = $"{form.Tokens.Ahead}",
            ["Accounts:RefreshLease"] = $"{form.Lease}",
            ["Budget:Limit"] = $"{form.Budget}",
            ["Budget:LiveReserve"] = $"{form.Budget / 4}",
            ["Budget:Block"] = $"{form.BudgetBlock}",
        },
        Sandbox = sandbox =>
        {
            sandbox.Url = networks is null ? sandbox.Url : $"http://{networks.Machine}:0";
            sandbox.AccessTokenLifetime = form.Tokens.Life;
            sandbox.RequestsPerToken = form.Budget;
        },
    };

    /// <summary>Waits until the summaries of all days are right in every number.</summary>
    /// <returns>Null, or what is still different at the limit.</returns>
    private async Task<string?> DifferenceAsync(TimeSpan limit)
    {
        string? wrong = null;
        var clock = Stopwatch.StartNew();
        foreach (DateOnly day in Days)
        {
            while ((wrong = await DifferenceAsync(day)) is not null)
            {
                if (clock.Elapsed > limit)
                {
                    return wrong;
                }

                await Task.Delay(Pause);
            }
        }

        return null;
    }

    private async Task<string?> DifferenceAsync(DateOnly day)
    {
        try
        {
            GetTeamSummaryResponse answer = await Cluster.Client.Metrics.GetTeamSummaryAsync(
                new GetTeamSummaryRequest { OrganizationId = TestCluster.Organization, TeamId = TestCluster.Team, Day = $"{day:yyyy-MM-dd}" },
                Cluster.Client.Headers,
                TimeProvider.System.GetUtcNow().UtcDateTime + Deadline);
            return Truth.Difference(Cluster.World, Cluster.People, answer.Summary, Series);
        }
        catch (RpcException refusal)
        {
            return $"no summary: {refusal.Status}";
        }
    }

    /// <summary>The storm changes no time series and no sleep, by which they are cut into days.</summary>
    private SeriesTruth Series(string member, DateOnly day)
    {
        if (!_series.TryGetValue((member, day), out SeriesTruth? known))
        {
            _series[(member, day)] = known = new SeriesTruth(Cluster.World, member, day);
        }

        return known;
    }

    /// <summary>People of the roster who are not connected.</summary>
    private async Task<int> LostAsync()
    {
        var request = new ListMembersRequest { OrganizationId = TestCluster.Organization, TeamId = TestCluster.Team, PageSize = 200 };
        int lost = Cluster.People.Count;
        do
        {
            ListMembersResponse page = await Cluster.Client.Teams.ListMembersAsync(
                request, Cluster.Client.Headers, TimeProvider.System.GetUtcNow().UtcDateTime + Deadline);
            lost -= page.Members.Count(member => member.ConnectionState == ConnectionState.Connected);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        return lost;
    }
}
