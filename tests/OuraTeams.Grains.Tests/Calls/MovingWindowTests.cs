using Microsoft.Extensions.Time.Testing;
using OuraTeams.Grains.Calls;

namespace OuraTeams.Grains.Tests;

public sealed class MovingWindowTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly List<int> _asked = [];
    private readonly List<int> _answered = [];
    private readonly List<(int Item, Exception Error)> _failed = [];

    [Fact]
    public async Task One_that_does_not_answer_holds_up_nobody_and_counts_as_failed_after_the_limit()
    {
        var never = new TaskCompletionSource<int>();
        Task asking = AskAsync(2, Enumerable.Range(0, 100), item => item % 50 == 0 ? never.Task : Task.FromResult(item));

        // Item 0 hangs in one place; all others but item 50 pass through the other, where 50 then hangs.
        Assert.Equal(49, _answered.Count);
        Assert.Empty(_failed);
        _clock.Advance(TimeSpan.FromSeconds(5));
        await asking;
        Assert.Equal(98, _answered.Count);
        Assert.Equal([0, 50], _failed.Select(failure => failure.Item).Order());
        Assert.All(_failed, failure => Assert.IsType<TimeoutException>(failure.Error));
    }

    [Fact]
    public async Task No_more_than_so_many_are_asked_at_a_time()
    {
        TaskCompletionSource<int>[] answers = [.. Enumerable.Range(0, 10).Select(_ => new TaskCompletionSource<int>())];
        Task asking = AskAsync(3, Enumerable.Range(0, 10), item => answers[item].Task);
        Assert.Equal([0, 1, 2], _asked);
        answers[1].SetResult(1);
        Assert.Equal([0, 1, 2, 3], _asked);
        foreach (TaskCompletionSource<int> answer in answers)
        {
            answer.TrySetResult(1);
        }

        await asking;
        Assert.Equal(10, _answered.Count);
    }

    [Fact]
    public async Task A_failure_is_that_one_s_alone()
    {
        await AskAsync(1, [1, 2, 3], item => item == 2 ? throw new InvalidOperationException("two") : Task.FromResult(item));

        Assert.Equal([1, 3], _answered);
        Assert.Equal(2, Assert.Single(_failed).Item);
    }

    [Fact]
    public async Task When_it_is_ended_nobody_is_asked_any_more()
    {
        using var end = new CancellationTokenSource();
        var never = new TaskCompletionSource<int>();
        Task asking = AskAsync(2, Enumerable.Range(0, 10), _ => never.Task, end.Token);
        await end.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        Assert.Equal([0, 1], _asked);
        Assert.Empty(_failed);
    }

    private Task AskAsync(int atOnce, IEnumerable<int> items, Func<int, Task<int>> ask, CancellationToken cancellation = default) =>
        new MovingWindow(atOnce, TimeSpan.FromSeconds(5), _clock).AskAsync(
            items,
            item =>
            {
                _asked.Add(item);
                return ask(item);
            },
            (item, _) => _answered.Add(item),
            (item, error) => _failed.Add((item, error)),
            cancellation);
}
