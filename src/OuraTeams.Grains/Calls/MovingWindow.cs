namespace OuraTeams.Grains.Calls;

/// <summary>
/// Asks many, some at a time: whenever one has answered, the next is asked. One that does not answer within a limit counts as
/// failed, and keeps its place for no longer.
/// </summary>
/// <param name="AtOnce">How many are asked at a time.</param>
/// <param name="Limit">How long one may take to answer.</param>
/// <param name="Clock">The time.</param>
internal sealed record MovingWindow(int AtOnce, TimeSpan Limit, TimeProvider Clock)
{
    /// <summary>Asks all. Called in a grain's turn, everything runs in the grain's turns.</summary>
    /// <param name="items">Whom to ask.</param>
    /// <param name="ask">Asks one.</param>
    /// <param name="answered">Takes an answer as it comes.</param>
    /// <param name="failed">Takes a failure, a <see cref="TimeoutException"/> when the limit was over.</param>
    /// <param name="cancellation">Ends it: nobody is asked any more, and what is under way is not waited for.</param>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public async Task AskAsync<TItem, TAnswer>(
        IEnumerable<TItem> items, Func<TItem, Task<TAnswer>> ask, Action<TItem, TAnswer> answered, Action<TItem, Exception> failed, CancellationToken cancellation = default)
    {
        using IEnumerator<TItem> next = items.GetEnumerator();
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => AskNextAsync()));

        async Task AskNextAsync()
        {
            while (next.MoveNext())
            {
                TItem item = next.Current;
                TAnswer answer;
                cancellation.ThrowIfCancellationRequested();
                try
                {
                    Task<TAnswer> asked = ask(item);
                    asked.Ignore();
                    answer = await asked.WaitAsync(Limit, Clock, cancellation);
                }
                catch (Exception error) when (!cancellation.IsCancellationRequested)
                {
                    failed(item, error);
                    continue;
                }

                answered(item, answer);
            }
        }
    }
}
