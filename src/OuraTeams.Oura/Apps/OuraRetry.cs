using System.Net;
using Microsoft.Extensions.Http.Resilience;
using Polly;

namespace OuraTeams.Oura;

/// <summary>When a request to Oura's API is sent again.</summary>
internal static class OuraRetry
{
    public static void Add(ResiliencePipelineBuilder<HttpResponseMessage> pipeline, OuraOptions options)
    {
        if (options.Retries == 0)
        {
            return;
        }

        pipeline.AddRetry(new HttpRetryStrategyOptions
        {
            MaxRetryAttempts = options.Retries,
            Delay = options.RetryPause,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,

            // Whoever owns the budget waits that long, not a call that holds a connection.
            ShouldRetryAfterHeader = false,
            ShouldHandle = attempt => ValueTask.FromResult(
                attempt.Context.GetRequestMessage()?.Method == HttpMethod.Get && MayPass(attempt.Outcome)),
        });
    }

    private static bool MayPass(Outcome<HttpResponseMessage> outcome) =>
        outcome.Exception is HttpRequestException
        || outcome.Result is { StatusCode: >= HttpStatusCode.InternalServerError, Headers.RetryAfter: null };
}
