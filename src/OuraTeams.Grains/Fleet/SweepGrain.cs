using Microsoft.Extensions.Logging;
using OuraTeams.Contracts;

namespace OuraTeams.Grains;

/// <summary>Wakes its share of the ring accounts, on a reminder of its own.</summary>
[GrainType(Names.Sweep)]
internal sealed class SweepGrain(
    [PersistentState("sweep", Names.Storage)] IPersistentState<SweepState> state,
    ILogger<SweepGrain> logger) : Grain, ISweepGrain, IRemindable
{
    private const string Reminder = "sweep";
    private const int Parallelism = 16;
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(10);

    public async Task AddAsync(AccountKey account)
    {
        if (state.State.Accounts.Contains(account))
        {
            return;
        }

        if (state.State.Accounts.Count == 0)
        {
            await EnsureReminderAsync();
        }

        await state.ChangeAsync(state.State with { Accounts = [.. state.State.Accounts, account] }, this);
    }

    public async Task<int> RunAsync()
    {
        if (state.State.Accounts.Count == 0)
        {
            return 0;
        }

        await EnsureReminderAsync();
        return await WakeAsync();
    }

    public Task ReceiveReminder(string reminderName, TickStatus status) => WakeAsync();

    private async Task<int> WakeAsync()
    {
        int woken = 0;
        foreach (AccountKey[] share in state.State.Accounts.Chunk(Parallelism))
        {
            bool[] taken = await Task.WhenAll(share.Select(WakeAsync));
            woken += taken.Count(connected => connected);
        }

        return woken;
    }

    private async Task<bool> WakeAsync(AccountKey account)
    {
        try
        {
            return await GrainFactory.GetGrain<IRingAccountGrain>(account.ToString()).CatchUpAsync();
        }
        catch (Exception error) when (error is OrleansException or TimeoutException)
        {
            SweepLog.NotWoken(logger, error, account.ToString());
            return false;
        }
    }

    private Task<IGrainReminder> EnsureReminderAsync() => this.RegisterOrUpdateReminder(Reminder, Period, Period);
}
