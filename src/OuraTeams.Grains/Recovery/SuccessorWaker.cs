using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OuraTeams.Contracts.Accounts;
using OuraTeams.Contracts.Fleet;
using OuraTeams.Contracts.Keys;
using OuraTeams.Grains.Accounts.Options;

namespace OuraTeams.Grains.Recovery;

/// <summary>
/// Wakes successors one after the other, as <see cref="SuccessorQueue"/> allows. Runs outside of the turns of the activations that
/// ask for it, since a call by an ended activation is refused. When the process stops, each account is called once, so that
/// another silo goes on with it, and its scheduler is told: it wakes the account when this silo is gone.
/// </summary>
internal sealed class SuccessorWaker(
    IGrainFactory grains, IOptions<AccountOptions> options, IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<SuccessorWaker> logger)
    : ISuccessorWaker, IHostedService, IDisposable
{
    /// <summary>How long a try may take.</summary>
    private static readonly TimeSpan LongestTry = TimeSpan.FromSeconds(5);

    /// <summary>Work that is due later than this needs no activation until then: only the scheduler is told.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(2);

    private readonly Lock _lock = new();
    private readonly SuccessorQueue _queue = new(options.Value.RetryPause, Random.Shared.NextDouble);
    private readonly Channel<bool> _changed = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource _ended = new();
    private CancellationTokenRegistration _stopping;
    private bool _disposed;

    /// <inheritdoc/>
    public void Wake(AccountKey account, DateTimeOffset due, bool afterFailure)
    {
        bool added;
        lock (_lock)
        {
            added = _queue.Add(account, due, afterFailure, clock.GetUtcNow());
        }

        if (added)
        {
            _changed.Writer.TryWrite(true);
        }
        else
        {
            RecoveryLog.TooManySuccessors(logger, account.ToString(), SuccessorQueue.Most);
        }
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _stopping = lifetime.ApplicationStopping.Register(Stop);
        _ = RunAsync();
        return Task.CompletedTask;
    }

    /// <summary>Returns at once: the silo, which stops later or earlier, ends its activations while this one still works.</summary>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        Stop();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        _stopping.Dispose();
        _ended.Cancel();
        _ended.Dispose();
    }

    private void Stop()
    {
        lock (_lock)
        {
            _queue.Stop(clock.GetUtcNow());
        }

        _changed.Writer.TryWrite(true);
    }

    private async Task RunAsync()
    {
        CancellationToken ended = _ended.Token;
        Task<bool>? changed = null;
        while (!ended.IsCancellationRequested)
        {
            TimeSpan wait = BeginTries();
            changed ??= _changed.Reader.WaitToReadAsync(ended).AsTask();
            await ((Task)changed).WaitAsync(wait, clock, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (changed.IsCompleted)
            {
                _changed.Reader.TryRead(out _);
                changed = null;
            }
        }
    }

    /// <summary>Begins what may be tried now.</summary>
    /// <returns>How long to wait for the next.</returns>
    private TimeSpan BeginTries()
    {
        while (true)
        {
            Successor? successor;
            bool last;
            lock (_lock)
            {
                DateTimeOffset now = clock.GetUtcNow();
                successor = _queue.Take(now);
                last = _queue.IsStopping;
                if (successor is null)
                {
                    return _queue.Next() is not { } next ? Timeout.InfiniteTimeSpan : next > now ? next - now : TimeSpan.Zero;
                }
            }

            _ = TryAsync(successor, last);
        }
    }

    private async Task TryAsync(Successor successor, bool last)
    {
        bool woken;
        if (successor.Due > clock.GetUtcNow() + Soon)
        {
            woken = await TellSchedulerAsync(successor);
        }
        else if (last)
        {
            Task<bool> told = TellSchedulerAsync(successor);
            woken = await WakeAsync(successor, last) | await told;
        }
        else
        {
            woken = await WakeAsync(successor, last);
            if (!woken && !successor.SchedulerKnows)
            {
                successor.SchedulerKnows = await TellSchedulerAsync(successor);
            }
        }

        lock (_lock)
        {
            _queue.Ended(successor, woken, clock.GetUtcNow());
        }

        _changed.Writer.TryWrite(true);
    }

    private async Task<bool> WakeAsync(Successor successor, bool last)
    {
        try
        {
            await grains.GetGrain<IRingAccountGrain>(successor.Account.ToString()).CatchUpAsync().WaitAsync(LongestTry, clock);
            return true;
        }
        catch (Exception error)
        {
            if (last)
            {
                RecoveryLog.SuccessorLeftToScheduler(logger, error, successor.Account.ToString());
            }
            else
            {
                RecoveryLog.SuccessorNotWoken(logger, error, successor.Account.ToString());
            }

            return false;
        }
    }

    private async Task<bool> TellSchedulerAsync(Successor successor)
    {
        try
        {
            // What is due here must be due for the scheduler too, whose clock may be behind.
            DateTimeOffset due = successor.Due <= clock.GetUtcNow() ? DateTimeOffset.UnixEpoch : successor.Due;
            await grains.GetGrain<ISchedulerGrain>(SchedulerShare.Of(successor.Account)).WakeAtAsync(successor.Account, due).WaitAsync(LongestTry, clock);
            return true;
        }
        catch (Exception error)
        {
            RecoveryLog.SchedulerNotTold(logger, error, successor.Account.ToString());
            return false;
        }
    }
}
