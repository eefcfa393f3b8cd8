using System.Net;

namespace OuraTeams.Simulation;

/// <summary>The network between the server and Oura: loses some of the requests for data, and notes all that pass.</summary>
internal sealed class Network
{
    private readonly Lock _lock = new();
    private readonly Random _random = new(31);
    private readonly List<SeenRequest> _seen = [];
    private long _answers;
    private long _tokenAnswers;
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
    public long TokenAnswers => Interlocked.Read(ref _tokenAnswers);

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

    /// <summary>Notes a request that is made, and says what becomes of it.</summary>
    public Passage Take(HttpRequestMessage request, DateTimeOffset at)
    {
        if (!IsForData(request))
        {
            return Passage.Whole;
        }

        lock (_lock)
        {
            if (Notes)
            {
                _seen.Add(new SeenRequest(at, request.Headers.Authorization?.Parameter ?? "", request.RequestUri!));
            }

            return Loss == 0 || _random.NextDouble() >= Loss ? Passage.Whole : _random.Next(2) == 0 ? Passage.Lost : Passage.Unanswered;
        }
    }

    /// <summary>Counts an answer.</summary>
    public void Answered(HttpRequestMessage request, HttpStatusCode status)
    {
        Interlocked.Increment(ref _answers);
        Interlocked.Add(ref _tokenAnswers, request.RequestUri!.AbsolutePath.EndsWith("/token", StringComparison.Ordinal) ? 1 : 0);
        Interlocked.Add(ref _limited, status == HttpStatusCode.TooManyRequests ? 1 : 0);
    }

    private static bool IsForData(HttpRequestMessage request) => request.RequestUri!.AbsolutePath.StartsWith("/v2/usercollection", StringComparison.Ordinal);
}
