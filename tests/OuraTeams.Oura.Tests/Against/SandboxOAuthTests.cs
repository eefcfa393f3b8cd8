using OuraTeams.Oura.Http;
using OuraTeams.Oura.Kinds;
using OuraTeams.Oura.OAuth;

namespace OuraTeams.Oura.Tests;

/// <summary>The client against the stand-in for Oura, which knows nothing of it.</summary>
public sealed class SandboxOAuthTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_grant_is_given_refreshed_and_ended_at_either_portal(bool newPortal)
    {
        await using SandboxedApp oura = await SandboxedApp.StartAsync(newPortal: newPortal);
        TokenPair first = await oura.ConnectAsync(member: 1);
        Assert.Equal(oura.Sandbox.World.Members[1].Id, (await oura.App.Api.GetPersonalInfoAsync(first.AccessToken, Unlimited.Budget, Cancellation)).Id);

        TokenPair second = await oura.App.OAuth.RefreshAsync(first.RefreshToken, Cancellation);
        Assert.NotEqual(first.RefreshToken, second.RefreshToken);
        Assert.Equal(oura.Sandbox.Options.AccessTokenLifetime, second.ExpiresIn);
        await oura.App.Api.GetPersonalInfoAsync(second.AccessToken, Unlimited.Budget, Cancellation);

        await oura.App.OAuth.RevokeAsync(second.AccessToken, second.RefreshToken, Cancellation);
        Assert.Equal(OuraFailure.Unauthorized, await FailureAsync(oura.App.Api.GetPersonalInfoAsync(second.AccessToken, Unlimited.Budget, Cancellation)));
        Assert.Equal(OuraFailure.InvalidGrant, await FailureAsync(oura.App.OAuth.RefreshAsync(second.RefreshToken, Cancellation)));

        // Ended once is ended.
        await oura.App.OAuth.RevokeAsync(second.AccessToken, second.RefreshToken, Cancellation);
    }

    [Theory]
    [InlineData("PostQuery")]
    [InlineData("GetQuery")]
    [InlineData("PostHeader")]
    [InlineData("Form")]
    public async Task Every_form_of_revoking_ends_the_grant(string form)
    {
        await using SandboxedApp oura = await SandboxedApp.StartAsync(null, false, ("Oura:Apps:main:Revoke", form));
        TokenPair pair = await oura.ConnectAsync();

        await oura.App.OAuth.RevokeAsync(pair.AccessToken, pair.RefreshToken, Cancellation);

        Assert.Equal(OuraFailure.InvalidGrant, await FailureAsync(oura.App.OAuth.RefreshAsync(pair.RefreshToken, Cancellation)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_a_member_unticks_is_missing_and_a_refresh_does_not_help(bool newPortal)
    {
        await using SandboxedApp oura = await SandboxedApp.StartAsync(newPortal: newPortal);
        (AuthorizationAnswer answer, Pkce proof) = await oura.AskAsync(untick: ["stress", "spo2"]);
        TokenPair pair = await oura.ExchangeAsync(answer, proof.Verifier);

        Assert.Equal(["spo2", "stress"], OuraScopes.Missing(oura.App.Options.Scopes, pair.Scopes ?? answer.Scopes!));
        foreach (DocumentKind kind in DocumentKind.All)
        {
            OuraFailure? failure = await ListFailureAsync(oura, kind, pair.AccessToken);
            Assert.Equal(kind.IsOpenTo(pair.Scopes ?? answer.Scopes!) ? null : OuraFailure.ScopeMissing, failure);
        }
    }

    [Fact]
    public async Task Who_denies_comes_back_without_a_code()
    {
        await using SandboxedApp oura = await SandboxedApp.StartAsync();

        (AuthorizationAnswer answer, _) = await oura.AskAsync(decision: "deny");

        Assert.Equal((null, "access_denied"), (answer.Code, answer.Error));
    }

    [Fact]
    public async Task A_code_needs_its_own_verifier_and_works_once()
    {
        await using SandboxedApp oura = await SandboxedApp.StartAsync();
        (AuthorizationAnswer stolen, _) = await oura.AskAsync();
        Assert.Equal(OuraFailure.InvalidGrant, await FailureAsync(oura.ExchangeAsync(stolen, Pkce.Create().Verifier)));

        (AuthorizationAnswer answer, Pkce proof) = await oura.AskAsync();
        await oura.ExchangeAsync(answer, proof.Verifier);
        Assert.Equal(OuraFailure.InvalidGrant, await FailureAsync(oura.ExchangeAsync(answer, proof.Verifier)));
    }

    [Fact]
    public async Task Of_200_refreshes_with_one_token_at_the_same_time_one_succeeds()
    {
        await using SandboxedApp oura = await SandboxedApp.StartAsync();
        TokenPair pair = await oura.ConnectAsync();
        using var start = new ManualResetEventSlim();

        Task<OuraFailure?>[] refreshes = [.. Enumerable.Range(0, 200).Select(_ => Task.Run(async () =>
        {
            start.Wait(Cancellation);
            return await TryAsync(oura.App.OAuth.RefreshAsync(pair.RefreshToken, Cancellation));
        }))];
        start.Set();
        OuraFailure?[] outcomes = await Task.WhenAll(refreshes);

        Assert.Single(outcomes, outcome => outcome is null);
        Assert.Equal(199, outcomes.Count(outcome => outcome == OuraFailure.InvalidGrant));
    }

    [Fact]
    public async Task A_personal_access_token_reads_like_any_other()
    {
        await using SandboxedApp oura = await SandboxedApp.StartAsync(options => options.PersonalAccessTokens.Add("PERSONAL-1"));

        Assert.Equal(oura.Sandbox.World.Members[0].Id, (await oura.App.Api.GetPersonalInfoAsync("PERSONAL-1", Unlimited.Budget, Cancellation)).Id);
        Assert.Null(await ListFailureAsync(oura, DocumentKind.DailySleep, "PERSONAL-1"));
        Assert.Equal(OuraFailure.Unauthorized, await ListFailureAsync(oura, DocumentKind.DailySleep, "PERSONAL-2"));
    }

    private static Task<OuraFailure?> ListFailureAsync(SandboxedApp oura, DocumentKind kind, string token) =>
        TryAsync(oura.App.Api.ListAsync(kind, SandboxedApp.Today.AddDays(-3), SandboxedApp.Today, token, Unlimited.Budget, null, Cancellation).CountAsync(Cancellation).AsTask());

    private static async Task<OuraFailure> FailureAsync(Task call) => (await Assert.ThrowsAsync<OuraException>(() => call)).Failure;

    private static async Task<OuraFailure?> TryAsync(Task call)
    {
        try
        {
            await call;
            return null;
        }
        catch (OuraException failure)
        {
            return failure.Failure;
        }
    }
}
