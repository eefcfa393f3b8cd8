using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using OuraTeams.Contracts;

namespace OuraTeams.Grains;

/// <summary>
/// Shows how many grains of ours are in memory here, and what they hold. Counted when somebody asks, so that no count can
/// drift from the truth. One for the process, as instruments are.
/// </summary>
internal static class ActiveGrains
{
    private static readonly ConcurrentDictionary<AccountContext, bool> Accounts = new();
    private static readonly ConcurrentDictionary<object, Func<int>> Partitions = new();
    private static readonly ConcurrentDictionary<object, Func<int>> Sweeps = new();
    private static readonly Meter Meter = new(Instruments.Name);

    static ActiveGrains()
    {
        Meter.CreateObservableGauge("ourateams.accounts.active", States, "{account}", "Ring accounts in memory, by the state of their connection.");
        Meter.CreateObservableGauge("ourateams.accounts.registered", () => Sweeps.Values.Sum(count => (long)count()), "{account}", "Ring accounts that the sweeps in memory walk; over all silos, every account.");
        Meter.CreateObservableGauge("ourateams.inbox.marks", () => Accounts.Keys.Sum(account => (long)account.InboxState.State.Marks.Count), "{mark}", "Marks that wait to be fetched, of the accounts in memory.");
        Meter.CreateObservableGauge("ourateams.partitions.active", () => (long)Partitions.Count, "{partition}", "Team partitions in memory.");
        Meter.CreateObservableGauge("ourateams.partitions.members", () => Partitions.Values.Sum(count => (long)count()), "{member}", "Members whose days the team partitions in memory hold.");
    }

    /// <summary>Has the gauges made.</summary>
    public static void Begin() => System.Runtime.CompilerServices.RuntimeHelpers.RunClassConstructor(typeof(ActiveGrains).TypeHandle);

    /// <summary>An account is in memory.</summary>
    public static void Enter(AccountContext account) => Accounts[account] = true;

    /// <summary>An account is in memory no more.</summary>
    public static void Leave(AccountContext account) => Accounts.TryRemove(account, out _);

    /// <summary>A team partition is in memory.</summary>
    /// <param name="partition">Which.</param>
    /// <param name="members">Counts its members; called from any thread.</param>
    public static void EnterPartition(object partition, Func<int> members) => Partitions[partition] = members;

    /// <summary>A team partition is in memory no more.</summary>
    public static void LeavePartition(object partition) => Partitions.TryRemove(partition, out _);

    /// <summary>A sweep is in memory.</summary>
    /// <param name="sweep">Which.</param>
    /// <param name="accounts">Counts its accounts; called from any thread.</param>
    public static void EnterSweep(object sweep, Func<int> accounts) => Sweeps[sweep] = accounts;

    /// <summary>A sweep is in memory no more.</summary>
    public static void LeaveSweep(object sweep) => Sweeps.TryRemove(sweep, out _);

    private static IEnumerable<Measurement<long>> States()
    {
        var counts = Enum.GetValues<ConnectionStatus>().ToDictionary(state => state, _ => 0L);
        foreach (AccountContext account in Accounts.Keys)
        {
            counts[account.Credential.State.Status]++;
        }

        return counts.Select(pair => new Measurement<long>(pair.Value, new KeyValuePair<string, object?>("state", Label<ConnectionStatus>.Of(pair.Key))));
    }
}
