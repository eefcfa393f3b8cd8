using OuraTeams.Oura.Apps;

namespace OuraTeams.Oura.Http;

/// <summary>Counts the requests that a call makes, before it makes them.</summary>
public interface IRequestBudget
{
    /// <summary>
    /// Called before every single HTTP request of a call: before each page of a list and before each repeat of a request
    /// that failed. It runs where the call runs: a call that is awaited on a task scheduler spends on that scheduler. The
    /// time that it takes does not count against <see cref="OuraOptions.Timeout"/>.
    /// </summary>
    /// <param name="cancellation">The token of the call.</param>
    /// <returns>Ends when the request may be made. An exception ends the call and reaches its caller unchanged.</returns>
    ValueTask SpendAsync(CancellationToken cancellation);
}
