using Google.Rpc;
using Grpc.Core;
using OuraTeams.Contracts.Accounts;
using OuraTeams.Contracts.Keys;
using OuraTeams.Contracts.Organizations;
using OuraTeams.Oura.Apps;
using OuraTeams.Oura.Http;
using OuraTeams.Server.Joining;

namespace OuraTeams.Server.Api;

/// <summary>Connects a ring with a Personal Access Token, or says in plain words why not.</summary>
internal sealed class PersonalTokenConnector(IClusterClient cluster, OuraApps apps, RingConnector connector, ILogger<PersonalTokenConnector> logger)
{
    private const string Field = "personal_access_token";

    /// <summary>Connects.</summary>
    /// <exception cref="RpcException">It was refused; nothing was changed.</exception>
    public async Task ConnectAsync(MemberKey member, string token)
    {
        OrganizationView? organization = await cluster.GetGrain<IOrganizationGrain>(member.Organization).GetAsync();
        if (organization is null || apps.Find(organization.Settings.App) is not { } app)
        {
            throw Refusal.Of(Code.FailedPrecondition, "organization_id: the organization's Oura app is not set up on this server.");
        }

        try
        {
            Answer(await connector.ConnectPersonalTokenAsync(app, member, token));
        }
        catch (RingNotConnectedException failure)
        {
            // The caller may try again: the same token for the same member does no harm.
            ServiceLog.TokenOutcomeUnknown(logger, failure, member.Organization);
            throw Refusal.Of(Code.Unavailable, "The server did not store the connection, or could not tell; try again in a few minutes.");
        }
        catch (OuraException failure)
        {
            ServiceLog.TokenNotConnected(logger, member.Organization, failure.Failure);
            throw Refused(failure);
        }
    }

    private static void Answer(ConnectOutcome outcome)
    {
        switch (outcome)
        {
            case ConnectOutcome.Connected:
                return;
            case ConnectOutcome.RingTaken:
                throw Refusal.Field(Code.AlreadyExists, Field, "Another member of the organization has connected this ring already.");
            case ConnectOutcome.MemberHasOtherRing:
                throw Refusal.Field(Code.FailedPrecondition, Field, "The member has connected another ring. Disconnect it first.");
            default:
                throw Refusal.Field(Code.Aborted, Field, "An earlier connection of this ring is still being ended. Try again in a minute.");
        }
    }

    private static RpcException Refused(OuraException failure) => failure.Failure switch
    {
        OuraFailure.Unauthorized or OuraFailure.ScopeMissing or OuraFailure.Invalid => Refusal.Field(Code.InvalidArgument, Field, "Oura refuses this token."),
        OuraFailure.Forbidden => Refusal.Field(Code.FailedPrecondition, Field, "The member's Oura membership has lapsed."),
        _ => Refusal.Of(Code.Unavailable, "Oura can't be asked now; try again in a few minutes."),
    };
}
