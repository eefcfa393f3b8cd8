using System.Text.Json;
using OuraTeams.Oura.Apps;

namespace OuraTeams.Oura.Http;

/// <summary>
/// Sends a GET to Oura's API, and sends it again when it met no connection or a 5xx. The repeats are made by the call
/// itself, not by an HTTP handler: handlers run on the thread pool, while a budget may belong to a grain and must be spent
/// on the grain's scheduler.
/// </summary>
/// <param name="http">Client without retries of its own.</param>
/// <param name="options">How often, how long.</param>
/// <param name="clock">The time of the pauses and of the limit.</param>
internal sealed class RetryingReader(HttpClient http, OuraOptions options, TimeProvider clock)
{
    /// <summary>Reads an answer as JSON.</summary>
    /// <param name="request">Makes the request, anew for each attempt.</param>
    /// <param name="budget">What each attempt is taken from; null when nobody counts.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <exception cref="OuraException">Any answer but a 2xx with JSON, or none at all, of the last attempt.</exception>
    public async Task<JsonDocument> ReadAsync(Func<HttpRequestMessage> request, IRequestBudget? budget, CancellationToken cancellation)
    {
        TimeSpan left = options.Timeout;
        for (int repeats = 0; ; repeats++)
        {
            if (budget is not null)
            {
                await budget.SpendAsync(cancellation);
            }

            long begun = clock.GetTimestamp();
            TimeSpan pause = Pause(repeats);
            try
            {
                using HttpRequestMessage message = request();
                using var limit = new CancellationTokenSource(left, clock);
                return await OuraResponse.SendForJsonAsync(http, message, limit.Token, cancellation);
            }
            catch (OuraException failure) when (failure.MayPass && repeats < options.Retries && pause < left - clock.GetElapsedTime(begun))
            {
                // The next attempt may succeed.
            }

            await Task.Delay(pause, clock, cancellation);

            // A timer may be late.
            TimeSpan rest = left - clock.GetElapsedTime(begun);
            left = rest > TimeSpan.Zero ? rest : TimeSpan.Zero;
        }
    }

    /// <summary>Twice as long as the one before, give or take a half, so that many callers do not come back at once.</summary>
    private TimeSpan Pause(int repeats) => options.RetryPause * Math.Pow(2, repeats) * (0.5 + Random.Shared.NextDouble());
}
