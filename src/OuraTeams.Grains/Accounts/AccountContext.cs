using Microsoft.Extensions.Logging;
using OuraTeams.Contracts;

namespace OuraTeams.Grains;

/// <summary>
/// What the parts of one account's activation share: the stored states, the rules over them, and the lock under which
/// they change. The lock is never held while Oura is asked.
/// </summary>
internal sealed class AccountContext : IDisposable
{
    private readonly SemaphoreSlim _exclusive = new(1);
    private readonly CancellationTokenSource _stopping = new();

    public AccountContext() => Stopping = _stopping.Token;

    /// <summary>Which account.</summary>
    public required AccountKey Key { get; init; }

    /// <summary>Who it is with Oura.</summary>
    public required IPersistentState<CredentialState> Credential { get; init; }

    /// <summary>The stored credential again, held by nobody: it can be written also when the activation is over.</summary>
    public required Func<IPersistentState<CredentialState>> OwnCredential { get; init; }

    /// <summary>The stored inbox again, held by nobody: what is stored now, whatever this activation knows.</summary>
    public required Func<IPersistentState<InboxState>> OwnInbox { get; init; }

    /// <summary>What has to be fetched.</summary>
    public required IPersistentState<InboxState> InboxState { get; init; }

    /// <summary>What is known.</summary>
    public required IPersistentState<CacheState> CacheState { get; init; }

    /// <summary>What may still be asked.</summary>
    public required IPersistentState<BudgetState> BudgetState { get; init; }

    /// <summary>Settings.</summary>
    public required AccountOptions Options { get; init; }

    /// <summary>Other grains.</summary>
    public required IGrainFactory Grains { get; init; }

    /// <summary>The time.</summary>
    public required TimeProvider Clock { get; init; }

    /// <summary>Where to log.</summary>
    public required ILogger Logger { get; init; }

    /// <summary>Ends the activation once it is idle.</summary>
    public required Action Deactivate { get; init; }

    /// <summary>Rules of the inbox.</summary>
    public Inbox Inbox => field ??= new Inbox(InboxState.State, Options);

    /// <summary>Rules of the cache.</summary>
    public MetricCache Cache => field ??= new MetricCache(CacheState.State);

    /// <summary>Name for log lines.</summary>
    public string Name => Key.ToString();

    /// <summary>The time.</summary>
    public DateTimeOffset Now => Clock.GetUtcNow();

    /// <summary>Cancelled when the activation ends.</summary>
    public CancellationToken Stopping { get; }

    /// <summary>Ends all waiting.</summary>
    public void Stop() => _stopping.Cancel();

    /// <summary>Runs an action while nobody else changes a state.</summary>
    public Task<T> ExclusivelyAsync<T>(Func<Task<T>> action) => ExclusivelyAsync(action, Stopping);

    /// <summary>Runs an action while nobody else changes a state, also when the activation is about to end: what it stores exists nowhere else.</summary>
    public Task ExclusivelyAtAnyCostAsync(Func<Task> action) => ExclusivelyAsync(
        async () =>
        {
            await action();
            return true;
        },
        CancellationToken.None);

    private async Task<T> ExclusivelyAsync<T>(Func<Task<T>> action, CancellationToken cancellation)
    {
        await _exclusive.WaitAsync(cancellation);
        try
        {
            // The one before may have found that memory can't be trusted, when this one had its turn already.
            cancellation.ThrowIfCancellationRequested();
            return await action();
        }
        finally
        {
            _exclusive.Release();
        }
    }

    /// <summary>Runs an action while nobody else changes a state.</summary>
    public Task ExclusivelyAsync(Func<Task> action) => ExclusivelyAsync(async () =>
    {
        await action();
        return true;
    });

    /// <summary>
    /// Writes a state. When the outcome is unknown, memory can't be trusted: the activation ends and the next one reads what
    /// is stored.
    /// </summary>
    public async Task WriteAsync<T>(IPersistentState<T> state)
    {
        try
        {
            await state.WriteStateAsync();
            ActiveGrains.Show(this);
        }
        catch (Exception)
        {
            Fail();
            throw;
        }
    }

    /// <summary>Whether the activation ends because its memory can't be trusted: what it holds says nothing about what is left to do.</summary>
    public bool Failed { get; private set; }

    /// <summary>Clears a state, if there is one. To be followed by the activation's end: the rules hold what was in it.</summary>
    public static Task ClearAsync<T>(IPersistentState<T> state) => state.RecordExists ? state.ClearStateAsync() : Task.CompletedTask;

    /// <summary>Memory can't be trusted any more.</summary>
    public void Fail()
    {
        Failed = true;
        End();
    }

    /// <summary>Ends the activation: what it holds is gone.</summary>
    public void End()
    {
        Stop();
        Deactivate();
    }

    public void Dispose()
    {
        Stop();
        _stopping.Dispose();
    }
}
