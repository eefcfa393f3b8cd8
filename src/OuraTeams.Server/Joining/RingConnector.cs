using OuraTeams.Contracts;
using OuraTeams.Oura;

namespace OuraTeams.Server;

/// <summary>Finds out whose a credential is and gives it to that ring account. The requests for that are counted in the budgets.</summary>
internal sealed class RingConnector(IClusterClient cluster, TimeProvider clock)
{
    /// <summary>Connects. Not cancelled: what Oura issued exists nowhere else.</summary>
    /// <exception cref="OuraException">Oura gave no usable answer, or the app's budget has nothing left; nothing was connected.</exception>
    public async Task<ConnectOutcome> ConnectAsync(OuraApp app, MemberKey member, IssuedCredential credential, bool isPersonalToken)
    {
        int requests = 0;
        PersonalInfo person;
        using (RequestGate.Enter(async _ =>
        {
            await SpendAsync(app);
            requests++;
        }))
        {
            person = await app.Api.GetPersonalInfoAsync(credential.AccessToken, CancellationToken.None);
        }

        var account = new AccountKey(member.Organization, person.Id);
        return await cluster.GetGrain<IRingAccountGrain>(account.ToString()).ConnectAsync(new ConnectRequest
        {
            Member = member,
            App = app.Name,
            Credential = credential,
            IsPersonalToken = isPersonalToken,
            Requests = requests,
        });
    }

    /// <summary>Somebody is waiting at a page: their request goes with the events, and never waits in line.</summary>
    private async Task SpendAsync(OuraApp app)
    {
        BudgetGrant grant = await cluster.GetGrain<IAppBudgetGrain>(app.Name).TakeAsync(null, RequestPriority.Live, 1);
        if (grant.Count == 0)
        {
            throw new OuraException(OuraFailure.RateLimited, "The app's request budget is spent.") { RetryAfter = grant.Until - clock.GetUtcNow() };
        }
    }
}
