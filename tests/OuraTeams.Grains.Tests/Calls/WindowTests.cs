using Microsoft.Extensions.Time.Testing;
using OuraTeams.Grains.Calls;

namespace OuraTeams.Grains.Tests;

public sealed class WindowTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public async Task What_many_ask_for_at_once_is_computed_once_and_anew_for_who_asks_later()
    {
        var calls = new SharedCalls<string, int>();
        var answer = new TaskCompletionSource<int>();
        int computed = 0;
        Task<int> Compute()
        {
            computed++;
            return answer.Task;
        }

        Task<int>[] asked = [.. Enumerable.Range(0, 50).Select(_ => calls.AskAsync("day", Compute, CancellationToken.None))];
        Assert.Equal((1, 1), (computed, calls.Count));
        answer.SetResult(7);
        Assert.All(await Task.WhenAll(asked), number => Assert.Equal(7, number));

        Assert.Equal(7, await calls.AskAsync("day", Compute, CancellationToken.None));
        Assert.Equal((2, 0), (computed, calls.Count));
    }

    [Fact]
    public async Task A_caller_who_gives_up_ends_only_their_own_wait()
    {
        var calls = new SharedCalls<string, int>();
        var answer = new TaskCompletionSource<int>();
        using var gaveUp = new CancellationTokenSource();
        Task<int> first = calls.AskAsync("day", () => answer.Task, gaveUp.Token);
        Task<int> second = calls.AskAsync("day", () => answer.Task, CancellationToken.None);

        await gaveUp.CancelAsync();
        answer.SetResult(7);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.Equal(7, await second);
    }

    [Fact]
    public async Task A_failure_is_told_to_all_who_asked_and_not_kept()
    {
        var calls = new SharedCalls<string, int>();

        await Assert.ThrowsAsync<TimeoutException>(() => calls.AskAsync("day", () => Task.FromException<int>(new TimeoutException()), CancellationToken.None));
        Assert.Equal(3, await calls.AskAsync("day", () => Task.FromResult(3), CancellationToken.None));
    }

    [Fact]
    public void Whatever_is_asked_for_a_bounded_number_of_answers_is_kept_and_the_oldest_goes()
    {
        var answers = new RecentAnswers<int, string>(100);
        for (int question = 0; question < 10_000; question++)
        {
            answers.Keep(question, "answer");
            answers.Keep(question, "newer answer");
        }

        Assert.Equal(100, answers.Count);
        Assert.False(answers.TryGet(9_899, out _));
        Assert.True(answers.TryGet(9_900, out string? kept));
        Assert.Equal("newer answer", kept);
        answers.Clear();
        Assert.Equal(0, answers.Count);
        Assert.False(answers.TryGet(9_999, out _));
    }

    [Fact]
    public async Task A_long_poll_ends_when_something_happens_or_the_time_is_over()
    {
        var poll = new LongPoll();
        Task<bool> woken = poll.WaitAsync(TimeSpan.FromSeconds(10), _clock, CancellationToken.None);
        poll.Wake();
        Assert.True(await woken);

        Task<bool> late = poll.WaitAsync(TimeSpan.FromSeconds(10), _clock, CancellationToken.None);
        _clock.Advance(TimeSpan.FromSeconds(9));
        Assert.False(late.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.False(await late);

        using var gaveUp = new CancellationTokenSource();
        Task<bool> ended = poll.WaitAsync(TimeSpan.FromSeconds(10), _clock, gaveUp.Token);
        await gaveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ended);
    }
}
