using OuraTeams.Contracts.Keys;

namespace OuraTeams.Grains.Recovery;

/// <summary>
/// Wakes the next activation of ring accounts whose activation has ended with work left. The runtime ends activations whenever
/// the cluster changes, and an account ends its own when a write failed; nobody else knows then that there is work.
/// </summary>
internal interface ISuccessorWaker
{
    /// <summary>Notes an account and returns at once. The same account again, while it is waiting, adds nothing.</summary>
    /// <param name="account">Whose activation ends.</param>
    /// <param name="due">When there is work.</param>
    /// <param name="afterFailure">Whether the activation ends because its store failed: the next one would fail at once as well.</param>
    void Wake(AccountKey account, DateTimeOffset due, bool afterFailure);
}
