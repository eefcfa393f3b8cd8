using CsCheck;
using OuraTeams.Oura.Documents;
using OuraTeams.Oura.Http;
using OuraTeams.Oura.Kinds;
using OuraTeams.Oura.OAuth;

namespace OuraTeams.Oura.Tests;

/// <summary>Whatever Oura answers, a call ends soon: with a result or with an <see cref="OuraException"/>.</summary>
public sealed class GarbageAnswerTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private static readonly string[] GoodAnswers =
    [
        """{"id":"user-1","age":34,"weight":74.8,"height":1.8,"biological_sex":"female","email":"a@example.com"}""",
        """{"id":"a","day":"2026-03-01","score":80,"contributors":{"deep_sleep":3}}""",
        """{"data":[{"id":"a","day":"2026-03-01"},{"id":"b","day":"2026-03-02"}],"next_token":"more"}""",
        """{"access_token":"a","refresh_token":"r","expires_in":3600,"scope":"extapi:daily","token_type":"bearer"}""",
        """{"id":"s","callback_url":"https://a.example/w","event_type":"create","data_type":"sleep","expiration_time":"2026-05-01T00:00:00"}""",
        """[{"id":"s","callback_url":"https://a.example/w","event_type":"create","data_type":"sleep","expiration_time":null}]""",
        """{"error":"invalid_grant","error_description":"Refresh token is used."}""",
        """{"detail":[{"loc":["body","data_type"],"msg":"Input should be 'tag'","type":"enum","input":"x","ctx":{"expected":"'tag'"}}]}""",
        """{"data":[{"timestamp":"2026-03-01T10:00:00.000Z","timestamp_unix":1772359200000,"bpm":64,"source":"awake"}],"next_token":"more"}""",
        Samples.Of("sleep").GetRawText(),
        """{"issuer":"https://a.example","authorization_endpoint":"http://a.example/a","token_endpoint":"http://a.example/t","revocation_endpoint":null}""",
        """{"detail":[{"loc":["query"],"msg":"Token is not authorized access daily scope."}],"title":"Unauthorized","status":401}""",
    ];

    private static readonly Gen<byte[]> Body = Gen.Frequency(
        (1, Gen.Byte.Array[0, 100]),
        (8, Gen.OneOf(GoodAnswers).SelectMany(Garbage.Damaged)));

    private static readonly Gen<int> Status = Gen.Frequency(
        (6, Gen.OneOf(200, 201)),
        (3, Gen.OneOf(204, 206, 302, 304, 400, 401, 403, 404, 408, 409, 410, 418, 422, 426, 429, 500, 502, 503, 504, 599)));

    private static readonly Gen<string?> ContentType =
        Gen.OneOf<string?>(null, "application/json", "text/html; charset=klingon", "application/json; charset=utf-16", ";;;", "text/plain");

    private static readonly Gen<(string, string)[]> Headers = Gen.OneOf<(string, string)[]>(
        [], [], [], [("Content-Encoding", "gzip")], [("Content-Encoding", "br")], [("Content-Encoding", "nonsense")], [("Retry-After", "x")], [("Location", "/")]);

    [Fact(Timeout = 120_000)]
    public async Task A_garbage_answer_is_a_result_or_an_OuraException_and_never_a_hang()
    {
        await using ScriptedOura oura = await ScriptedOura.StartAsync(Answers.Empty(200));
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        using var http = new HttpClient { Timeout = Limit };
        Func<Task>[] calls =
        [
            () => oura.App.Api.GetPersonalInfoAsync("token-1", Unlimited.Budget, cancellation),
            () => oura.App.Api.GetAsync(DocumentKind.DailySleep, "a", "token-1", Unlimited.Budget, cancellation),
            async () =>
            {
                await foreach (OuraDocument document in oura.App.Api.ListAsync(DocumentKind.Sleep, new(2026, 3, 1), new(2026, 3, 2), "token-1", Unlimited.Budget, null, cancellation))
                {
                    Assert.NotEmpty(document.Id);
                }
            },
            () => oura.App.Api.GetRecordAsync(DocumentKind.Sleep, "a", "token-1", Unlimited.Budget, cancellation),
            async () => await oura.App.Api.ListRecordsAsync(TimeSeriesKind.HeartRate, new(2026, 3, 1, 0, 0, 0, default), new(2026, 3, 2, 0, 0, 0, default), "token-1", Unlimited.Budget, cancellation).CountAsync(cancellation),
            () => oura.App.Api.LatestRecordAsync(TimeSeriesKind.HeartRate, "token-1", Unlimited.Budget, cancellation),
            () => oura.App.OAuth.RefreshAsync("refresh-1", cancellation),
            () => oura.App.OAuth.RevokeAsync("access-1", "refresh-1", cancellation),
            async () => await new OuraOAuthClient(http, new OuraAppOptions { DiscoveryUrl = oura.Url }).EndpointsAsync(cancellation),
            () => oura.App.Subscriptions.GetAsync("s", cancellation),
            () => oura.App.Subscriptions.UpdateAsync("s", new() { VerificationToken = "v" }, cancellation),
            () => oura.App.Subscriptions.RenewAsync("s", cancellation),
            () => oura.App.OAuth.ExchangeAsync("code-1", new Uri("https://a.example/back"), "verifier", cancellation),
            () => oura.App.Subscriptions.ListAsync(null, cancellation),
            () => oura.App.Subscriptions.CreateAsync(new Uri("https://a.example/w"), "v", "create", "sleep", cancellation),
            () => oura.App.Subscriptions.DeleteAsync("s", cancellation),
        ];

        await Gen.Select(Body, Status, ContentType, Headers).SampleAsync(
            async (body, status, contentType, headers) =>
            {
                oura.Answer = Answers.Bytes(body, status, contentType, headers);
                foreach (Func<Task> call in calls)
                {
                    try
                    {
                        await call().WaitAsync(Limit, cancellation);
                    }
                    catch (OuraException)
                    {
                        // The one way to fail.
                    }
                }
            },
            iter: 150,
            threads: 1);
    }
}
