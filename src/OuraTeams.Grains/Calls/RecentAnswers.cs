using System.Diagnostics.CodeAnalysis;

namespace OuraTeams.Grains.Calls;

/// <summary>Keeps a bounded number of answers: a new one takes the place of the oldest.</summary>
/// <param name="most">Most answers that are kept.</param>
internal sealed class RecentAnswers<TQuestion, TAnswer>(int most)
    where TQuestion : notnull
{
    private readonly Dictionary<TQuestion, TAnswer> _answers = [];
    private readonly Queue<TQuestion> _order = [];

    /// <summary>Number of answers kept.</summary>
    public int Count => _answers.Count;

    /// <summary>Finds an answer.</summary>
    public bool TryGet(TQuestion question, [MaybeNullWhen(false)] out TAnswer answer) => _answers.TryGetValue(question, out answer);

    /// <summary>Keeps an answer.</summary>
    public void Keep(TQuestion question, TAnswer answer)
    {
        if (!_answers.TryAdd(question, answer))
        {
            _answers[question] = answer;
            return;
        }

        _order.Enqueue(question);
        if (_order.Count > most)
        {
            _answers.Remove(_order.Dequeue());
        }
    }

    /// <summary>Forgets all of them.</summary>
    public void Clear()
    {
        _answers.Clear();
        _order.Clear();
    }
}
