using Microsoft.Extensions.Options;
using OuraTeams.Contracts.Accounts;
using OuraTeams.Contracts.Keys;
using OuraTeams.Contracts.Members;
using OuraTeams.Contracts.Organizations;
using OuraTeams.Contracts.Teams;
using OuraTeams.Grains.Webhooks;
using OuraTeams.Oura.Apps;
using OuraTeams.Oura.Http;
using OuraTeams.Oura.OAuth;
using OuraTeams.Server.Host.Cluster;

namespace OuraTeams.Server.Joining;

/// <summary>Join link → consent page → Oura's consent → callback → connected.</summary>
internal static class JoinEndpoints
{
    private const string NonceCookie = "ourateams-join";

    public static void MapJoining(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder pages = routes.MapGroup("").AddEndpointFilter(AskClusterAsync);
        pages.MapGet(JoinLink.Route, ShowAsync);
        pages.MapPost(JoinLink.Route, SendToOuraAsync).DisableAntiforgery();
        pages.MapGet(JoinLink.CallbackRoute, ReturnAsync);
    }

    /// <summary>Asks for patience while no silo answers.</summary>
    private static async ValueTask<object?> AskClusterAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        HttpContext http = context.HttpContext;
        if (http.RequestServices.GetRequiredService<IClusterPresence>().IsJoined)
        {
            try
            {
                return await next(context);
            }
            catch (Exception error) when (error is OrleansException or TimeoutException)
            {
                JoinLog.NotAnswered(http.RequestServices.GetRequiredService<ILogger<JoinTickets>>(), error);
            }
        }

        http.Response.Headers.RetryAfter = "30";
        return Page(http, JoinPages.Notice("Please wait a moment", "We can't answer just now. Open your join link again in a minute."), StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<IResult> ShowAsync(string organization, string member, string secret, HttpContext http, IClusterClient cluster)
    {
        if (await FindInvitationAsync(cluster, organization, member, secret) is not { } invitation)
        {
            return Gone(http);
        }

        return Page(http, JoinPages.Consent(invitation.Organization.Settings.DisplayName, invitation.TeamName, invitation.View.DisplayName));
    }

    private static async Task<IResult> SendToOuraAsync(
        string organization,
        string member,
        string secret,
        HttpContext http,
        IClusterClient cluster,
        OuraApps apps,
        JoinTickets tickets,
        IOptions<WebhookOptions> options,
        ILogger<JoinTickets> logger)
    {
        if (await FindInvitationAsync(cluster, organization, member, secret) is not { } invitation)
        {
            return Gone(http);
        }

        if (apps.Find(invitation.Organization.Settings.App) is not { } app)
        {
            return Page(http, JoinPages.Notice("Not ready", "The organization's Oura app is not set up on this server. Please tell the person who invited you."), StatusCodes.Status503ServiceUnavailable);
        }

        var ticket = new JoinTicket(organization, member, secret, Pkce.RandomText(), Pkce.RandomText());
        http.Response.Cookies.Append(NonceCookie, ticket.Nonce, new CookieOptions
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Lax,
            Secure = options.Value.PublicUrl!.Scheme == Uri.UriSchemeHttps,
            Path = JoinLink.CallbackRoute,
            MaxAge = JoinTickets.Lifetime,
        });
        try
        {
            Uri authorize = await app.OAuth.AuthorizeUrlAsync(
                JoinLink.Callback(options.Value), tickets.Protect(ticket), Pkce.ChallengeOf(ticket.Verifier), http.RequestAborted);
            Harden(http);
            return Results.Redirect(authorize.AbsoluteUri);
        }
        catch (OuraException failure)
        {
            JoinLog.OuraFailed(logger, failure, organization, failure.Failure);
            return Page(http, JoinPages.Notice("Oura did not answer", "Open your join link again in a few minutes."), StatusCodes.Status502BadGateway);
        }
    }

    private static async Task<IResult> ReturnAsync(
        string? code,
        string? state,
        string? error,
        string? scope,
        HttpContext http,
        IClusterClient cluster,
        OuraApps apps,
        JoinTickets tickets,
        RingConnector connector,
        IOptions<WebhookOptions> options,
        TimeProvider clock,
        ILogger<JoinTickets> logger)
    {
        JoinTicket? ticket = tickets.Open(state);
        if (ticket is null || http.Request.Cookies[NonceCookie] != ticket.Nonce)
        {
            return Page(http, JoinPages.Notice("Please start again", "This page was opened in another browser, or too late. Open your join link again."), StatusCodes.Status400BadRequest);
        }

        http.Response.Cookies.Delete(NonceCookie, new CookieOptions { Path = JoinLink.CallbackRoute });
        if (await FindInvitationAsync(cluster, ticket.Organization, ticket.Member, ticket.Secret) is not { } invitation)
        {
            return Gone(http);
        }

        if (string.IsNullOrEmpty(code) || error is not null)
        {
            return Page(http, JoinPages.Notice("Nothing was connected", "You did not give consent on Oura's page. Open your join link again if you change your mind."));
        }

        if (apps.Find(invitation.Organization.Settings.App) is not { } app)
        {
            return Page(http, JoinPages.Notice("Not ready", "The organization's Oura app is not set up on this server."), StatusCodes.Status503ServiceUnavailable);
        }

        try
        {
            await connector.SpendAsync(app);

            // Not cancelled when the browser disconnects: a code works once, and its tokens must not be lost.
            TokenPair pair = await app.OAuth.ExchangeAsync(code, JoinLink.Callback(options.Value), ticket.Verifier, CancellationToken.None);
            ConnectOutcome outcome = await connector.ConnectGrantAsync(
                app,
                new MemberKey(ticket.Organization, ticket.Member),
                new IssuedCredential
                {
                    AccessToken = pair.AccessToken,
                    RefreshToken = pair.RefreshToken,
                    ExpiresAt = clock.GetUtcNow() + pair.ExpiresIn,
                    Scopes = pair.Scopes ?? OuraScopes.Parse(scope ?? app.Options.Scopes),
                });
            JoinLog.CameBack(logger, ticket.Organization, outcome);
            return outcome switch
            {
                ConnectOutcome.Connected => Page(http, JoinPages.Connected(invitation.Organization.Settings.DisplayName, invitation.TeamName)),
                ConnectOutcome.RingTaken => Page(http, JoinPages.Notice("This ring is connected already", "Another member of the organization has connected this Oura account. Sign in to Oura with your own account and open your join link again."), StatusCodes.Status409Conflict),
                _ => Page(http, JoinPages.Notice("You have another ring", "You have already connected another Oura account here. Ask the person who invited you to take it out first."), StatusCodes.Status409Conflict),
            };
        }
        catch (RingNotConnectedException failure)
        {
            JoinLog.NotAnswered(logger, failure);
            http.Response.Headers.RetryAfter = "30";
            return Page(http, JoinPages.Notice("Please wait a moment", "We can't store your connection just now, and have withdrawn the key that Oura gave us. Open your join link again in a few minutes."), StatusCodes.Status503ServiceUnavailable);
        }
        catch (OuraException failure) when (failure.Failure == OuraFailure.Forbidden)
        {
            JoinLog.OuraFailed(logger, failure, ticket.Organization, failure.Failure);
            return Page(http, JoinPages.Notice("Your Oura membership has lapsed", "Oura gives out your data only with a membership. Nothing was connected; renew it and open your join link again."), StatusCodes.Status409Conflict);
        }
        catch (OuraException failure)
        {
            JoinLog.OuraFailed(logger, failure, ticket.Organization, failure.Failure);
            return Page(http, JoinPages.Notice("Oura did not answer", "Nothing was connected. Open your join link again in a few minutes."), StatusCodes.Status502BadGateway);
        }
    }

    private static async Task<OpenInvitation?> FindInvitationAsync(IClusterClient cluster, string organization, string member, string secret)
    {
        if (!Slug.IsValid(organization) || !Guid.TryParse(member, out _))
        {
            return null;
        }

        JoinView? view = await cluster.GetGrain<IMemberGrain>(new MemberKey(organization, member).ToString()).OpenJoinLinkAsync(secret);
        if (view is null || await cluster.GetGrain<IOrganizationGrain>(organization).GetAsync() is not { } owner)
        {
            return null;
        }

        TeamSettings? team = await cluster.GetGrain<ITeamGrain>(view.Team.ToString()).GetSettingsAsync();
        return team is null ? null : new OpenInvitation(owner, team.DisplayName, view);
    }

    private static IResult Gone(HttpContext http) => Page(
        http, JoinPages.Notice("This link does not work", "It is not complete, or too old. Ask the person who invited you for a new one."), StatusCodes.Status404NotFound);

    private static IResult Page(HttpContext http, string html, int status = StatusCodes.Status200OK)
    {
        Harden(http);
        return Results.Content(html, "text/html; charset=utf-8", statusCode: status);
    }

    private static void Harden(HttpContext http)
    {
        http.Response.Headers.ContentSecurityPolicy = JoinPages.ContentSecurityPolicy;
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
        http.Response.Headers.XContentTypeOptions = "nosniff";
    }

    /// <summary>An invitation whose link is right, with what the pages say of it.</summary>
    private sealed record OpenInvitation(OrganizationView Organization, string TeamName, JoinView View);
}
