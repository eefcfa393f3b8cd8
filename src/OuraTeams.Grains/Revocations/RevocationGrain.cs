using Microsoft.Extensions.Logging;
using OuraTeams.Contracts;
using OuraTeams.Contracts.Fleet;
using OuraTeams.Contracts.Revocations;
using OuraTeams.Contracts.States;
using OuraTeams.Grains.States;
using OuraTeams.Oura.Apps;
using OuraTeams.Oura.Http;

namespace OuraTeams.Grains.Revocations;

/// <summary>
/// Revokes one grant at Oura: stores it, asks until Oura has answered or the time is over, then clears what is stored, and with
/// it the data key. The scheduler knows of it before anything is stored and until everything is cleared, so that a crash at any
/// point ends with nothing left.
/// </summary>
[GrainType(Names.Revocation)]
internal sealed class RevocationGrain : Grain, IRevocationGrain, IDisposable
{
    /// <summary>How often the scheduler looks whether the revocation is still at work.</summary>
    private static readonly TimeSpan SchedulerPause = TimeSpan.FromMinutes(5);

    private readonly IPersistentState<RevocationState> _state;
    private readonly StateLock _states;
    private readonly OuraApps _apps;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private IGrainTimer? _timer;
    private bool _beginning;

    public RevocationGrain(
        [PersistentState(Names.RevocationState, Names.Storage)] IPersistentState<RevocationState> state,
        OuraApps apps,
        TimeProvider clock,
        ILogger<RevocationGrain> logger)
    {
        (_state, _apps, _clock, _logger) = (state, apps, clock, logger);
        _states = new StateLock(DeactivateOnIdle);
    }

    private ISchedulerGrain Scheduler => GrainFactory.GetGrain<ISchedulerGrain>(SchedulerShare.Of(this.GetPrimaryKey()));

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _states.Stop();
        return Task.CompletedTask;
    }

    public void Dispose() => _states.Dispose();

    public async Task BeginAsync(RevocationRequest request)
    {
        if (_state.State.Request is not null)
        {
            return;
        }

        _beginning = true;
        try
        {
            // The scheduler is told first: if this process ends after the write, or the write fails after the data key was made, it calls this grain again.
            await Scheduler.WakeRevocationAtAsync(this.GetPrimaryKey(), _clock.GetUtcNow() + SchedulerPause);
            await _states.RunAsync(() => _states.WriteAsync(_state, new RevocationState { Request = request, Since = _clock.GetUtcNow() }));
        }
        finally
        {
            _beginning = false;
        }

        TryAfter(TimeSpan.Zero);
    }

    public async Task<DateTimeOffset?> CatchUpAsync()
    {
        DateTimeOffset now = _clock.GetUtcNow();
        if (_state.State.Request is null)
        {
            if (_beginning)
            {
                return now + SchedulerPause;
            }

            // Done, or the grant was never stored; in that case only the data key may exist.
            await _states.RunAsync(_state.ClearStateAsync);
            return null;
        }

        DateTimeOffset since = RevocationPolicy.Since(_state.State.Since, now);
        if (since != _state.State.Since)
        {
            await _states.RunAsync(() => _states.WriteAsync(_state, _state.State with { Since = since }));
        }

        if (_timer is null)
        {
            TryAfter(TimeSpan.Zero);
        }

        return now + SchedulerPause;
    }

    private void TryAfter(TimeSpan pause)
    {
        // Does not interleave: a call that begins a revocation waits for the end of this attempt, which would clear what the call writes.
        _timer?.Dispose();
        _timer = this.RegisterGrainTimer(static (grain, _) => grain.TryOnTimeAsync(), this, pause, Timeout.InfiniteTimeSpan);
    }

    private async Task TryOnTimeAsync()
    {
        try
        {
            if (_state.State.Request is { } request && await TryAsync(request) is { } pause)
            {
                TryAfter(pause);
            }
        }
        catch (OperationCanceledException) when (_states.Stopping.IsCancellationRequested)
        {
            // The activation ends; the scheduler calls the next one.
        }
        catch (Exception error)
        {
            // The store or the scheduler does not accept changes now. The next activation revokes again, which does no harm.
            RevocationLog.Interrupted(_logger, error, this.GetPrimaryKey());
            _states.End();
        }
    }

    /// <summary>Asks Oura once, and clears everything when that was the last time.</summary>
    /// <returns>Pause before the next attempt; null when the revocation has ended.</returns>
    private async Task<TimeSpan?> TryAsync(RevocationRequest request)
    {
        if (_apps.Find(request.App) is not { } app)
        {
            await EndAsync(request, RevocationOutcome.AppUnknown, null);
            return null;
        }

        OuraException failure;
        try
        {
            await app.OAuth.RevokeAsync(request.AccessToken, request.RefreshToken, _states.Stopping);
            await EndAsync(request, RevocationOutcome.Revoked, null);
            return null;
        }
        catch (OuraException caught)
        {
            failure = caught;
        }

        RevocationStep next = RevocationPolicy.After(failure, _state.State.Since, _clock.GetUtcNow(), Random.Shared.NextDouble());
        if (next.Outcome is { } outcome)
        {
            await EndAsync(request, outcome, failure);
            return null;
        }

        RevocationLog.Retried(_logger, this.GetPrimaryKey(), failure.Failure, next.Pause);
        return next.Pause;
    }

    private async Task EndAsync(RevocationRequest request, RevocationOutcome outcome, OuraException? failure)
    {
        await _states.RunAsync(() => _states.ClearAsync(_state));
        _timer?.Dispose();
        _timer = null;
        await Scheduler.RemoveRevocationAsync(this.GetPrimaryKey());
        if (outcome == RevocationOutcome.Revoked)
        {
            RevocationLog.Ended(_logger, this.GetPrimaryKey(), request.Organization, request.App, outcome);
        }
        else
        {
            RevocationLog.EndedWithoutRevoking(_logger, failure, this.GetPrimaryKey(), request.Organization, request.App, outcome);
        }

        DeactivateOnIdle();
    }
}
