using OuraTeams.Contracts.States;
using OuraTeams.Grains.Accounts.Options;
using OuraTeams.Grains.States;

namespace OuraTeams.Grains.Accounts.Inbox;

/// <summary>Owns the stored inbox of one account: the only place that writes it.</summary>
/// <param name="stored">The stored inbox.</param>
/// <param name="detached">The stored inbox again, held by no activation: what is stored now, whatever this activation knows.</param>
/// <param name="options">Pauses.</param>
/// <param name="states">The lock of the states.</param>
internal sealed class AccountInbox(
    IPersistentState<InboxState> stored, Func<IPersistentState<InboxState>> detached, AccountOptions options, StateLock states)
{
    /// <summary>As it is stored.</summary>
    public InboxState State => stored.State;

    /// <summary>The rules over what is stored, for questions.</summary>
    public InboxRules Rules => new(stored.State, options);

    /// <summary>Makes transitions and stores them.</summary>
    public Task ChangeAsync(Action<InboxRules> transitions) => states.RunAsync(() => WriteAsync(transitions));

    /// <summary>Makes transitions and stores them. To be called under the lock.</summary>
    public Task WriteAsync(Action<InboxRules> transitions) => states.WriteAsync(stored, InboxRules.Change(stored.State, options, transitions));

    /// <summary>Stores a draft. To be called under the lock under which it was taken.</summary>
    public Task WriteAsync(InboxRules draft) => states.WriteAsync(stored, draft.State);

    /// <summary>A draft of what is stored.</summary>
    public InboxRules Draft() => InboxRules.DraftOf(stored.State, options);

    /// <summary>Makes marks due that a clock ahead of ours put off; in memory only, since the next activation would do the same.</summary>
    public void ClampFutureMarks(DateTimeOffset now) => stored.State = InboxRules.Change(stored.State, options, inbox => inbox.ClampFutureMarks(now));

    /// <summary>Clears the inbox. To be called under the lock.</summary>
    public Task ClearAsync() => states.ClearAsync(stored);

    /// <summary>Whether what is in memory is what is stored. It is not when the account was in memory twice; then this activation ends.</summary>
    public Task<bool> VerifyAsync() => states.RunAsync(async () =>
    {
        IPersistentState<InboxState> now = detached();
        await now.ReadStateAsync();
        bool same = now.Etag == stored.Etag;
        if (!same)
        {
            states.Fail();
        }

        return same;
    });
}
