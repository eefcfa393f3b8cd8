namespace OuraTeams.Cluster.Tests.Faults;

/// <summary>What a fault did.</summary>
/// <param name="Fault">Its name.</param>
/// <param name="Done">What was done, as a sentence.</param>
/// <param name="Changes">Documents that changed meanwhile.</param>
/// <param name="Accepted">Events that were answered 2xx.</param>
/// <param name="Wrong">Where the summaries still differ from the truth at the limit; null for nowhere.</param>
/// <param name="Repeated">Deliveries of events that were known already.</param>
/// <param name="Refused">Deliveries that failed and were repeated.</param>
/// <param name="Lost">People who must connect again.</param>
/// <param name="UsedTwice">Refresh tokens that were used twice.</param>
/// <param name="Refreshes">Refreshes meanwhile.</param>
/// <param name="OverBudget">People for whom more was asked than a token allows, and requests that the stand-in refused for that.</param>
/// <param name="MostRequests">Most requests of one person in five minutes.</param>
/// <param name="Length">Length of the fault.</param>
/// <param name="Recovery">Time from the beginning of the fault until every summary is the truth.</param>
internal sealed record FaultResult(
    string Fault,
    string Done,
    int Changes,
    int Accepted,
    string? Wrong,
    int Repeated,
    int Refused,
    int Lost,
    long UsedTwice,
    long Refreshes,
    long OverBudget,
    long MostRequests,
    TimeSpan Length,
    TimeSpan Recovery)
{
    /// <summary>For people.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{Fault}: {Accepted} of {Changes} events accepted ({Refused} deliveries refused, {Repeated} repeated), {(Wrong is null ? "all applied" : "NOT all applied: " + Wrong)}; {Lost} members lost, {UsedTwice} of {Refreshes} refresh tokens used twice, {OverBudget} over budget, most requests of one person in five minutes {MostRequests}; fault {Length.TotalSeconds:0.0} s, truth {Recovery.TotalSeconds:0.0} s after its beginning.");

    /// <summary>As a row of the table in <c>docs/faults.md</c>.</summary>
    public string Row() => FormattableString.Invariant(
        $"| {Fault} | {Done} | {Accepted} | {(Wrong is null ? "all" : "not all: " + Wrong)} | {Repeated} | {Refused} | {Lost} | {Refreshes} | {UsedTwice} | {OverBudget} | {MostRequests} | {Length.TotalSeconds:0.0} s | {Recovery.TotalSeconds:0.0} s |");
}
