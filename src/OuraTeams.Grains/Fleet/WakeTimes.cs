using OuraTeams.Contracts.States;
using OuraTeams.Grains.States;

namespace OuraTeams.Grains.Fleet;

/// <summary>
/// Those that a scheduler wakes and when each is due. What they say themselves is stored at once; what they answer when they are
/// woken is taken in when the walk ends. What one has said during a walk is newer than its answer and stands, unless the answer
/// is earlier: to wake one too soon does no harm.
/// </summary>
/// <typeparam name="TKey">What is woken.</typeparam>
/// <param name="state">The stored state.</param>
/// <param name="states">The lock of that state.</param>
/// <param name="of">Takes the schedule out of the state.</param>
/// <param name="with">Puts the schedule into the state.</param>
internal sealed class WakeTimes<TKey>(
    IPersistentState<SchedulerState> state,
    StateLock states,
    Func<SchedulerState, Dictionary<TKey, DateTimeOffset>> of,
    Func<SchedulerState, Dictionary<TKey, DateTimeOffset>, SchedulerState> with)
    where TKey : notnull
{
    /// <summary>Those that said something themselves since the walk under way began.</summary>
    private readonly HashSet<TKey> _spokeDuringWalk = [];

    /// <summary>How many there are.</summary>
    public int Count => of(state.State).Count;

    /// <summary>All.</summary>
    public IReadOnlyList<TKey> All() => [.. of(state.State).Keys];

    /// <summary>Those that are due.</summary>
    public IReadOnlyList<TKey> DueAt(DateTimeOffset now) => [.. of(state.State).Where(entry => entry.Value <= now).Select(entry => entry.Key)];

    /// <summary>One asks to be woken at a moment, or earlier.</summary>
    public Task WakeAtAsync(TKey key, DateTimeOffset when)
    {
        _spokeDuringWalk.Add(key);
        return ChangeAsync(due => Advance(due, key, when));
    }

    /// <summary>One asks not to be woken any more.</summary>
    public Task RemoveAsync(TKey key)
    {
        _spokeDuringWalk.Add(key);
        return ChangeAsync(due => due.Remove(key));
    }

    /// <summary>A walk begins: some will be asked.</summary>
    public void BeginWalk() => _spokeDuringWalk.Clear();

    /// <summary>A walk ends.</summary>
    /// <param name="answers">What those who answered said: when to wake them again, null for never.</param>
    public Task EndWalkAsync(IReadOnlyDictionary<TKey, DateTimeOffset?> answers) => answers.Count == 0 ? Task.CompletedTask : ChangeAsync(due =>
    {
        bool changed = false;
        foreach ((TKey key, DateTimeOffset? answer) in answers)
        {
            changed |= TakeIn(due, key, answer);
        }

        return changed;
    });

    private bool TakeIn(Dictionary<TKey, DateTimeOffset> due, TKey key, DateTimeOffset? answer)
    {
        bool spoke = _spokeDuringWalk.Contains(key);
        if (answer is not { } when)
        {
            return !spoke && due.Remove(key);
        }

        if (spoke)
        {
            // It may have asked not to be woken any more.
            return due.ContainsKey(key) && Advance(due, key, when);
        }

        bool changed = !due.TryGetValue(key, out DateTimeOffset known) || known != when;
        due[key] = when;
        return changed;
    }

    private static bool Advance(Dictionary<TKey, DateTimeOffset> due, TKey key, DateTimeOffset when)
    {
        if (due.TryGetValue(key, out DateTimeOffset known) && known <= when)
        {
            return false;
        }

        due[key] = when;
        return true;
    }

    /// <summary>Stores a change, if it is one.</summary>
    private Task ChangeAsync(Func<Dictionary<TKey, DateTimeOffset>, bool> change) => states.RunAsync(async () =>
    {
        var due = new Dictionary<TKey, DateTimeOffset>(of(state.State));
        if (change(due))
        {
            await states.WriteAsync(state, with(state.State, due));
        }
    });
}
