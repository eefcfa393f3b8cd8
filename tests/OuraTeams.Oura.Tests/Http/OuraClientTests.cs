using System.Net;
using System.Net.Sockets;
using OuraTeams.Oura.Documents;
using OuraTeams.Oura.Documents.Health;
using OuraTeams.Oura.Http;
using OuraTeams.Oura.Kinds;

namespace OuraTeams.Oura.Tests;

public sealed class OuraClientTests
{
    /// <summary>A call that takes longer hangs.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Personal_info_is_read()
    {
        await using ScriptedOura oura = await ScriptedOura.StartAsync(Answers.Json("""
            {"id":"user-1","age":34,"weight":74.8,"height":1.8,"biological_sex":"female","email":"a@example.com","later":{}}
            """));

        PersonalInfo info = await oura.App.Api.GetPersonalInfoAsync("token-1", Unlimited.Budget, Cancellation);

        Assert.Equal(
            new PersonalInfo { Id = "user-1", Age = 34, Weight = 74.8, Height = 1.8, BiologicalSex = "female", Email = "a@example.com" },
            info with { Unknown = null });
        Assert.Equal(["later"], info.Unknown!.Keys);
        Assert.Equal("/v2/usercollection/personal_info", oura.Request.Path);
        Assert.Equal("Bearer token-1", oura.Request.Headers["Authorization"]);
    }

    [Theory]
    [InlineData("""{"id":"user-1"}""")]
    [InlineData("""{"id":"user-1","age":null,"weight":null,"height":null,"biological_sex":null,"email":null}""")]
    public async Task Personal_info_without_its_scopes_has_only_the_id(string json)
    {
        await using ScriptedOura oura = await ScriptedOura.StartAsync(Answers.Json(json));

        Assert.Equal(new PersonalInfo { Id = "user-1" }, await oura.App.Api.GetPersonalInfoAsync("token-1", Unlimited.Budget, Cancellation));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"id":null}""")]
    [InlineData("""{"id":""}""")]
    [InlineData("""{"id":true}""")]
    [InlineData("""{"id":"\ud800"}""")]
    public async Task Personal_info_without_an_id_is_a_failure_of_Oura(string json)
    {
        await using ScriptedOura oura = await ScriptedOura.StartAsync(Answers.Json(json));

        Assert.Equal(OuraFailure.Unavailable, (await FailureAsync(oura)).Failure);
    }

    [Theory]
    [InlineData(100, "x", true)]
    [InlineData(101, "x", false)]
    [InlineData(50, "é", true)]
    [InlineData(51, "é", false)]
    [InlineData(1_000_000, "x", false)]
    public async Task An_id_of_a_person_is_taken_up_to_100_bytes_and_the_error_names_it(int length, string letter, bool taken)
    {
        string id = string.Concat(Enumerable.Repeat(letter, length));
        await using ScriptedOura oura = await ScriptedOura.StartAsync(Answers.Json($$"""{"id":"{{id}}"}"""));

        if (taken)
        {
            Assert.Equal(id, (await oura.App.Api.GetPersonalInfoAsync("token-1", Unlimited.Budget, Cancellation)).Id);
        }
        else
        {
            OuraException failure = await FailureAsync(oura);
            Assert.Equal((OuraFailure.Unavailable, "personal_info cannot be read: id must be 1 to 100 bytes of text."), (failure.Failure, failure.Message));
        }
    }

    [Theory]
    [InlineData("""{"id":"user-1","age":33.5,"email":"a@b.example"}""")]
    [InlineData("""{"id":"user-1","age":"old","email":"a@b.example"}""")]
    [InlineData("""{"id":"user-1","age":{},"weight":"much","height":[],"biological_sex":7,"email":"a@b.example"}""")]
    public async Task A_member_of_personal_info_that_cannot_be_read_is_none(string json)
    {
        await using ScriptedOura oura = await ScriptedOura.StartAsync(Answers.Json(json));

        Assert.Equal(
            new PersonalInfo { Id = "user-1", Email = "a@b.example" },
            await oura.App.Api.GetPersonalInfoAsync("token-1", Unlimited.Budget, Cancellation));
    }

    [Fact]
    public async Task An_id_that_is_a_number_is_its_digits()
    {
        await using ScriptedOura oura = await ScriptedOura.StartAsync(Answers.Json("""{"id":501,"age":33}"""));

        Assert.Equal(new PersonalInfo { Id = "501", Age = 33 }, await oura.App.Api.GetPersonalInfoAsync("token-1", Unlimited.Budget, Cancellation));
    }

    [Fact]
    public async Task A_document_is_read_by_its_id()
    {
        await using ScriptedOura oura = await ScriptedOura.StartAsync(Answers.Json("""{"id":"a/b c","day":"2026-03-01","score":80}"""));

        OuraDocument document = await oura.App.Api.GetAsync(DocumentKind.DailyReadiness, "a/b c", "token-1", Unlimited.Budget, Cancellation);

        Assert.Equal(DocumentKind.DailyReadiness, document.Kind);
        Assert.Equal("a/b c", document.Id);
        Assert.Equal(new DateOnly(2026, 3, 1), document.Day);
        Assert.Equal(80, document.Body.GetProperty("score").GetInt32());

        // The slash of the id stays escaped: it begins no further segment.
        Assert.Equal("/v2/usercollection/daily_readiness/a%2Fb%20c", oura.Request.Path);
    }

    [Theory]
    [InlineData(400, """{"detail":"bad"}""", OuraFailure.Invalid)]
    [InlineData(401, "", OuraFailure.Unauthorized)]
    [InlineData(401, """{"detail":"Unauthorized"}""", OuraFailure.Unauthorized)]
    [InlineData(401, """{"status":401,"title":"Unauthorized","detail":"The access token is expired."}""", OuraFailure.Unauthorized)]
    [InlineData(401, """{"detail":"Token is not authorized access daily scope."}""", OuraFailure.ScopeMissing)]
    [InlineData(403, """{"detail":"Subscription expired"}""", OuraFailure.Forbidden)]
    [InlineData(404, """{"detail":"Not found"}""", OuraFailure.NotFound)]
    [InlineData(404, "", OuraFailure.NotFound)]
    [InlineData(408, "", OuraFailure.Unavailable)]
    [InlineData(409, "", OuraFailure.Invalid)]
    [InlineData(422, """{"detail":[{"loc":["query","start_date"],"msg":"invalid date format","type":"value_error"}]}""", OuraFailure.Invalid)]
    [InlineData(426, "", OuraFailure.AppTooOld)]
    [InlineData(426, "<html>", OuraFailure.AppTooOld)]
    [InlineData(429, "", OuraFailure.RateLimited)]
    [InlineData(301, "", OuraFailure.Unavailable)]
    [InlineData(302, "", OuraFailure.Unavailable)]
    [InlineData(304, "", OuraFailure.Unavailable)]
    [InlineData(500, """{"detail":"Internal"}""", OuraFailure.Unavailable)]
    [InlineData(502, "<html><body>Bad gateway</body></html>", OuraFailure.Unavailable)]
    [InlineData(503, "", OuraFailure.Unavailable)]
    [InlineData(401, "<html>sign in</html>", OuraFailure.Unauthorized)]
    [InlineData(403, "[1]", OuraFailure.Forbidden)]
    [InlineData(403, "\"text\"", OuraFailure.Forbidden)]
    [InlineData(403, """{"detail":5}""", OuraFailure.Forbidden)]
    [InlineData(403, """{"detail":"\ud800"}""", OuraFailure.Forbidden)]
    [InlineData(403, """{"\ud800 as a name":1}""", OuraFailure.Forbidden)]
    public async Task A_status_has_one_meaning_whatever_the_body(int status, string body, OuraFailure failure)
    {
        await using ScriptedOura oura = await ScriptedOura.StartAsync(Answers.Json(body, status));

        OuraException error = await FailureAsync(oura);

        Assert.Equal(failure, error.Failure);
        Assert.Equal(status, (int?)error.Status);
        Assert.Null(error.RetryAfter);
        Assert.DoesNotContain("token-1", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_message_names_the_request_the_status_and_the_reason()
    {
        await using ScriptedOura oura = await ScriptedOura.StartAsync(Answers.Json("""{"detail":"Token is not authorized access daily scope."}""", 401));

        Assert.Equal(
            "GET /v2/usercollection/personal_info: 401, Token is not authorized access daily scope.",
            (await FailureAsync(oura)).Message);
    }

    [Theory]
    [InlineData("""{"detail":[{"loc":["query","start_date"],"msg":"Input should be a valid date","type":"date_parsing","input":"x","ctx":{"error":"too short"}}]}""")]
    [InlineData("""{"detail":[{"loc":["query","start_date"],"msg":"Input should be a valid date","type":"date_parsing"}]}""")]
    public async Task An_invalid_request_says_what_is_wrong_and_where(string body)
    {
        await using ScriptedOura oura = await ScriptedOura.StartAsync(Answers.Json(body, 422));

        OuraException error = await FailureAsync(oura);

        ValidationProblem problem = Assert.Single(error.Problems);
        Assert.Equal(("query.start_date", "Input should be a valid date", "date_parsing"), (problem.Path, problem.Message, problem.Type));
        Assert.Equal("GET /v2/usercollection/personal_info: 422, query.start_date: Input should be a valid date", error.Message);
    }

    [Theory]
    [InlineData("""{"detail":[1,"two"]}""", """, [1,"two"]""")]
    [InlineData("""{"detail":[{"msg":"x"}]}""", """, [{"msg":"x"}]""")]
    [InlineData("""{"detail":[]}""", ", []")]
    [InlineData("""{"detail":[{"loc":["body",0],"msg":"bad","type":"t"},{"loc":[],"msg":"worse","type":"t"}]}""", ", body.0: bad, : worse")]
    public async Task An_invalid_request_whose_detail_is_of_another_form_is_told_as_it_came(string body, string message)
    {
        await using ScriptedOura oura = await ScriptedOura.StartAsync(Answers.Json(body, 422));

        Assert.Equal($"GET /v2/usercollection/personal_info: 422{message}", (await FailureAsync(oura)).Message);
    }

    [Fact]
    public async Task A_rate_limit_is_told_in_full_where_Oura_tells_it()
    {
        await using ScriptedOura oura = await ScriptedOura.StartAsync(Answers.Json(
            "", 429, ("Retry-After", "30"), ("X-RateLimit-Limit", "5000"), ("X-RateLimit-Window", "300"), ("X-RateLimit-Reset", "1772359200"), ("X-RateLimit-Tier", "app")));

        Assert.Equal(
            new OuraRateLimit("app", 5000, TimeSpan.FromMinutes(5), new DateTimeOffset(2026, 3, 1, 10, 0, 0, TimeSpan.Zero)),
            (await FailureAsync(oura)).RateLimit);
    }

    [Theory]
    [InlineData("99999999999", "-1", "99999999999999")]
    [InlineData("many", "", "soon")]
    public async Task A_rate_limit_in_words_that_we_do_not_know_is_a_rate_limit(string limit, string window, string reset)
    {
        await using ScriptedOura oura = await ScriptedOura.StartAsync(Answers.Json(
            "", 429, ("X-RateLimit-Limit", limit), ("X-RateLimit-Window", window), ("X-RateLimit-Reset", reset), ("X-RateLimit-Tier", "new")));

        Assert.Equal(new OuraRateLimit("new", null, null, null), (await FailureAsync(oura)).RateLimit);
    }

    [Fact]
    public async Task A_document_is_read_as_a_record_by_its_id()
    {
        await using ScriptedOura oura = await ScriptedOura.StartAsync(Answers.Json(Samples.Of("vO2_max").GetRawText()));

        Vo2Max record = await oura.App.Api.GetRecordAsync(DocumentKind.Vo2Max, "a/b", "token-1", Unlimited.Budget, Cancellation);

        Assert.Equal((44, new DateOnly(2026, 3, 1)), (record.Value, record.Day));
        Assert.Equal("/v2/usercollection/vO2_max/a%2Fb", oura.Request.Path);
    }

    [Fact]
    public async Task A_long_reason_is_cut()
    {
        await using ScriptedOura oura = await ScriptedOura.StartAsync(Answers.Json($$"""{"detail":"{{new string('x', 100_000)}}"}""", 400));

        Assert.InRange((await FailureAsync(oura)).Message.Length, 200, 300);
    }

    [Theory]
    [InlineData("17", 17.0)]
    [InlineData("0", 0.0)]
    [InlineData("soon", null)]
    [InlineData("-5", null)]
    [InlineData("99999999999999999999", null)]
    public async Task A_rate_limit_says_how_long_to_wait_and_which_limit_was_hit(string retryAfter, double? seconds)
    {
        await using ScriptedOura oura = await ScriptedOura.StartAsync(Answers.Json(
            """{"detail":"Request Rate Limit Exceeded"}""", 429, ("Retry-After", retryAfter), ("X-RateLimit-Tier", "application")));

        OuraException error = await FailureAsync(oura);

        Assert.Equal(OuraFailure.RateLimited, error.Failure);
        Assert.Equal(seconds, error.RetryAfter?.TotalSeconds);
        Assert.Equal("application", error.RateLimitTier);
    }

    [Fact]
    public async Task Where_to_wait_until_a_date_the_wait_is_counted_from_the_date_of_the_answer()
    {
        await using ScriptedOura oura = await ScriptedOura.StartAsync(Answers.Json(
            "", 429, ("Retry-After", "Sun, 01 Mar 2026 06:31:30 GMT"), ("Date", "Sun, 01 Mar 2026 06:30:00 GMT")));

        Assert.Equal(TimeSpan.FromSeconds(90), (await FailureAsync(oura)).RetryAfter);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("<!DOCTYPE html><html></html>")]
    [InlineData("""{"id":"user-1" """)]
    [InlineData("""{"id":"user-""")]
    [InlineData("""{"id":"user-1"}{"id":"user-2"}""")]
    public async Task A_good_status_without_JSON_is_a_failure_of_Oura(string body)
    {
        await using ScriptedOura oura = await ScriptedOura.StartAsync(Answers.Json(body));

        Assert.Equal(OuraFailure.Unavailable, (await FailureAsync(oura)).Failure);
    }

    [Fact]
    public async Task No_content_where_content_belongs_is_a_failure_of_Oura()
    {
        await using ScriptedOura oura = await ScriptedOura.StartAsync(Answers.Empty(204));

        Assert.Equal(OuraFailure.Unavailable, (await FailureAsync(oura)).Failure);
    }

    [Theory]
    [InlineData(200, "application/json; charset=klingon")]
    [InlineData(403, "text/html; charset=klingon")]
    [InlineData(403, "text/html; charset=")]
    [InlineData(403, "nonsense")]
    public async Task An_encoding_that_nobody_knows_is_still_an_answer(int status, string contentType)
    {
        await using ScriptedOura oura = await ScriptedOura.StartAsync(Answers.Bytes("{}"u8.ToArray(), status, contentType));

        Assert.Equal(status == 403 ? OuraFailure.Forbidden : OuraFailure.Unavailable, (await FailureAsync(oura)).Failure);
    }

    [Theory]
    [InlineData(200, "gzip")]
    [InlineData(200, "br")]
    [InlineData(200, "deflate")]
    [InlineData(500, "gzip")]
    [InlineData(500, "br")]
    [InlineData(500, "deflate")]
    public async Task A_compression_that_does_not_hold_is_a_failure_of_Oura(int status, string encoding)
    {
        await using ScriptedOura oura = await ScriptedOura.StartAsync(
            Answers.Bytes("damaged"u8.ToArray(), status, "application/json", ("Content-Encoding", encoding)));

        Assert.Equal(OuraFailure.Unavailable, (await FailureAsync(oura)).Failure);
    }

    [Fact]
    public async Task A_redirect_is_not_followed_since_the_token_would_go_along()
    {
        await using ScriptedOura oura = await ScriptedOura.StartAsync(Answers.Json("", 302, ("Location", "/elsewhere")), Answers.Json("""{"id":"user-1"}"""));

        Assert.Equal(OuraFailure.Unavailable, (await FailureAsync(oura)).Failure);
        Assert.Single(oura.Requests);
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"id\":")]
    [InlineData("HTTP/1.1 500 Oops\r\nContent-Length: 100\r\n\r\n{\"id\":")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: abc\r\n\r\n{}")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"id\"")]
    [InlineData("HTTP/9.9 200 OK\r\n\r\n{}")]
    [InlineData("HTTP/1.1 99999 OK\r\n\r\n{}")]
    public async Task An_answer_that_breaks_HTTP_is_a_failure_of_Oura(string answer)
    {
        await using ScriptedOura oura = await ScriptedOura.StartRawAsync(System.Text.Encoding.ASCII.GetBytes(answer));

        Assert.Equal(OuraFailure.Unavailable, (await FailureAsync(oura)).Failure);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_a_failure_of_Oura()
    {
        await using ScriptedOura oura = await ScriptedOura.StartAsync(Answers.Empty(200));

        // The port is taken by who does not listen, so that nobody else can.
        using var silent = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        silent.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        oura.Use(("Oura:Apps:main:ApiUrl", $"http://{silent.LocalEndPoint}/"));

        OuraException error = await FailureAsync(oura);

        Assert.Equal(OuraFailure.Unavailable, error.Failure);
        Assert.Null(error.Status);
    }

    [Fact]
    public async Task An_answer_that_never_begins_ends_at_the_timeout()
    {
        await using ScriptedOura oura = await ScriptedOura.StartAsync(Answers.Silent);
        oura.UseShortestTimeout();

        Assert.Equal(OuraFailure.Unavailable, (await FailureAsync(oura)).Failure);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(500)]
    public async Task An_answer_that_never_ends_ends_at_the_timeout(int status)
    {
        await using ScriptedOura oura = await ScriptedOura.StartAsync(Answers.Stalled(status));
        oura.UseShortestTimeout();

        Assert.Equal(OuraFailure.Unavailable, (await FailureAsync(oura)).Failure);
    }

    [Fact]
    public async Task A_caller_who_cancels_sees_the_cancellation_and_no_failure_of_Oura()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        await using ScriptedOura oura = await ScriptedOura.StartAsync(context =>
        {
            cancel.Cancel();
            return Answers.Silent(context);
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => oura.App.Api.GetPersonalInfoAsync("token-1", Unlimited.Budget, cancel.Token).WaitAsync(Limit, Cancellation));
    }

    private static Task<OuraException> FailureAsync(ScriptedOura oura) =>
        Assert.ThrowsAsync<OuraException>(() => oura.App.Api.GetPersonalInfoAsync("token-1", Unlimited.Budget, Cancellation).WaitAsync(Limit, Cancellation));
}
