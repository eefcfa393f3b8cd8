namespace OuraTeams.Grains.Tests;

/// <summary>A stored state in memory, as the store holds it: what is written is kept apart from what a grain holds.</summary>
internal sealed class KeptState<T> : IPersistentState<T>
    where T : new()
{
    /// <summary>What was written last.</summary>
    public T Stored { get; set; } = new();

    /// <summary>How often was written.</summary>
    public int Writes { get; private set; }

    /// <summary>Called before each write; may throw.</summary>
    public Action Writing { get; set; } = () => { };

    /// <summary>Called before each read; may throw.</summary>
    public Action Reading { get; set; } = () => { };

    public T State { get; set; } = new();

    public string Etag { get; set; } = "";

    public bool RecordExists { get; private set; }

    public Task ReadStateAsync()
    {
        Reading();
        State = Stored;
        return Task.CompletedTask;
    }

    public Task WriteStateAsync()
    {
        Writing();
        Stored = State;
        Writes++;
        RecordExists = true;
        return Task.CompletedTask;
    }

    public Task ClearStateAsync()
    {
        Writing();
        (State, Stored, RecordExists) = (new T(), new T(), false);
        return Task.CompletedTask;
    }
}
