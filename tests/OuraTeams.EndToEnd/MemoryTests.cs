using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;
using OuraTeams.Contracts;
using OuraTeams.Contracts.Accounts;
using OuraTeams.Contracts.Keys;
using OuraTeams.Contracts.States;
using OuraTeams.Grains.Accounts.Cache;
using OuraTeams.Grains.States;
using OuraTeams.Metrics.Catalogue;
using OuraTeams.Metrics.Documents;
using OuraTeams.Metrics.Packing;
using OuraTeams.Metrics.Series;
using OuraTeams.Sandbox;

namespace OuraTeams.EndToEnd;

/// <summary>What an account in memory costs.</summary>
public sealed class MemoryTests(ITestOutputHelper output)
{
    private const int Accounts = 1_000;
    private const int Days = 90;
    private const int Target = 32 * 1024;

    [Fact]
    public async Task An_active_account_with_90_days_of_every_metric_takes_at_most_32_KiB()
    {
        await using SmallPlatform platform = await SmallPlatform.StartAsync(1, settings => settings["Accounts:HistoryDays"] = $"{Days}", sandbox => sandbox.HistoryDays = Days + 5, join: false);
        AccountKey[] keys = [.. Enumerable.Range(0, Accounts).Select(number => new AccountKey("memory", $"user-{number}"))];
        CacheState cache = FullCache(platform.Sandbox.World);
        foreach (AccountKey key in keys)
        {
            await StoreAsync(platform, key, cache);
        }

        // The first activation brings what all share.
        IGrainFactory grains = platform.Services.GetRequiredService<IGrainFactory>();
        await ActivateAsync(grains, keys[..1]);
        long before = Used();
        await ActivateAsync(grains, keys[1..]);
        long each = (Used() - before) / (Accounts - 1);

        output.WriteLine($"{each:N0} bytes for each account in memory; {cache.Readings.Length:N0} of them are {cache.DocumentCount:N0} packed documents, {cache.Hours.Length:N0} hours.");
        Assert.InRange(each, cache.Readings.Length, Target);
    }

    private static async Task ActivateAsync(IGrainFactory grains, AccountKey[] keys)
    {
        foreach (AccountKey key in keys)
        {
            AccountStatus status = await grains.GetGrain<IRingAccountGrain>(key.ToString()).GetStatusAsync();
            Assert.Equal(ConnectionStatus.Connected, status.Summary.Status);
        }
    }

    private static long Used()
    {
        for (int round = 0; round < 3; round++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        return GC.GetTotalMemory(forceFullCollection: true);
    }

    private static async Task StoreAsync(SmallPlatform platform, AccountKey key, CacheState cache)
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        await WriteAsync(platform, Names.ConnectionState, key, new Contracts.States.ConnectionState
        {
            Member = new MemberKey(key.Organization, key.OuraUser),
            App = ServerSettings.App,
            Status = ConnectionStatus.Connected,
            ConnectedAt = now,
            Credential = new IssuedCredential
            {
                AccessToken = new string('a', 64),
                RefreshToken = new string('r', 64),
                ExpiresAt = now.AddDays(30),
                Scopes = ["daily", "heartrate", "workout", "session", "spo2", "stress", "heart_health", "tag", "ring_configuration"],
            },
            Partitions = [new PartitionKey(key.Organization, "team", 0)],
            Registered = true,
        });
        await WriteAsync(platform, "inbox", key, new InboxState { ReconciledAt = now, LastSyncedAt = now, LastEventAt = now, LongestSilence = TimeSpan.FromHours(9) });
        await WriteAsync(platform, "cache", key, cache);
        await WriteAsync(platform, "budget", key, new BudgetState { Spent = [.. Enumerable.Range(0, 20).Select(bucket => new BudgetBucket(bucket * 5, 10))] });
    }

    private static async Task WriteAsync<T>(SmallPlatform platform, string name, AccountKey key, T value)
        where T : new()
    {
        var state = new DetachedState<T>(
            platform.Services.GetRequiredKeyedService<IGrainStorage>(Names.Storage), name, GrainId.Create(Names.RingAccount, key.ToString()));
        await state.ReadStateAsync();
        state.State = value;
        await state.WriteStateAsync();
    }

    /// <summary>What the stand-in's first member has of 90 days, read as from Oura; of heart beats the night's figures are drawn.</summary>
    private static CacheState FullCache(World world)
    {
        string person = world.Members[0].Id;
        DateOnly first = world.Today.AddDays(1 - Days);
        List<DocumentReading> readings =
        [
            .. MetricCatalogue.ByDocumentKind.SelectMany(kind => world.Documents(person, kind.Key)
                .Where(document => document.Day >= first)
                .Select(document => Read(kind.Key, document))),
        ];
        IReadOnlyList<Night> nights = Night.Of(readings);
        var hours = new Dictionary<string, IReadOnlyList<HourFigures>>();
        foreach (string series in new[] { "heartrate", "ring_battery_level" })
        {
            for (DateOnly day = first; day <= world.Today; day = day.AddDays(30))
            {
                DateOnly last = day.AddDays(29) < world.Today ? day.AddDays(29) : world.Today;
                SeriesFold fold = SeriesFold.For(series, day, last, nights);
                foreach (JsonObject row in world.Rows(person, series, fold.From, fold.To.AddTicks(-1)))
                {
                    fold.Add(JsonSerializer.SerializeToElement(row));
                }

                readings.AddRange(fold.Readings());
                hours[series] = [.. fold.Hours().TakeLast(HeldHours.Days * 24)];
            }
        }

        var random = new Random(11);
        readings.AddRange(nights.Select(night => new DocumentReading
        {
            Kind = "interbeat_interval",
            DocumentId = $"{night.Day}",
            Day = night.Day,
            Role = DocumentRole.Daily,
            Values = [.. MetricCatalogue.All.Where(metric => metric.DocumentKind == "interbeat_interval").Select(metric => (metric.Number, random.Next(300, 12_000)))],
        }));
        int order = 0;
        readings = [.. readings.Select(reading => reading with { ReadOrder = 1_000 + (order++ / 20) })];
        return new CacheState
        {
            Readings = ReadingPack.Pack(readings),
            DocumentCount = readings.Count,
            Days = DayPack.Pack(readings.Select(reading => reading.Day).Distinct().ToDictionary(day => day, _ => 1_000_000L + random.Next(10_000))),
            Version = 1_010_000,
            ReadOrder = 1_200,
            Ages = [new AgeNote(world.Today, 30)],
            Rings = [new RingView { RingId = new string('i', 36), HardwareType = "gen4", FirmwareVersion = "3.1.12", Color = "silver", Design = "horizon", Size = 9, SetUpAt = default(DateTimeOffset) }],
            Hours = HourPack.Pack(hours),
        };
    }

    private static DocumentReading Read(string kind, SandboxDocument document) =>
        DocumentReader.TryRead(kind, JsonSerializer.SerializeToElement(document.Body), out DocumentReading? reading, out string? problem)
            ? reading
            : throw new InvalidOperationException(problem);
}
