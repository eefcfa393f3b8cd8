namespace OuraTeams.Server.Access;

/// <summary>Protects the endpoints of the admin port.</summary>
internal static class AdminAccess
{
    /// <summary>Refuses requests for admin endpoints that need the token and do not carry it. Must be added after routing.</summary>
    public static void UseAdminAccess(this WebApplication server) => server.Use((http, next) =>
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<AdminEndpoint>() is not { NeedsToken: true }
            || http.RequestServices.GetRequiredService<AccessCheck>().AllowsPage(http.Request.Headers.Authorization))
        {
            return next(http);
        }

        // A browser then asks for a user name and a password; the password is the token.
        http.SetEndpoint(null);
        http.Response.Headers.WWWAuthenticate = "Basic realm=\"OuraTeams\", charset=\"UTF-8\"";
        http.Response.StatusCode = StatusCodes.Status401Unauthorized;
        return Task.CompletedTask;
    });
}
