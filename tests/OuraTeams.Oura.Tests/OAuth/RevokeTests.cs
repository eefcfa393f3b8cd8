using OuraTeams.Oura.Http;

namespace OuraTeams.Oura.Tests;

/// <summary>The four ways to end a grant that are in use (API.md 1.6).</summary>
public sealed class RevokeTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null, "POST")]
    [InlineData("PostQuery", "POST")]
    [InlineData("GetQuery", "GET")]
    public async Task By_the_access_token_in_the_query(string? form, string method)
    {
        await using ScriptedOura oura = await StartAsync(form, 200);

        await oura.App.OAuth.RevokeAsync("access+1", "refresh-1", Cancellation);

        Assert.Equal((method, "/oauth/revoke", ""), (oura.Request.Method, oura.Request.Path, oura.Request.Body));
        Assert.Equal(new Dictionary<string, string> { ["access_token"] = "access+1" }, oura.Request.Query);
    }

    [Fact]
    public async Task By_the_refresh_token_in_the_header()
    {
        await using ScriptedOura oura = await StartAsync("PostHeader", 200);

        await oura.App.OAuth.RevokeAsync("access-1", "refresh-1", Cancellation);

        Assert.Equal(("POST", "Bearer refresh-1"), (oura.Request.Method, oura.Request.Headers["Authorization"]));
        Assert.Empty(oura.Request.Query);
    }

    [Fact]
    public async Task By_a_form_with_the_credentials_of_the_app()
    {
        await using ScriptedOura oura = await StartAsync("Form", 200);

        await oura.App.OAuth.RevokeAsync("access-1", "refresh-1", Cancellation);

        Assert.Equal(
            new Dictionary<string, string>
            {
                ["token"] = "refresh-1",
                ["token_type_hint"] = "refresh_token",
                ["client_id"] = ScriptedOura.ClientId,
                ["client_secret"] = ScriptedOura.ClientSecret,
            },
            oura.Request.Form);
    }

    [Theory]
    [InlineData("PostQuery")]
    [InlineData("GetQuery")]
    [InlineData("PostHeader")]
    public async Task A_token_that_is_refused_is_revoked_already(string form)
    {
        await using ScriptedOura oura = await StartAsync(form, 401);

        await oura.App.OAuth.RevokeAsync("access-1", "refresh-1", Cancellation);

        Assert.Single(oura.Requests);
    }

    [Theory]
    [InlineData("Form", 401, OuraFailure.Unauthorized)]
    [InlineData("PostQuery", 404, OuraFailure.NotFound)]
    [InlineData("PostQuery", 429, OuraFailure.RateLimited)]
    [InlineData("Form", 503, OuraFailure.Unavailable)]
    public async Task Anything_else_leaves_the_grant_as_it_was(string form, int status, OuraFailure failure)
    {
        await using ScriptedOura oura = await StartAsync(form, status);

        OuraException error = await Assert.ThrowsAsync<OuraException>(() => oura.App.OAuth.RevokeAsync("access-1", "refresh-1", Cancellation));

        Assert.Equal(failure, error.Failure);
        Assert.DoesNotContain("access-1", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("refresh-1", error.ToString(), StringComparison.Ordinal);
    }

    private static async Task<ScriptedOura> StartAsync(string? form, int status)
    {
        ScriptedOura oura = await ScriptedOura.StartAsync(Answers.Empty(status));
        if (form is not null)
        {
            oura.Use(("Oura:Apps:main:Revoke", form));
        }

        return oura;
    }
}
