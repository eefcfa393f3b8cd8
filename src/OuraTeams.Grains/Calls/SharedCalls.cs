namespace OuraTeams.Grains.Calls;

/// <summary>What many callers ask for at once is computed once. To be used on a grain's scheduler.</summary>
internal sealed class SharedCalls<TQuestion, TAnswer>
    where TQuestion : notnull
{
    private readonly Dictionary<TQuestion, Task<TAnswer>> _underWay = [];

    /// <summary>Number of answers that are being computed.</summary>
    public int Count => _underWay.Count;

    /// <summary>Waits for the answer that is being computed, or has it computed. A caller who gives up ends only their own wait.</summary>
    public Task<TAnswer> AskAsync(TQuestion question, Func<Task<TAnswer>> compute, CancellationToken cancellation)
    {
        if (!_underWay.TryGetValue(question, out Task<TAnswer>? answer))
        {
            answer = ComputeAsync(question, compute);
            if (!answer.IsCompleted)
            {
                answer.Ignore();
                _underWay.Add(question, answer);
            }
        }

        return answer.WaitAsync(cancellation);
    }

    private async Task<TAnswer> ComputeAsync(TQuestion question, Func<Task<TAnswer>> compute)
    {
        try
        {
            return await compute();
        }
        finally
        {
            _underWay.Remove(question);
        }
    }
}
