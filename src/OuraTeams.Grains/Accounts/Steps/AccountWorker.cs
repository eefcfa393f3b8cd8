using Microsoft.Extensions.Logging;
using OuraTeams.Contracts.Keys;
using OuraTeams.Grains.Accounts.Log;
using OuraTeams.Grains.States;

namespace OuraTeams.Grains.Accounts.Steps;

/// <summary>
/// Does an account's work, one step at a time and outside of the grain's turns. Which step goes first is a preference only:
/// each tells by itself when it is due.
/// </summary>
/// <param name="account">Which account, for log lines.</param>
/// <param name="steps">The steps; where several are due, the first goes first.</param>
/// <param name="states">The lock of the states; cancels the work when the activation ends.</param>
/// <param name="clock">The time.</param>
/// <param name="logger">Where to log.</param>
internal sealed class AccountWorker(AccountKey account, IReadOnlyList<AccountStep> steps, StateLock states, TimeProvider clock, ILogger logger)
{
    /// <summary>When the next step is due; null when nothing is left.</summary>
    public DateTimeOffset? NextDue => steps.Min(step => step.DueAt);

    /// <summary>Works off what is due. A step that fails is put off by itself; the others go on.</summary>
    /// <exception cref="OperationCanceledException">The activation ends.</exception>
    public async Task WorkAsync()
    {
        while (true)
        {
            states.Stopping.ThrowIfCancellationRequested();
            DateTimeOffset now = clock.GetUtcNow();
            if (steps.FirstOrDefault(step => step.DueAt <= now) is not { } due)
            {
                return;
            }

            try
            {
                await due.RunAsync();
            }
            catch (Exception error) when (!states.Stopping.IsCancellationRequested)
            {
                // Another grain or the store did not answer. The step is repeated from the stored states.
                AccountLog.StepFailed(logger, error, account.ToString(), due.Name);
            }
        }
    }
}
