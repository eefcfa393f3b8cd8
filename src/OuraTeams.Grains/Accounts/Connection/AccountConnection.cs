using Microsoft.Extensions.Logging;
using OuraTeams.Contracts.States;
using OuraTeams.Grains.Accounts.Log;
using OuraTeams.Grains.States;

namespace OuraTeams.Grains.Accounts.Connection;

/// <summary>Owns the stored connection of one account: the only place that writes it.</summary>
/// <param name="stored">The stored connection.</param>
/// <param name="detached">The stored connection again, held by no activation: it can be written also when this one is over.</param>
/// <param name="states">The lock of the states.</param>
internal sealed class AccountConnection(
    IPersistentState<ConnectionState> stored, Func<IPersistentState<ConnectionState>> detached, StateLock states)
{
    /// <summary>How often a pair is written once the activation must end.</summary>
    private const int StoreAttempts = 20;

    private static readonly TimeSpan StorePause = TimeSpan.FromMilliseconds(250);

    /// <summary>As it is stored.</summary>
    public ConnectionState State => stored.State;

    /// <summary>Makes a transition and stores it.</summary>
    /// <returns>Whether there was anything to change.</returns>
    public Task<bool> ChangeAsync(Func<ConnectionState, ConnectionState?> transition) => states.RunAsync(() => WriteAsync(transition));

    /// <summary>Makes a transition from what is stored now, whatever this activation knows.</summary>
    /// <returns>Whether there was anything to change.</returns>
    public Task<bool> ChangeStoredAsync(Func<ConnectionState, ConnectionState?> transition) => states.RunAsync(async () =>
    {
        await stored.ReadStateAsync();
        return await WriteAsync(transition);
    });

    /// <summary>Makes a transition and stores it. To be called under the lock.</summary>
    /// <returns>Whether there was anything to change.</returns>
    public async Task<bool> WriteAsync(Func<ConnectionState, ConnectionState?> transition)
    {
        if (transition(stored.State) is not { } next)
        {
            return false;
        }

        await states.WriteAsync(stored, next);
        return true;
    }

    /// <summary>
    /// Stores a transition as long as it takes: what it brings exists nowhere else. An activation that must end tries for some
    /// seconds more, past its end: the runtime ends activations whenever the cluster changes, and takes their own states from
    /// them.
    /// </summary>
    public Task StoreToTheEndAsync(Func<ConnectionState, ConnectionState?> transition, TimeProvider clock, ILogger logger, string account) => states.RunToTheEndAsync(async () =>
    {
        // Taken here: this may go on after the activation's own end.
        CancellationToken stopping = states.Stopping;
        IPersistentState<ConnectionState> store = detached();
        for (int attempts = 1; ; attempts++)
        {
            try
            {
                await store.ReadStateAsync();
                if (transition(store.State) is { } next)
                {
                    store.State = next;
                    await store.WriteStateAsync();
                }

                break;
            }
            catch (Exception error) when (attempts < StoreAttempts || !stopping.IsCancellationRequested)
            {
                AccountLog.CredentialNotStored(logger, error, account);
                await Task.Delay(StorePause, clock);
            }
        }

        await ReadAgainAsync(logger, account);
    });

    /// <summary>Clears the connection and with it the account's key. To be called under the lock.</summary>
    public Task ClearAsync() => states.ClearAsync(stored, always: true);

    /// <summary>Has the activation know what was stored past it; one that can't read it, or is over, ends.</summary>
    private async Task ReadAgainAsync(ILogger logger, string account)
    {
        try
        {
            await stored.ReadStateAsync();
        }
        catch (Exception error)
        {
            AccountLog.CredentialNotRead(logger, error, account);
            states.Fail();
        }
    }
}
