using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using OuraTeams.Contracts;

namespace OuraTeams.Grains;

/// <summary>A person in an organization: their name there, their teams, their ring.</summary>
[GrainType(Names.Member)]
internal sealed class MemberGrain(
    [PersistentState("member", Names.Storage)] IPersistentState<MemberState> state,
    IOptions<TeamOptions> options,
    TimeProvider clock) : Grain, IMemberGrain
{
    private const int SecretBytes = 24;

    private MemberKey Key => MemberKey.Parse(this.GetPrimaryKeyString());

    public async Task<Invitation> InviteAsync(string displayName, TeamKey team)
    {
        string secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
        DateTimeOffset expires = clock.GetUtcNow() + options.Value.JoinLinkLifetime;
        await state.ChangeAsync(state.State with
        {
            DisplayName = displayName,
            Teams = [.. state.State.Teams.Append(team).Distinct()],
            JoinSecretHash = Hash(secret),
            JoinExpiresAt = expires,
        }, this);
        return new Invitation { Member = Key, Secret = secret, ExpiresAt = expires };
    }

    public async Task<MemberView?> GetAsync()
    {
        if (state.State.DisplayName is not { } name)
        {
            return null;
        }

        AccountStatus? account = state.State.Account is { } key
            ? await GrainFactory.GetGrain<IRingAccountGrain>(key.ToString()).GetStatusAsync()
            : null;
        return new MemberView { Member = Key, DisplayName = name, Account = account, Disconnected = state.State.Disconnected, Teams = [.. state.State.Teams] };
    }

    public Task<JoinView?> OpenJoinLinkAsync(string secret)
    {
        bool valid = state.State.DisplayName is not null
            && clock.GetUtcNow() < state.State.JoinExpiresAt
            && CryptographicOperations.FixedTimeEquals(Hash(secret), state.State.JoinSecretHash);
        return Task.FromResult(!valid ? null : new JoinView
        {
            DisplayName = state.State.DisplayName!,
            Team = state.State.Teams[0],
            Connected = state.State.Account is not null,
        });
    }

    public async Task<Attachment?> AttachAsync(AccountKey account, long incarnation)
    {
        if (state.State.DisplayName is null || (state.State.Account is { } other && other != account))
        {
            return null;
        }

        // An account that was forgotten counts anew; a member's teams know how far the count had come.
        long granted = incarnation >= state.State.Incarnation ? incarnation : state.State.Incarnation + 1;
        if (state.State.Account is null || granted != state.State.Incarnation)
        {
            await state.ChangeAsync(state.State with { Account = account, Disconnected = false, Incarnation = granted }, this);
        }

        PartitionKey?[] partitions = await Task.WhenAll(state.State.Teams.Select(team =>
            GrainFactory.GetGrain<ITeamGrain>(team.ToString()).AttachAsync(Key, account)));
        return new Attachment { Incarnation = granted, Partitions = [.. partitions.OfType<PartitionKey>()] };
    }

    public async Task DetachAsync(AccountKey account, long incarnation)
    {
        if (state.State.Account == account && state.State.Incarnation <= incarnation)
        {
            await Task.WhenAll(state.State.Teams.Select(team => GrainFactory.GetGrain<ITeamGrain>(team.ToString()).DetachAsync(Key)));
            await state.ChangeAsync(state.State with { Account = null, Disconnected = true, Incarnation = incarnation }, this);
        }
    }

    public async Task<Invitation?> RenewJoinLinkAsync(TeamKey team) =>
        state.State.DisplayName is { } name && state.State.Teams.Contains(team) ? await InviteAsync(name, team) : null;

    public async Task<bool> DisconnectAsync(TeamKey team)
    {
        if (state.State.DisplayName is null || !state.State.Teams.Contains(team))
        {
            return false;
        }

        if (state.State.Account is { } account)
        {
            await GrainFactory.GetGrain<IRingAccountGrain>(account.ToString()).DisconnectAsync();
        }

        return true;
    }

    private static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
