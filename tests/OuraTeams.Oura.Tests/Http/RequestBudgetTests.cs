using Microsoft.AspNetCore.Http;
using OuraTeams.Oura.Documents;
using OuraTeams.Oura.Http;
using OuraTeams.Oura.Kinds;

namespace OuraTeams.Oura.Tests;

/// <summary>Every HTTP request of a call is taken from the call's budget first, where the call runs.</summary>
public sealed class RequestBudgetTests
{
    private const string Person = """{"id":"user-1"}""";
    private const string Document = """{"id":"a","day":"2026-03-01"}""";
    private const string Page = $$"""{"data":[{{Document}}],"next_token":"more"}""";
    private const string LastPage = $$"""{"data":[{{Document}}]}""";
    private const string Rows = """{"data":[{"timestamp":"2026-03-01T00:00:00Z","timestamp_unix":1772323200000,"bpm":60,"source":"sleep","level":50}]}""";
    private static readonly DateOnly Day = new(2026, 3, 1);
    private static readonly DateTimeOffset Time = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly RequestDelegate Busy = Answers.Empty(503);

    public static TheoryData<string> CallNames => [.. Calls.Keys];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Each call with the answers of Oura: the first attempt of every request fails.</summary>
    private static Dictionary<string, (Func<OuraClient, IRequestBudget, Task> Make, RequestDelegate[] Answers)> Calls { get; } = new()
    {
        ["person"] = ((oura, budget) => oura.GetPersonalInfoAsync("t", budget, Cancellation), [Busy, Answers.Json(Person)]),
        ["document"] = ((oura, budget) => oura.GetAsync(DocumentKind.Vo2Max, "a", "t", budget, Cancellation), [Busy, Answers.Json(Document)]),
        ["broken connection"] = ((oura, budget) => oura.GetAsync(DocumentKind.Vo2Max, "a", "t", budget, Cancellation), [Answers.Broken, Answers.Json(Document)]),
        ["list of two pages"] = (
            async (oura, budget) =>
            {
                await foreach (OuraDocument document in oura.ListAsync(DocumentKind.Vo2Max, Day, Day, "t", budget, null, Cancellation))
                {
                    Assert.Equal("a", document.Id);
                }
            },
            [Busy, Answers.Json(Page), Busy, Answers.Json(LastPage)]),
        ["rows of two parts"] = (
            async (oura, budget) =>
            {
                await foreach (OuraRow row in oura.ListAsync(TimeSeriesKind.HeartRate, Time, Time.AddDays(40), "t", budget, null, Cancellation))
                {
                    Assert.Equal(Time, row.Timestamp);
                }
            },
            [Busy, Answers.Json(Rows), Busy, Answers.Json(Rows)]),
        ["newest row"] = ((oura, budget) => oura.LatestRecordAsync(TimeSeriesKind.HeartRate, "t", budget, Cancellation), [Busy, Answers.Json(Rows)]),
    };

    [Theory]
    [MemberData(nameof(CallNames))]
    public async Task Every_attempt_is_spent_before_it_is_made_and_on_the_scheduler_of_the_caller(string call)
    {
        (Func<OuraClient, IRequestBudget, Task> make, RequestDelegate[] answers) = Calls[call];
        await using ScriptedOura oura = await ScriptedOura.StartAsync(answers);
        oura.Use(("Oura:Retries", "1"));
        TaskScheduler scheduler = new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler;
        var budget = new NotedBudget(oura);

        await Task.Factory.StartNew(() => make(oura.App.Api, budget), Cancellation, TaskCreationOptions.None, scheduler).Unwrap();

        Assert.Equal(Enumerable.Range(0, answers.Length), budget.Spent.Select(spent => spent.RequestsBefore));
        Assert.All(budget.Spent, spent => Assert.Same(scheduler, spent.Scheduler));
        Assert.Equal(answers.Length, oura.Requests.Length);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task What_the_budget_throws_reaches_the_caller_unchanged_and_is_not_tried_again(int before)
    {
        // A budget that is kept in a store throws what transports throw, too.
        foreach (Exception refusal in new Exception[] { new HttpRequestException("store"), new IOException("store"), new OperationCanceledException(), new InvalidOperationException() })
        {
            await using ScriptedOura oura = await ScriptedOura.StartAsync(Busy);
            oura.Use(("Oura:Retries", "5"));
            var budget = new NotedBudget(oura, before, refusal);

            Assert.Same(refusal, await Record.ExceptionAsync(() => oura.App.Api.GetPersonalInfoAsync("t", budget, Cancellation)));
            Assert.Equal(before + 1, budget.Spent.Count);
            Assert.Equal(before, oura.Requests.Length);
        }
    }

    [Fact]
    public async Task What_the_budget_throws_between_two_pages_reaches_the_caller_unchanged()
    {
        await using ScriptedOura oura = await ScriptedOura.StartAsync(Answers.Json(Page));
        var refusal = new InvalidOperationException();
        var budget = new NotedBudget(oura, 1, refusal);

        Assert.Same(refusal, await Record.ExceptionAsync(
            () => oura.App.Api.ListAsync(DocumentKind.Vo2Max, Day, Day, "t", budget, null, Cancellation).CountAsync(Cancellation).AsTask()));
        Assert.Single(oura.Requests);
    }

    [Fact]
    public async Task The_wait_for_a_budget_is_not_taken_for_a_silence_of_Oura()
    {
        await using ScriptedOura oura = await ScriptedOura.StartAsync(Answers.Json(Person));
        oura.UseShortestTimeout();

        Assert.Equal("user-1", (await oura.App.Api.GetPersonalInfoAsync("t", new SlowBudget(TimeSpan.FromSeconds(1.2)), Cancellation)).Id);
    }

    private sealed class NotedBudget(ScriptedOura oura, int free = int.MaxValue, Exception? refusal = null) : IRequestBudget
    {
        public List<(int RequestsBefore, TaskScheduler Scheduler)> Spent { get; } = [];

        public async ValueTask SpendAsync(CancellationToken cancellation)
        {
            Spent.Add((oura.Requests.Length, TaskScheduler.Current));
            if (Spent.Count > free)
            {
                throw refusal!;
            }

            // As a grain that waits for its store.
            await Task.Yield();
        }
    }

    private sealed class SlowBudget(TimeSpan wait) : IRequestBudget
    {
        public async ValueTask SpendAsync(CancellationToken cancellation) => await Task.Delay(wait, cancellation);
    }
}
