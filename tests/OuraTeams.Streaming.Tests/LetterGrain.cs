using System.Diagnostics;
using Orleans.Streams;
using Orleans.Streams.Core;

namespace OuraTeams.Streaming.Tests;

/// <summary>Collects the numbers of its stream.</summary>
[Alias("tests.ILetterGrain")]
public interface ILetterGrain : IGrainWithStringKey
{
    /// <summary>What came so far.</summary>
    [Alias("Get")]
    Task<List<int>> GetAsync();

    /// <summary>Has every further number refused, or not.</summary>
    [Alias("Refuse")]
    Task RefuseAsync(bool refuse);

    /// <summary>Trace, parent span and trace state of the last delivery, and what came of the request context.</summary>
    [Alias("GetContext")]
    Task<List<string?>> GetContextAsync();
}

[ImplicitStreamSubscription(StreamProviderBehaviour.Namespace)]
internal sealed class LetterGrain : Grain, ILetterGrain, IStreamSubscriptionObserver
{
    private readonly List<int> _numbers = [];
    private List<string?> _context = [];
    private bool _refuse;

    public Task<List<int>> GetAsync() => Task.FromResult(_numbers.ToList());

    public Task<List<string?>> GetContextAsync() => Task.FromResult(_context);

    public Task RefuseAsync(bool refuse)
    {
        _refuse = refuse;
        return Task.CompletedTask;
    }

    public async Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory) =>
        await handleFactory.Create<int>().ResumeAsync(async (number, _) =>
        {
            if (_refuse)
            {
                throw new InvalidOperationException("Refused.");
            }

            await Task.Yield();
            Activity? activity = Activity.Current;
            _context = [activity?.TraceId.ToHexString(), activity?.ParentSpanId.ToHexString(), activity?.TraceStateString, RequestContext.Get("kept") as string, RequestContext.Get("dropped") as string];
            _numbers.Add(number);
        });
}
