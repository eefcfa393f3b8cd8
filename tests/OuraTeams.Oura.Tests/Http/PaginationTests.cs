using System.Globalization;
using System.Text;
using System.Text.Json;
using CsCheck;
using Microsoft.AspNetCore.Http;
using OuraTeams.Oura.Documents;
using OuraTeams.Oura.Http;
using OuraTeams.Oura.Kinds;

namespace OuraTeams.Oura.Tests;

public sealed class PaginationTests
{
    private static readonly DateOnly First = new(2026, 3, 1);
    private static readonly DateOnly Last = new(2026, 3, 20);

    /// <summary>A call that takes longer hangs.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task However_documents_are_spread_over_pages_those_of_the_range_come_once_and_in_order()
    {
        await using ScriptedOura oura = await ScriptedOura.StartAsync(Answers.Empty(200));
        Gen<int[][]> pages = Gen.Int[-3, 23].Array[0, 6].Array[1, 8];
        await Gen.Select(pages, Gen.OneOf("null", "\"\"", "absent")).SampleAsync(
            async (spread, end) =>
            {
                int asked = 0;
                oura.Answer = context => Page(spread, context.Request.Query["next_token"].ToString(), end, ref asked)(context);

                List<OuraDocument> documents = await ListAsync(oura);

                string[] expected = [.. spread.SelectMany((page, index) => page.Select((day, place) => (Day: day, Id: $"{index}.{place}")))
                    .Where(document => document.Day is >= 0 and <= 19).Select(document => document.Id)];
                Assert.Equal(expected, documents.Select(document => document.Id));
                Assert.Equal(spread.Length, asked);
            },
            iter: 100,
            threads: 1);
    }

    [Fact]
    public async Task Wherever_pages_lead_back_to_the_list_ends()
    {
        await using ScriptedOura oura = await ScriptedOura.StartAsync(Answers.Empty(200));
        await Gen.Select(Gen.Int[0, 12], Gen.Int[1, 8]).SampleAsync(
            async (lead, circle) =>
            {
                int asked = 0;
                oura.Answer = context =>
                {
                    int page = asked++;
                    return Answers.Json($$"""{"data":[],"next_token":"t{{(page < lead ? page : lead + ((page - lead) % circle))}}"}""")(context);
                };

                Assert.Empty(await ListAsync(oura));
                Assert.Equal(lead + circle + 1, asked);
            },
            iter: 50,
            threads: 1);
    }

    [Fact]
    public async Task Pages_that_never_end_are_not_asked_for_without_end()
    {
        int asked = 0;
        await using ScriptedOura oura = await ScriptedOura.StartAsync(context => Answers.Json($$"""{"data":[],"next_token":"{{asked++}}"}""")(context));

        Assert.Empty(await ListAsync(oura));
        Assert.Equal(OuraClient.MaxPages, asked);
    }

    [Fact]
    public async Task A_page_that_never_ends_is_given_up()
    {
        await using ScriptedOura oura = await ScriptedOura.StartAsync(async context =>
        {
            byte[] more = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("""{"id":"a","day":"2026-03-01"},""", 10_000)));
            await context.Response.Body.WriteAsync("{\"data\":["u8.ToArray(), context.RequestAborted);
            while (true)
            {
                await context.Response.Body.WriteAsync(more, context.RequestAborted);
            }
        });

        Assert.Equal(OuraFailure.Unavailable, (await Assert.ThrowsAsync<OuraException>(() => ListAsync(oura))).Failure);
    }

    [Fact]
    public async Task A_page_is_asked_for_when_the_one_before_is_used_up()
    {
        int asked = 0;
        await using ScriptedOura oura = await ScriptedOura.StartAsync(context => Page([[0, 1], [2], [3]], context.Request.Query["next_token"].ToString(), "null", ref asked)(context));
        await using IAsyncEnumerator<OuraDocument> documents = oura.App.Api.ListAsync(DocumentKind.Sleep, First, Last, "token-1", Unlimited.Budget, null, Cancellation).GetAsyncEnumerator(Cancellation);

        Assert.Equal(0, asked);
        await documents.MoveNextAsync();
        await documents.MoveNextAsync();
        Assert.Equal(1, asked);
        await documents.MoveNextAsync();
        Assert.Equal(2, asked);
    }

    [Fact]
    public async Task The_sandbox_of_Oura_is_read_by_one_switch_and_has_no_personal_info()
    {
        await using ScriptedOura oura = await ScriptedOura.StartAsync(Answers.Json("""{"data":[]}"""));
        oura.Use(("Oura:Apps:main:UseSandbox", "true"));
        await ListAsync(oura);
        await ReadAsync(oura.App.Api.ListAsync(TimeSeriesKind.HeartRate, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddDays(1), "token-1", Unlimited.Budget, null, Cancellation));
        oura.Answer = Answers.Json("""{"id":"a","day":"2026-03-01"}""");
        await oura.App.Api.GetAsync(DocumentKind.Vo2Max, "a", "token-1", Unlimited.Budget, Cancellation);
        await oura.App.Api.GetPersonalInfoAsync("token-1", Unlimited.Budget, Cancellation);

        Assert.Equal(
            ["/v2/sandbox/usercollection/sleep", "/v2/sandbox/usercollection/heartrate", "/v2/sandbox/usercollection/vO2_max/a", "/v2/usercollection/personal_info"],
            oura.Requests.Select(request => request.Path));
    }

    [Fact]
    public async Task Of_rings_all_are_read_since_they_have_no_days()
    {
        await using ScriptedOura oura = await ScriptedOura.StartAsync(
            Answers.Json("""{"data":[{"id":"a"}],"next_token":"more"}"""), Answers.Json("""{"data":[{"id":"b"}]}"""));

        List<OuraDocument> rings = await ReadAsync(oura.App.Api.ListAsync(DocumentKind.RingConfiguration, First, Last, "token-1", Unlimited.Budget, null, Cancellation));

        Assert.Equal([("a", null), ("b", (DateOnly?)null)], rings.Select(ring => (ring.Id, ring.Day)));
        Assert.Empty(oura.Requests[0].Query);
        Assert.Equal("more", Assert.Single(oura.Requests[1].Query).Value);
    }

    [Theory]
    [InlineData("rest_mode_period")]
    [InlineData("enhanced_tag")]
    public async Task What_may_span_days_is_of_the_day_that_it_begins_on(string name)
    {
        DocumentKind kind = DocumentKind.All.Single(candidate => candidate.Name == name);
        await using ScriptedOura oura = await ScriptedOura.StartAsync(Answers.Json(
            """{"data":[{"id":"a","start_day":"2026-02-28","end_day":"2026-03-02"},{"id":"b","start_day":"2026-03-01","end_day":null}]}"""));

        OuraDocument document = Assert.Single(await ReadAsync(oura.App.Api.ListAsync(kind, First, Last, "token-1", Unlimited.Budget, null, Cancellation)));

        Assert.Equal(("b", First), (document.Id, document.Day));
    }

    [Fact]
    public async Task The_first_and_the_last_day_of_the_calendar_can_be_asked_for()
    {
        await using ScriptedOura oura = await ScriptedOura.StartAsync(Answers.Json("""{"data":[]}"""));

        Assert.Empty(await ReadAsync(oura.App.Api.ListAsync(DocumentKind.Sleep, DateOnly.MinValue, DateOnly.MaxValue, "token-1", Unlimited.Budget, null, Cancellation)));

        Assert.Equal(("0001-01-01", "9999-12-31"), (oura.Request.Query["start_date"], oura.Request.Query["end_date"]));
    }

    private static RequestDelegate Page(int[][] spread, string token, string end, ref int asked)
    {
        asked++;
        int index = token.Length == 0 ? 0 : int.Parse(token, CultureInfo.InvariantCulture);
        string data = JsonSerializer.Serialize(spread[index].Select((day, place) => new { id = $"{index}.{place}", day = First.AddDays(day) }));
        string next = index + 1 < spread.Length ? $",\"next_token\":\"{index + 1}\"" : end == "absent" ? "" : $",\"next_token\":{end}";
        return Answers.Json($$"""{"data":{{data}}{{next}}}""");
    }

    private static Task<List<OuraDocument>> ListAsync(ScriptedOura oura) =>
        ReadAsync(oura.App.Api.ListAsync(DocumentKind.Sleep, First, Last, "token-1", Unlimited.Budget, null, Cancellation));

    private static async Task<List<T>> ReadAsync<T>(IAsyncEnumerable<T> items) => await items.ToListAsync(Cancellation).AsTask().WaitAsync(Limit, Cancellation);
}
