using System.Net;

namespace OuraTeams.Simulation;

/// <summary>What becomes of a request.</summary>
internal enum Passage
{
    /// <summary>It is answered.</summary>
    Whole,

    /// <summary>It never reaches Oura.</summary>
    Lost,

    /// <summary>Oura takes it, and its answer never comes.</summary>
    Unanswered,
}

/// <summary>The network between the server and Oura: loses some of the requests for data, and notes all that pass.</summary>
internal sealed class Network
{
    private readonly Lock _lock = new();
    private readonly Random _random = new(31);
    private readonly List<SeenRequest> _seen = [];
    private long _answers;
    private long _refreshes;
    private long _limited;

    /// <summary>Which share of the requests for data gets no answer: half of them never reach Oura.</summary>
    public double Loss { get; set; }

    /// <summary>How long the server waits for an answer that doesn't come.</summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>True keeps a list of the requests for data.</summary>
    public bool Notes { get; set; }

    /// <summary>Answers that came.</summary>
    public long Answers => Interlocked.Read(ref _answers);

    /// <summary>Of these, answered calls of the token endpoint.</summary>
    public long TokenAnswers => Interlocked.Read(ref _refreshes);

    /// <summary>Of these, answers of 429.</summary>
    public long Limited => Interlocked.Read(ref _limited);

    /// <summary>The requests for data that were noted, oldest first; forgets them.</summary>
    public IReadOnlyList<SeenRequest> TakeNotes()
    {
        lock (_lock)
        {
            SeenRequest[] seen = [.. _seen];
            _seen.Clear();
            return seen;
        }
    }

    public Passage Take(HttpRequestMessage request)
    {
        if (Loss == 0 || !IsForData(request))
        {
            return Passage.Whole;
        }

        lock (_lock)
        {
            return _random.NextDouble() >= Loss ? Passage.Whole : _random.Next(2) == 0 ? Passage.Lost : Passage.Unanswered;
        }
    }

    public void Answered(HttpRequestMessage request, HttpResponseMessage response, DateTimeOffset at)
    {
        Interlocked.Increment(ref _answers);
        Interlocked.Add(ref _refreshes, request.RequestUri!.AbsolutePath.EndsWith("/token", StringComparison.Ordinal) ? 1 : 0);
        Interlocked.Add(ref _limited, response.StatusCode == HttpStatusCode.TooManyRequests ? 1 : 0);
        if (Notes && IsForData(request))
        {
            lock (_lock)
            {
                _seen.Add(new SeenRequest(at, request.Headers.Authorization?.Parameter ?? "", request.RequestUri!, response.StatusCode));
            }
        }
    }

    private static bool IsForData(HttpRequestMessage request) => request.RequestUri!.AbsolutePath.StartsWith("/v2/usercollection", StringComparison.Ordinal);
}

/// <summary>A request for data that was answered.</summary>
internal sealed record SeenRequest(DateTimeOffset At, string Token, Uri Address, HttpStatusCode Status);
