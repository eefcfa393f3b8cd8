using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using OuraTeams.Contracts.Accounts;

namespace OuraTeams.Grains.Telemetry;

/// <summary>
/// Shows how many grains of ours are in memory here, and what they hold. They tell it: a grain's state must not be read from
/// outside of its turns. One for the process, as instruments are.
/// </summary>
internal static class ActiveGrains
{
    private static readonly ConcurrentDictionary<object, (ConnectionStatus State, int Marks)> Accounts = new();
    private static readonly ConcurrentDictionary<object, int> Partitions = new();
    private static readonly ConcurrentDictionary<object, int> Schedulers = new();
    private static readonly ConcurrentDictionary<object, int> Routers = new();
    private static readonly Meter Meter = new(Instruments.Name);

    static ActiveGrains()
    {
        Meter.CreateObservableGauge("ourateams.accounts.active", States, "{account}", "Ring accounts in memory, by the state of their connection.");
        Meter.CreateObservableGauge("ourateams.accounts.registered", () => Schedulers.Values.Sum(accounts => (long)accounts), "{account}", "Ring accounts that the schedulers in memory walk; over all silos, every account.");
        Meter.CreateObservableGauge("ourateams.inbox.marks", () => Accounts.Values.Sum(account => (long)account.Marks), "{mark}", "Marks that wait to be fetched, of the accounts in memory.");
        Meter.CreateObservableGauge("ourateams.partitions.active", () => (long)Partitions.Count, "{partition}", "Team partitions in memory.");
        Meter.CreateObservableGauge("ourateams.partitions.members", () => Partitions.Values.Sum(members => (long)members), "{member}", "Members whose days the team partitions in memory hold.");
        Meter.CreateObservableGauge("ourateams.events.put_off", () => Routers.Values.Sum(events => (long)events), "{event}", "Events that accounts could not take, kept by the routers in memory to be tried again.");
    }

    /// <summary>Has the gauges made.</summary>
    public static void Begin() => System.Runtime.CompilerServices.RuntimeHelpers.RunClassConstructor(typeof(ActiveGrains).TypeHandle);

    /// <summary>An account is in memory.</summary>
    public static void EnterAccount(object account, ConnectionStatus status, int marks) => Accounts[account] = (status, marks);

    /// <summary>An account's state was written. Says nothing once the account has left.</summary>
    public static void ShowAccount(object account, ConnectionStatus status, int marks)
    {
        if (Accounts.TryGetValue(account, out (ConnectionStatus State, int Marks) shown))
        {
            Accounts.TryUpdate(account, (status, marks), shown);
        }
    }

    /// <summary>An account is in memory no more.</summary>
    public static void LeaveAccount(object account) => Accounts.TryRemove(account, out _);

    /// <summary>A team partition is in memory, and holds so many members.</summary>
    public static void ShowPartition(object partition, int members) => Partitions[partition] = members;

    /// <summary>A team partition is in memory no more.</summary>
    public static void LeavePartition(object partition) => Partitions.TryRemove(partition, out _);

    /// <summary>A scheduler is in memory, and walks so many accounts.</summary>
    public static void ShowScheduler(object scheduler, int accounts) => Schedulers[scheduler] = accounts;

    /// <summary>A scheduler is in memory no more.</summary>
    public static void LeaveScheduler(object scheduler) => Schedulers.TryRemove(scheduler, out _);

    /// <summary>A router is in memory, and keeps so many events for accounts that could not take them.</summary>
    public static void ShowRouter(object router, int events) => Routers[router] = events;

    /// <summary>A router is in memory no more.</summary>
    public static void LeaveRouter(object router) => Routers.TryRemove(router, out _);

    private static IEnumerable<Measurement<long>> States()
    {
        ILookup<ConnectionStatus, int> byState = Accounts.Values.ToLookup(account => account.State, account => account.Marks);
        return Enum.GetValues<ConnectionStatus>()
            .Select(state => new Measurement<long>(byState[state].LongCount(), new KeyValuePair<string, object?>("state", Label<ConnectionStatus>.Of(state))));
    }
}
