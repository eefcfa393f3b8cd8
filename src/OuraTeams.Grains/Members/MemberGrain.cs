using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OuraTeams.Contracts;
using OuraTeams.Contracts.Accounts;
using OuraTeams.Contracts.Keys;
using OuraTeams.Contracts.Members;
using OuraTeams.Contracts.States;
using OuraTeams.Contracts.Teams;
using OuraTeams.Grains.States;
using OuraTeams.Grains.Teams;

namespace OuraTeams.Grains.Members;

/// <summary>A person in an organization: their name there, their teams, their ring.</summary>
[GrainType(Names.Member)]
internal sealed class MemberGrain : Grain, IMemberGrain, IDisposable
{
    private const int SecretBytes = 24;

    private readonly IPersistentState<MemberState> _state;
    private readonly StateLock _lock;
    private readonly TeamOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly MemberKey _key;
    private Task _finishing = Task.CompletedTask;
    private DateTimeOffset _nextFinish;

    public MemberGrain(
        [PersistentState("member", Names.Storage)] IPersistentState<MemberState> state,
        IGrainContext context,
        IOptions<TeamOptions> options,
        TimeProvider clock,
        ILogger<MemberGrain> logger)
    {
        _state = state;
        _lock = new StateLock(DeactivateOnIdle);
        _options = options.Value;
        _clock = clock;
        _logger = logger;
        _key = MemberKey.Parse(context.GrainId.Key.ToString()!);
    }

    private MemberState State => _state.State;

    public void Dispose() => _lock.Dispose();

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _lock.Stop();
        return Task.CompletedTask;
    }

    public Task<Invitation?> InviteAsync(string displayName, TeamKey team, int partition) => _lock.RunAsync(async () =>
    {
        if (State.DisplayName is { } name && name != displayName)
        {
            return null;
        }

        return await InvitedAsync(MemberRules.Join(State with { DisplayName = displayName }, team, partition));
    });

    public Task<MemberView?> GetAsync()
    {
        Finish();
        return Task.FromResult(View());
    }

    public Task<MemberView?> UpdateAsync(string displayName) => _lock.RunAsync(async () =>
    {
        if (State.DisplayName is { } name && name != displayName)
        {
            await _lock.WriteAsync(_state, State with { DisplayName = displayName });
        }

        return View();
    });

    public Task<JoinView?> OpenJoinLinkAsync(string secret)
    {
        bool valid = State.DisplayName is not null
            && MemberRules.First(State) is not null
            && _clock.GetUtcNow() < State.JoinExpiresAt
            && CryptographicOperations.FixedTimeEquals(Hash(secret), State.JoinSecretHash);
        return Task.FromResult(!valid ? null : new JoinView
        {
            DisplayName = State.DisplayName!,
            Team = MemberRules.First(State)!.Team,
            Connected = State.Account is not null,
        });
    }

    public async Task<Attachment?> AttachAsync(AccountKey account, long incarnation)
    {
        Finish();
        MemberState? attached = await _lock.RunAsync(async () =>
        {
            if (MemberRules.Attach(State, account, incarnation) is not { } next)
            {
                return null;
            }

            if (!ReferenceEquals(next, State))
            {
                await _lock.WriteAsync(_state, next);
            }

            return next;
        });
        if (attached is null)
        {
            return null;
        }

        TeamPlace[] places = [.. attached.Teams.Where(place => !place.IsLeaving)];
        bool[] known = await Task.WhenAll(places.Select(place =>
            Partition(place).AttachAsync(_key, account, attached.Incarnation, isFirstTeam: place == places[0])));
        return new Attachment
        {
            Incarnation = attached.Incarnation,
            Partitions = [.. places.Zip(known).Where(pair => pair.Second).Select(pair => Key(pair.First))],
        };
    }

    public async Task DetachAsync(AccountKey account, long incarnation)
    {
        if (State.Account == account && State.Incarnation <= incarnation)
        {
            // The partitions are told first: until that has succeeded, the call is repeated.
            await Task.WhenAll(State.Teams.Select(place => Partition(place).DetachAsync(_key, account, incarnation)));
            await _lock.RunAsync(async () =>
            {
                if (State.Account == account && State.Incarnation <= incarnation)
                {
                    await _lock.WriteAsync(_state, State with { Account = null, Disconnected = true, Incarnation = incarnation, TeamsChanged = false });
                }
            });
        }
    }

    public Task<Invitation?> RenewJoinLinkAsync(TeamKey team) => _lock.RunAsync(async () =>
        State.DisplayName is not null && MemberRules.IsIn(State, team) ? await InvitedAsync(State) : null);

    public async Task<bool> DisconnectAsync(TeamKey team)
    {
        if (State.DisplayName is null || !MemberRules.IsIn(State, team))
        {
            return false;
        }

        if (State.Account is { } account)
        {
            await Account(account).DisconnectAsync();
        }

        return true;
    }

    public async Task<bool> JoinAsync(TeamKey team, int partition)
    {
        bool joined = await _lock.RunAsync(async () =>
        {
            if (State.DisplayName is null || MemberRules.First(State) is null)
            {
                return false;
            }

            await _lock.WriteAsync(_state, MemberRules.Join(State, team, partition));
            return true;
        });
        if (joined && State.TeamsChanged)
        {
            FinishNow();
        }

        return joined;
    }

    public async Task<bool> LeaveAsync(TeamKey team)
    {
        bool leaving = await _lock.RunAsync(async () =>
        {
            if (State.Teams.All(place => place.Team != team))
            {
                return false;
            }

            if (MemberRules.IsIn(State, team))
            {
                await _lock.WriteAsync(_state, MemberRules.BeginLeaving(State, team));
            }

            return true;
        });
        if (leaving)
        {
            await FinishLeavingAsync(team);
            FinishNow();
        }

        return leaving;
    }

    /// <summary>Each step may be repeated. The slot is freed last: until then the team lists the member, and so finds what is unfinished.</summary>
    private async Task FinishLeavingAsync(TeamKey team)
    {
        if (MemberRules.First(State) is null && State.Account is { } last)
        {
            await Account(last).DisconnectAsync();
        }

        int? partition = await _lock.RunAsync(async () =>
        {
            if (State.Teams.FirstOrDefault(place => place.Team == team && place.IsLeaving) is not { } left)
            {
                return (int?)null;
            }

            if (MemberRules.Leave(State, team) is { } rest)
            {
                await _lock.WriteAsync(_state, rest);
            }
            else
            {
                await _lock.ClearAsync(_state);
            }

            return left.Partition;
        });
        if (partition is { } number)
        {
            await Partition(new TeamPlace { Team = team, Partition = number }).FreeAsync(_key);
        }
    }

    /// <summary>Has the account told of the teams. Not awaited: it may be busy for long, and asks for the teams then.</summary>
    private void FinishNow()
    {
        _nextFinish = default;
        Finish();
    }

    /// <summary>Goes on with what a crash or a failure has cut short.</summary>
    private void Finish()
    {
        DateTimeOffset now = _clock.GetUtcNow();
        if (_finishing.IsCompleted && now >= _nextFinish && (State.TeamsChanged || State.Teams.Any(place => place.IsLeaving)))
        {
            _nextFinish = now + _options.AccountPause;
            _finishing = FinishAsync();
        }
    }

    private async Task FinishAsync()
    {
        try
        {
            foreach (TeamPlace place in State.Teams.Where(place => place.IsLeaving).ToList())
            {
                await FinishLeavingAsync(place.Team);
            }

            await TellAccountAsync();
        }
        catch (Exception error) when (!_lock.Stopping.IsCancellationRequested)
        {
            TeamLog.NotFinished(_logger, error, _key.ToString());
        }
        catch (Exception)
        {
            // The activation ends, and the next one continues.
        }
    }

    /// <summary>Has the account ask for the member's teams anew; that it has done so is noted when it attaches.</summary>
    private async Task TellAccountAsync()
    {
        if (State is { TeamsChanged: true, Account: { } account })
        {
            await Account(account).TeamsChangedAsync();
        }
    }

    /// <summary>Writes a state with a new join link. To be called under the lock.</summary>
    private async Task<Invitation?> InvitedAsync(MemberState state)
    {
        string secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
        DateTimeOffset expires = _clock.GetUtcNow() + _options.JoinLinkLifetime;
        await _lock.WriteAsync(_state, state with { JoinSecretHash = Hash(secret), JoinExpiresAt = expires });
        return new Invitation { Member = _key, Secret = secret, ExpiresAt = expires };
    }

    private MemberView? View() => State.DisplayName is not { } name ? null : new MemberView
    {
        Member = _key,
        DisplayName = name,
        Account = State.Account,
        Disconnected = State.Disconnected,
        Teams = State.Teams,
    };

    private static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    private static PartitionKey Key(TeamPlace place) => new(place.Team.Organization, place.Team.Team, place.Partition);

    private ITeamPartitionGrain Partition(TeamPlace place) => GrainFactory.GetGrain<ITeamPartitionGrain>(Key(place).ToString());

    private IRingAccountGrain Account(AccountKey account) => GrainFactory.GetGrain<IRingAccountGrain>(account.ToString());
}
