using OuraTeams.Oura.Http;
using OuraTeams.Oura.Webhooks;

namespace OuraTeams.Oura.Tests;

public sealed class SandboxWebhookTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_subscription_is_created_listed_read_changed_renewed_and_deleted()
    {
        await using SandboxedApp oura = await SandboxedApp.StartAsync();
        WebhookSubscriptionClient client = oura.App.Subscriptions;
        await using ScriptedOura callback = await ScriptedOura.StartAsync(Answers.Empty(404));
        callback.Answer = context => Answers.Json($$"""{"challenge":"{{context.Request.Query["challenge"]}}"}""")(context);
        var address = new Uri(callback.Url, "/w");

        WebhookSubscription created = await client.CreateAsync(address, "verify-1", WebhookEventType.Update, WebhookDataType.Vo2Max, Cancellation);
        Assert.Equal((address.AbsoluteUri, WebhookEventType.Update, WebhookDataType.Vo2Max), (created.CallbackUrl, created.EventType.Known, created.DataType.Known));
        Assert.InRange(created.ExpirationTime!.Value, SandboxedApp.Now.AddDays(89), SandboxedApp.Now.AddDays(91));
        Assert.Equal([created], await client.ListAsync(null, Cancellation));
        Assert.Equal(created, await client.GetAsync(created.Id, Cancellation));

        WebhookSubscription changed = await client.UpdateAsync(
            created.Id, new() { VerificationToken = "verify-2", EventType = WebhookEventType.Delete }, Cancellation);
        Assert.Equal((created.Id, created.CallbackUrl, WebhookEventType.Delete, WebhookDataType.Vo2Max), (changed.Id, changed.CallbackUrl, changed.EventType.Known, changed.DataType.Known));
        Assert.Equal(["verify-1", "verify-2"], callback.Requests.Select(request => request.Query["verification_token"]));

        WebhookSubscription renewed = await client.RenewAsync(created.Id, Cancellation);
        Assert.True(renewed.ExpirationTime >= changed.ExpirationTime);

        await client.DeleteAsync(created.Id, Cancellation);
        Assert.Empty(await client.ListAsync(null, Cancellation));
        foreach (Func<Task> call in new Func<Task>[]
        {
            () => client.GetAsync(created.Id, Cancellation),
            () => client.UpdateAsync(created.Id, new() { VerificationToken = "v" }, Cancellation),
            () => client.RenewAsync(created.Id, Cancellation),
            () => client.DeleteAsync(created.Id, Cancellation),
        })
        {
            Assert.Equal(OuraFailure.Forbidden, (await Assert.ThrowsAsync<OuraException>(call)).Failure);
        }
    }

    [Fact]
    public async Task A_callback_that_fails_the_challenge_gets_no_subscription()
    {
        await using SandboxedApp oura = await SandboxedApp.StartAsync();
        await using ScriptedOura callback = await ScriptedOura.StartAsync(Answers.Json("""{"challenge":"guess"}"""));

        OuraException error = await Assert.ThrowsAsync<OuraException>(() =>
            oura.App.Subscriptions.CreateAsync(callback.Url, "v", WebhookEventType.Create, WebhookDataType.Sleep, Cancellation));

        Assert.Equal(OuraFailure.Invalid, error.Failure);
        Assert.Single(callback.Requests);
        Assert.Empty(await oura.App.Subscriptions.ListAsync(null, Cancellation));
    }

    [Fact]
    public async Task A_type_that_Oura_does_not_know_is_refused_with_the_place()
    {
        await using SandboxedApp oura = await SandboxedApp.StartAsync();

        OuraException error = await Assert.ThrowsAsync<OuraException>(() =>
            oura.App.Subscriptions.CreateAsync(new Uri("http://127.0.0.1:9/"), "v", WebhookEventType.Create, "daily_mood", Cancellation));

        Assert.Equal(OuraFailure.Invalid, error.Failure);
        Assert.Equal("body.data_type", Assert.Single(error.Problems).Path);
    }
}
