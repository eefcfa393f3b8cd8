using Microsoft.Extensions.Logging;
using OuraTeams.Contracts.Accounts;
using OuraTeams.Contracts.Keys;
using OuraTeams.Contracts.States;
using OuraTeams.Grains.Calls;
using OuraTeams.Grains.Telemetry;

namespace OuraTeams.Grains.Teams;

/// <summary>
/// Builds a partition's columns from its ring accounts. A window of accounts is asked at once; one that does not answer in time is
/// asked again later, and until then the figures say that its member is missing.
/// </summary>
internal sealed class PartitionBuild
{
    /// <summary>Accounts asked at once.</summary>
    public const int Parallelism = 32;

    private readonly PartitionKey _key;
    private readonly PartitionSlots _slots;
    private readonly IGrainFactory _grains;
    private readonly TeamOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly CancellationToken _stopping;
    private readonly long _began;
    private readonly Task _first;
    private bool _wasIncomplete;

    /// <summary>Begins to build.</summary>
    public PartitionBuild(
        PartitionKey key, PartitionSlots slots, IGrainFactory grains, TeamOptions options, TimeProvider clock, ILogger logger, CancellationToken stopping)
    {
        _key = key;
        _slots = slots;
        _grains = grains;
        _options = options;
        _clock = clock;
        _logger = logger;
        _stopping = stopping;
        _began = clock.GetTimestamp();
        foreach ((int number, Slot slot) in slots.Used(0).Where(used => used.Slot.OuraUser is not null))
        {
            Figures.Expect(number, slot.Incarnation);
        }

        _first = FirstAsync(Figures.Missing.Count);
        _first.Ignore();
    }

    /// <summary>The columns.</summary>
    public PartitionFigures Figures { get; } = new();

    /// <summary>Called when figures that were answered already have changed.</summary>
    public required Action Changed { get; init; }

    /// <summary>Called with the pause after which <see cref="GatherAsync"/> is to be called again.</summary>
    public required Action<TimeSpan> Again { get; init; }

    /// <summary>Called when the number of members whose days are here may have changed.</summary>
    public required Action Held { get; init; }

    /// <summary>How long a caller waits at most: twice as long as one account may take to answer.</summary>
    private TimeSpan LongestWait => 2 * _options.AccountTimeout;

    /// <summary>Waits until every account was asked once, but not for long.</summary>
    public async Task ReadyAsync(CancellationToken cancellation)
    {
        TimeSpan left = LongestWait - _clock.GetElapsedTime(_began);
        if (!_first.IsCompleted && left > TimeSpan.Zero)
        {
            try
            {
                await _first.WaitAsync(left, _clock, cancellation);
            }
            catch (TimeoutException)
            {
                // The caller gets the figures that there are; the answer says how many accounts are missing.
            }
        }

        cancellation.ThrowIfCancellationRequested();
        _wasIncomplete |= Figures.Missing.Count > 0;
    }

    /// <summary>Asks every account once whose days are missing.</summary>
    public async Task GatherAsync()
    {
        try
        {
            await new MovingWindow(Parallelism, _options.AccountTimeout, _clock).AskAsync(Figures.Missing.Keys.ToList(), AskAsync, Apply, Failed, _stopping);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            return;
        }

        Held();
        if (Figures.Missing.Count > 0)
        {
            Again(_options.AccountPause);
        }
    }

    private async Task FirstAsync(int accounts)
    {
        // Not in the constructor: the callbacks are set after it.
        await Task.Yield();
        await GatherAsync();
        PartitionLog.Built(_logger, _key.ToString(), accounts);
        Instruments.Built(_clock.GetElapsedTime(_began));
    }

    private async Task<(Question Question, AccountSnapshot? Snapshot)> AskAsync(int number)
    {
        // The slot is read now: while the other accounts were asked it may have been given to another member.
        Slot slot = _slots[number];
        if (slot.OuraUser is not { } user || !Figures.Missing.TryGetValue(number, out long incarnation))
        {
            return (default, null);
        }

        AccountSnapshot snapshot = await _grains
            .GetGrain<IRingAccountGrain>(new AccountKey(_key.Organization, user).ToString())
            .GetSnapshotAsync(incarnation);
        return (new Question(new MemberKey(_key.Organization, slot.Member!), user), snapshot);
    }

    private void Apply(int number, (Question Question, AccountSnapshot? Snapshot) answer)
    {
        Slot now = _slots[number];
        if (answer.Snapshot is { } snapshot
            && now.OuraUser == answer.Question.OuraUser
            && Figures.Gather(number, now, answer.Question.Member, snapshot)
            && _wasIncomplete)
        {
            Changed();
        }
    }

    private void Failed(int number, Exception error)
    {
        if (_slots[number].OuraUser is { } user)
        {
            PartitionLog.NotGathered(_logger, error, _key.ToString(), new AccountKey(_key.Organization, user).ToString());
        }
    }

    private readonly record struct Question(MemberKey Member, string OuraUser);
}
