using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Storage;
using OuraTeams.Contracts;
using OuraTeams.Contracts.Accounts;
using OuraTeams.Contracts.Keys;
using OuraTeams.Contracts.States;
using OuraTeams.Server.Host;
using StackExchange.Redis;
using OrleansClusterOptions = Orleans.Configuration.ClusterOptions;

namespace OuraTeams.Cluster.Tests;

/// <summary>Many more accounts than the memory of a silo holds. On demand: <c>tests/activation-limits.sh</c>.</summary>
public sealed class ActivationLimitsTests
{
    private const int Parallelism = 64;
    private const int CacheLength = 4096;
    private const int Documents = 321;
    private static readonly int Accounts = int.Parse(Environment.GetEnvironmentVariable("OURATEAMS_ACCOUNTS") ?? "100000", CultureInfo.InvariantCulture);
    private static readonly string Heap = Environment.GetEnvironmentVariable("OURATEAMS_HEAP") ?? "0x10000000";

    [Fact(Explicit = true)]
    public async Task More_accounts_than_memory_holds_are_touched_and_the_silo_lives()
    {
        await using TestCluster cluster = await TestCluster.PrepareAsync(new ClusterShape { Silos = 1, Members = 1 });
        ClusterNode silo = cluster.Silos[0];
        var watch = Stopwatch.StartNew();
        await SeedAsync(silo.Settings);
        Report($"{Accounts} accounts with a cache of {CacheLength} bytes each written in {watch.Elapsed.TotalSeconds:F0} s");

        // The heap that the runtime may have at most; what goes beyond it ends the process.
        silo.Settings.Values["DOTNET_GCHeapHardLimit"] = Heap;
        await silo.StartAsync();
        using IHost client = await ConnectAsync(cluster);
        IClusterClient grains = client.Services.GetRequiredService<IClusterClient>();
        IManagementGrain management = grains.GetGrain<IManagementGrain>(0);
        watch.Restart();
        int touched = 0;
        int most = 0;
        long documents = 0;
        long resident = 0;
        foreach (int[] share in Enumerable.Range(0, Accounts).Chunk(5_000))
        {
            await Parallel.ForEachAsync(share, new ParallelOptions { MaxDegreeOfParallelism = Parallelism }, async (number, _) =>
            {
                AccountStatus status = await grains.GetGrain<IRingAccountGrain>(Key(number).ToString()).GetStatusAsync();
                Interlocked.Add(ref documents, status.Summary.Documents);
                Interlocked.Increment(ref touched);
            });
            int active = await management.GetTotalActivationCount();
            most = Math.Max(most, active);
            resident = Math.Max(resident, await ResidentAsync(silo.Process.Id));
            Report($"{touched} touched after {watch.Elapsed.TotalSeconds:F0} s, {active} activations, {await ResidentAsync(silo.Process.Id) >> 20} MiB resident");
        }

        Report($"heap limit {Convert.ToInt64(Heap, 16) >> 20} MiB: {touched / watch.Elapsed.TotalSeconds:F0} accounts a second, {most} activations at most, {resident >> 20} MiB resident at most");
        Assert.Equal((long)Accounts * Documents, documents);
        Assert.True(most < Accounts, "All activations fitted: the heap is too large to show anything.");
        await client.StopAsync();
        Assert.Equal(0, await silo.StopAsync());
    }

    private static AccountKey Key(int number) => new("club", $"person-{number:D6}");

    private static void Report(string line) => TestContext.Current.SendDiagnosticMessage(line);

    /// <summary>Writes a cache for each account, by the server's own storage.</summary>
    private static async Task SeedAsync(ServerSettings settings)
    {
        await using WebApplication server = ServerApplication.Build([], settings.Values, logging => logging.ClearProviders());
        await server.StartAsync();
        IGrainStorage storage = server.Services.GetRequiredKeyedService<IGrainStorage>(Names.Storage);
        await Parallel.ForEachAsync(Enumerable.Range(0, Accounts), new ParallelOptions { MaxDegreeOfParallelism = Parallelism }, async (number, _) =>
        {
            var state = new GrainState<CacheState>(new CacheState { Readings = RandomNumberGenerator.GetBytes(CacheLength), DocumentCount = Documents });
            await storage.WriteStateAsync("cache", GrainId.Create(Names.RingAccount, Key(number).ToString()), state);
        });
        await server.StopAsync();
    }

    private static async Task<IHost> ConnectAsync(TestCluster cluster)
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.UseOrleansClient(client =>
        {
            client.Configure<OrleansClusterOptions>(options => (options.ServiceId, options.ClusterId) = ("ourateams", "ourateams"));
            client.UseRedisClustering(options => options.ConfigurationOptions = ConfigurationOptions.Parse(cluster.Redis.Connection));
        });
        IHost host = builder.Build();
        await host.StartAsync();
        return host;
    }

    private static async Task<long> ResidentAsync(int process)
    {
        string line = (await File.ReadAllLinesAsync($"/proc/{process}/status")).Single(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
    }
}
