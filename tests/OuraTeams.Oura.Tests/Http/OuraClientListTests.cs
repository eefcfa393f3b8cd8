using Microsoft.AspNetCore.Http;
using OuraTeams.Oura.Documents;
using OuraTeams.Oura.Http;
using OuraTeams.Oura.Kinds;

namespace OuraTeams.Oura.Tests;

public sealed class OuraClientListTests
{
    private static readonly DateOnly First = new(2026, 3, 1);
    private static readonly DateOnly Last = new(2026, 3, 3);

    /// <summary>A call that takes longer hangs.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_day_more_is_asked_for_on_each_side_with_the_token_of_the_member()
    {
        await using ScriptedOura oura = await ScriptedOura.StartAsync(Page(null));

        Assert.Empty(await ListAsync(oura));

        Assert.Equal("GET", oura.Request.Method);
        Assert.Equal("/v2/usercollection/sleep", oura.Request.Path);
        Assert.Equal("Bearer token-1", oura.Request.Headers["Authorization"]);
        Assert.Equal(
            new Dictionary<string, string> { ["start_date"] = "2026-02-28", ["end_date"] = "2026-03-05" },
            oura.Request.Query);
    }

    [Fact]
    public async Task Documents_outside_the_days_asked_for_are_left_out_and_the_day_is_taken_as_given()
    {
        await using ScriptedOura oura = await ScriptedOura.StartAsync(Page(null, "2026-02-28", "2026-03-01", "2026-03-02", "2026-03-03", "2026-03-05"));

        List<OuraDocument> documents = await ListAsync(oura);

        Assert.Equal([First, First.AddDays(1), Last], documents.Select(document => document.Day));
        Assert.All(documents, document => Assert.Same(DocumentKind.Sleep, document.Kind));
    }

    [Fact]
    public async Task One_day_can_be_asked_for()
    {
        await using ScriptedOura oura = await ScriptedOura.StartAsync(Page(null, "2026-02-28", "2026-03-01", "2026-03-02"));

        List<OuraDocument> documents = [];
        await foreach (OuraDocument document in oura.App.Api.ListAsync(DocumentKind.Sleep, First, First, "token-1", Unlimited.Budget, null, Cancellation))
        {
            documents.Add(document);
        }

        Assert.Equal([First], documents.Select(document => document.Day));
    }

    [Fact]
    public async Task The_whole_document_is_kept_with_the_fields_that_we_do_not_know()
    {
        await using ScriptedOura oura = await ScriptedOura.StartAsync(Answers.Json("""
            {"data":[{"id":"a","day":"2026-03-01","new":{"deep":[1,2]},"score":null}],"next_token":null}
            """));

        OuraDocument document = Assert.Single(await ListAsync(oura));

        Assert.Equal("a", document.Id);
        Assert.Equal(2, document.Body.GetProperty("new").GetProperty("deep")[1].GetInt32());
    }

    [Fact]
    public async Task Pages_are_followed_to_the_end_and_the_first_parameters_are_repeated()
    {
        await using ScriptedOura oura = await ScriptedOura.StartAsync(
            Page("second page", "2026-03-01"),
            Page("a+b/c=&d", "2026-03-02"),
            Page(null, "2026-03-03"));

        List<OuraDocument> documents = await ListAsync(oura);

        Assert.Equal([First, First.AddDays(1), Last], documents.Select(document => document.Day));
        Assert.Equal([null, "second page", "a+b/c=&d"], oura.Requests.Select(request => request.Query.GetValueOrDefault("next_token")));
        Assert.All(oura.Requests, request => Assert.Equal(("2026-02-28", "2026-03-05"), (request.Query["start_date"], request.Query["end_date"])));
    }

    [Theory]
    [InlineData("""{"data":[]}""")]
    [InlineData("""{"data":[],"next_token":null}""")]
    [InlineData("""{"data":[],"next_token":""}""")]
    public async Task A_page_without_a_token_is_the_last(string page)
    {
        await using ScriptedOura oura = await ScriptedOura.StartAsync(Answers.Json(page));

        Assert.Empty(await ListAsync(oura));
        Assert.Single(oura.Requests);
    }

    [Fact]
    public async Task An_empty_page_with_a_token_is_not_the_last()
    {
        await using ScriptedOura oura = await ScriptedOura.StartAsync(Page("more"), Page(null, "2026-03-01"));

        Assert.Single(await ListAsync(oura));
    }

    [Theory]
    [InlineData(new[] { "a" }, 2)]
    [InlineData(new[] { "a", "b" }, 3)]
    [InlineData(new[] { "a", "b", "c" }, 4)]
    public async Task Pages_that_go_in_a_circle_end_and_what_they_brought_is_kept(string[] tokens, int requests)
    {
        int asked = 0;
        await using ScriptedOura oura = await ScriptedOura.StartAsync(context => Page(tokens[asked++ % tokens.Length], "2026-03-01")(context));

        List<UnusableReason> unusable = [];
        Assert.Equal(requests, (await ListAsync(oura, unusable)).Count);
        Assert.Equal([UnusableReason.EndlessPages], unusable);
        Assert.Equal(requests, oura.Requests.Length);
    }

    [Fact]
    public async Task Documents_before_a_failing_page_are_given_out()
    {
        await using ScriptedOura oura = await ScriptedOura.StartAsync(Page("more", "2026-03-01"), Answers.Empty(503));
        List<OuraDocument> documents = [];

        OuraException error = await Assert.ThrowsAsync<OuraException>(async () =>
        {
            await foreach (OuraDocument document in oura.App.Api.ListAsync(DocumentKind.Sleep, First, Last, "token-1", Unlimited.Budget, null, Cancellation))
            {
                documents.Add(document);
            }
        });

        Assert.Equal(OuraFailure.Unavailable, error.Failure);
        Assert.Single(documents);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"data":null}""")]
    [InlineData("""{"data":{}}""")]
    [InlineData("""{"data":[],"next_token":"\ud800"}""")]
    [InlineData("""{"\ud800 as a name":1}""")]
    public async Task A_list_that_cannot_be_read_is_a_failure_of_Oura(string page)
    {
        await using ScriptedOura oura = await ScriptedOura.StartAsync(Answers.Json(page));

        await FailsAsync(oura, OuraFailure.Unavailable);
    }

    [Theory]
    [InlineData("null", UnusableReason.NotAnObject)]
    [InlineData("7", UnusableReason.NotAnObject)]
    [InlineData("{}", UnusableReason.NoDay)]
    [InlineData("""{"id":"a"}""", UnusableReason.NoDay)]
    [InlineData("""{"id":"a","day":null}""", UnusableReason.NoDay)]
    [InlineData("""{"id":"a","day":"2026-02-30"}""", UnusableReason.NoDay)]
    [InlineData("""{"id":"a","day":"2026-03-01 or so"}""", UnusableReason.NoDay)]
    [InlineData("""{"id":"a","day":20260301}""", UnusableReason.NoDay)]
    [InlineData("""{"day":"2026-03-01"}""", UnusableReason.NoId)]
    [InlineData("""{"id":"","day":"2026-03-01"}""", UnusableReason.NoId)]
    [InlineData("""{"id":"\ud800","day":"2026-03-01"}""", UnusableReason.NoId)]
    public async Task An_entry_that_cannot_be_used_is_counted_and_those_beside_it_are_read(string entry, UnusableReason reason)
    {
        await using ScriptedOura oura = await ScriptedOura.StartAsync(
            Answers.Json($$"""{"data":[{"id":"before","day":"2026-03-01"},{{entry}},{"id":"after","day":"2026-03-02"}]}"""));

        List<UnusableReason> unusable = [];
        Assert.Equal(["before", "after"], (await ListAsync(oura, unusable)).Select(document => document.Id));
        Assert.Equal([reason], unusable);
    }

    [Theory]
    [InlineData("2026-03-01T00:00:00+00:00")]
    [InlineData("2026-03-01T23:30:00-10:00")]
    [InlineData("2026-03-01 04:00:00")]
    public async Task A_day_that_is_a_time_is_its_date_as_it_is_written(string day)
    {
        await using ScriptedOura oura = await ScriptedOura.StartAsync(Page(null, day));

        Assert.Equal(new DateOnly(2026, 3, 1), Assert.Single(await ListAsync(oura)).Day);
    }

    [Fact]
    public async Task A_kind_with_one_document_a_day_needs_no_id()
    {
        await using ScriptedOura oura = await ScriptedOura.StartAsync(
            Answers.Json("""{"data":[{"day":"2026-03-01","vascular_age":39},{"id":7,"day":"2026-03-02","vascular_age":35}]}"""));

        List<OuraDocument> documents = await oura.App.Api.ListAsync(
            DocumentKind.DailyCardiovascularAge, First, Last, "token-1", Unlimited.Budget, reason => Assert.Fail($"{reason}"), Cancellation).ToListAsync(Cancellation);

        Assert.Equal(["2026-03-01", "7"], documents.Select(document => document.Id));
    }

    private static RequestDelegate Page(string? next, params string[] days) => Answers.Json(System.Text.Json.JsonSerializer.Serialize(new
    {
        data = days.Select((day, index) => new { id = $"doc-{index}", day, bedtime_start = "2020-01-01T00:00:00+00:00" }),
        next_token = next,
    }));

    private static async Task<List<OuraDocument>> ListAsync(ScriptedOura oura, List<UnusableReason>? unusable = null)
    {
        List<OuraDocument> documents = [];
        await foreach (OuraDocument document in oura.App.Api.ListAsync(DocumentKind.Sleep, First, Last, "token-1", Unlimited.Budget, reason => unusable?.Add(reason), Cancellation))
        {
            documents.Add(document);
        }

        return documents;
    }

    private static async Task FailsAsync(ScriptedOura oura, OuraFailure failure) =>
        Assert.Equal(failure, (await Assert.ThrowsAsync<OuraException>(() => ListAsync(oura).WaitAsync(Limit, Cancellation))).Failure);
}
