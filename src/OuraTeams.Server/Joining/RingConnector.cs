using OuraTeams.Contracts.Accounts;
using OuraTeams.Contracts.Budgets;
using OuraTeams.Contracts.Keys;
using OuraTeams.Oura.Apps;
using OuraTeams.Oura.Documents;
using OuraTeams.Oura.Http;

namespace OuraTeams.Server.Joining;

/// <summary>
/// Finds out whose a credential is and gives it to that ring account. The requests for that are counted in the budgets. A grant
/// that Oura has issued and that is not connected in the end is revoked: nobody else knows its tokens.
/// </summary>
internal sealed class RingConnector(IClusterClient cluster, TimeProvider clock, GrantRevoker revoker, ILogger<RingConnector> logger)
{
    /// <summary>How often the account is called when it doesn't say what became of the call. The same call again does no harm.</summary>
    private const int ConnectAttempts = 3;

    /// <summary>Pause between these calls.</summary>
    private static readonly TimeSpan ConnectPause = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Takes the request that connecting needs out of the app's budget. To be called before a code is redeemed: whom the budget
    /// turns away then has a code that nobody has used, and no grant.
    /// </summary>
    /// <exception cref="OuraException">The app's budget has nothing left (<see cref="OuraFailure.RateLimited"/>).</exception>
    public async Task SpendAsync(OuraApp app)
    {
        // A person is waiting at a page: their request has the priority of events and is never queued.
        BudgetGrant grant = await cluster.GetGrain<IAppBudgetGrain>(app.Name).TakeAsync(null, RequestPriority.Live, 1);
        if (grant.Count == 0)
        {
            throw new OuraException(OuraFailure.RateLimited, "The app's request budget is spent.") { RetryAfter = grant.Until - clock.GetUtcNow() };
        }
    }

    /// <summary>
    /// Connects a grant whose code was just redeemed, after <see cref="SpendAsync"/>. Not cancelled: what Oura issued exists
    /// nowhere else. The grant is revoked unless it is connected, or the ring is another member's
    /// (<see cref="ConnectOutcome.RingTaken"/>).
    /// </summary>
    /// <exception cref="OuraException">Oura gave no usable answer; nothing was connected.</exception>
    /// <exception cref="RingNotConnectedException">The account could not be reached.</exception>
    public async Task<ConnectOutcome> ConnectGrantAsync(OuraApp app, MemberKey member, IssuedCredential credential)
    {
        ConnectOutcome outcome;
        try
        {
            outcome = await ConnectAsync(app, member, credential, isPersonalToken: false);
        }
        catch (Exception error) when (error is OuraException or RingNotConnectedException)
        {
            JoinLog.NotKept(logger, error, member.Organization);
            await revoker.RevokeAsync(app, member.Organization, credential);
            throw;
        }

        // RingTaken: the same person has connected the same app for another member. It is not documented whether Oura keeps the
        // two consents apart; if it does not, revoking this grant would end the other member's connection. So it is not
        // revoked: its tokens are discarded, and its owner can end it at Oura.
        if (outcome is not (ConnectOutcome.Connected or ConnectOutcome.RingTaken))
        {
            await revoker.RevokeAsync(app, member.Organization, credential);
        }

        return outcome;
    }

    /// <summary>Connects a personal access token. There is no grant to revoke: only its owner can end it.</summary>
    /// <exception cref="OuraException">Oura gave no usable answer, or the app's budget has nothing left; nothing was connected.</exception>
    /// <exception cref="RingNotConnectedException">The account could not be reached.</exception>
    public async Task<ConnectOutcome> ConnectPersonalTokenAsync(OuraApp app, MemberKey member, string token)
    {
        await SpendAsync(app);
        var credential = new IssuedCredential { AccessToken = token, RefreshToken = "", ExpiresAt = DateTimeOffset.MaxValue, Scopes = [] };
        return await ConnectAsync(app, member, credential, isPersonalToken: true);
    }

    private async Task<ConnectOutcome> ConnectAsync(OuraApp app, MemberKey member, IssuedCredential credential, bool isPersonalToken)
    {
        var requests = new CountedRequests(() => SpendAsync(app));
        PersonalInfo person;
        try
        {
            person = await app.Api.GetPersonalInfoAsync(credential.AccessToken, requests, CancellationToken.None);
        }
        catch (Exception error) when (error is OrleansException or TimeoutException)
        {
            throw new RingNotConnectedException("The budget did not answer.", error);
        }

        return await CallAsync(new AccountKey(member.Organization, person.Id), new ConnectRequest
        {
            Member = member,
            App = app.Name,
            Credential = credential,
            IsPersonalToken = isPersonalToken,
            Requests = requests.Made,
        });
    }

    /// <summary>
    /// Calls the account until it answers. When it never does, it may have stored the credential all the same: then the caller
    /// revokes the grant, Oura refuses the stored token, and the account shows that the member must connect again.
    /// </summary>
    private async Task<ConnectOutcome> CallAsync(AccountKey account, ConnectRequest request)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return await cluster.GetGrain<IRingAccountGrain>(account.ToString()).ConnectAsync(request);
            }
            catch (Exception error) when (attempt < ConnectAttempts)
            {
                JoinLog.Repeated(logger, error, request.Member.Organization);
                await Task.Delay(ConnectPause, clock);
            }
            catch (Exception error)
            {
                throw new RingNotConnectedException("The account did not say whether it took the credential.", error);
            }
        }
    }

    /// <summary>The requests by which an account is found. The first is paid for; what is repeated after a failure is not.</summary>
    private sealed class CountedRequests(Func<Task> spend) : IRequestBudget
    {
        /// <summary>Requests that were made.</summary>
        public int Made { get; private set; }

        /// <inheritdoc/>
        public async ValueTask SpendAsync(CancellationToken cancellation)
        {
            if (Made > 0)
            {
                await spend();
            }

            Made++;
        }
    }
}

/// <summary>The cluster, or its store, did not say whether a ring was connected.</summary>
internal sealed class RingNotConnectedException(string message, Exception inner) : Exception(message, inner);
