namespace OuraTeams.Simulation;

/// <summary>
/// Every place where one server process touches the outside: state, queue, Oura. Knows when none is being crossed, and can
/// make the process die at one of them: from then on nothing of what the server does gets out.
/// </summary>
internal sealed class Edges
{
    private readonly Lock _lock = new();
    private readonly List<string> _names = [];
    private int _crossing;
    private long _unread;
    private long _crossed;
    private Death? _death;
    private bool _dead;
    private TaskCompletionSource? _calm;

    /// <summary>Where the process died; null while it lives.</summary>
    public string? DiedAt { get; private set; }

    /// <summary>True while Oura has answered a refresh that is not stored yet.</summary>
    public bool HoldsUnstoredRefresh { get; private set; }

    /// <summary>Has the process die at the n-th crossing from now, before its effect or after it.</summary>
    public void DieAt(long number, bool afterwards)
    {
        lock (_lock)
        {
            _names.Clear();
            _death = new Death(_crossed + number, null, afterwards);
        }
    }

    /// <summary>Has the process die at the next crossing of a name, before its effect or after it.</summary>
    public void DieAt(string name, bool afterwards)
    {
        lock (_lock)
        {
            _names.Clear();
            _death = new Death(null, name, afterwards);
        }
    }

    /// <summary>The names of what was crossed from the last choice of a death until it was spared, in order.</summary>
    public IReadOnlyList<string> Names
    {
        get
        {
            lock (_lock)
            {
                return [.. _names];
            }
        }
    }

    /// <summary>Lets the process live.</summary>
    public void Spare()
    {
        lock (_lock)
        {
            _death = null;
        }
    }

    /// <summary>Messages were put into the queue, or read from it.</summary>
    public void Queue(long messages) => Interlocked.Add(ref _unread, messages);

    /// <summary>Oura answered a refresh, or what it answered was stored.</summary>
    public void Refreshed(bool stored)
    {
        lock (_lock)
        {
            HoldsUnstoredRefresh = !stored;
        }
    }

    /// <summary>Messages in the queue that nobody has read yet.</summary>
    public long Unread => Interlocked.Read(ref _unread);

    /// <summary>Completes when nothing is being crossed.</summary>
    public Task WhenCalmAsync()
    {
        lock (_lock)
        {
            if (IsCalm)
            {
                return Task.CompletedTask;
            }

            _calm ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            return _calm.Task;
        }
    }

    /// <summary>Crosses one.</summary>
    /// <param name="name">Which, for the report.</param>
    /// <param name="effect">What happens on its other side.</param>
    /// <exception cref="DeathException">The process is dead, or died of this.</exception>
    public Task<T> CrossAsync<T>(string name, Func<Task<T>> effect) => InsideAsync(async () =>
    {
        bool dies = Step(name);
        T result = await effect();
        Survive(name, dies);
        return result;
    });

    /// <summary>Looks over one without crossing it.</summary>
    public Task<T> LookAsync<T>(Func<Task<T>> look) => InsideAsync(look);

    /// <summary>Crosses one that is no point to die at.</summary>
    public Task PassAsync(Func<Task> effect) => InsideAsync(async () =>
    {
        Survive("", dies: false);
        await effect();
        return true;
    });

    /// <summary>Crosses one that answers nothing.</summary>
    public Task CrossAsync(string name, Func<Task> effect) => CrossAsync(name, async () =>
    {
        await effect();
        return true;
    });

    private async Task<T> InsideAsync<T>(Func<Task<T>> action)
    {
        Change(1);
        try
        {
            return await action();
        }
        finally
        {
            Change(-1);
        }
    }

    private bool IsCalm => _crossing == 0;

    private bool Step(string name)
    {
        lock (_lock)
        {
            if (_dead)
            {
                throw new DeathException();
            }

            _crossed++;
            if (_death is not { } death)
            {
                return false;
            }

            _names.Add(name);
            if ((death.At ?? _crossed) != _crossed || (death.Name ?? name) != name)
            {
                return false;
            }

            if (!death.Afterwards)
            {
                Die($"before {name}");
            }

            return true;
        }
    }

    private void Survive(string name, bool dies)
    {
        lock (_lock)
        {
            if (dies && !_dead)
            {
                Die($"after {name}");
            }

            if (_dead)
            {
                throw new DeathException();
            }
        }
    }

    private void Die(string where)
    {
        _dead = true;
        DiedAt = where;
        if (where.StartsWith("before", StringComparison.Ordinal))
        {
            throw new DeathException();
        }
    }

    private void Change(int crossing)
    {
        TaskCompletionSource? calm = null;
        lock (_lock)
        {
            _crossing += crossing;
            if (IsCalm)
            {
                (calm, _calm) = (_calm, null);
            }
        }

        calm?.TrySetResult();
    }

    /// <param name="At">The number of the crossing; null for any.</param>
    /// <param name="Name">The name of the crossing; null for any.</param>
    /// <param name="Afterwards">After its effect, not before.</param>
    private sealed record Death(long? At, string? Name, bool Afterwards);
}
