using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace OuraTeams.Sandbox.Tests;

/// <summary>The app's side of webhooks: answers challenges and keeps what is delivered.</summary>
internal sealed class CallbackServer : IAsyncDisposable
{
    public const string VerificationToken = "verify me";
    private readonly WebApplication _app;

    private CallbackServer()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        _app = builder.Build();
        _app.Urls.Add("http://127.0.0.1:0");
        _app.Run(AnswerAsync);
    }

    /// <summary>What was delivered, with the headers.</summary>
    public sealed record Delivery(byte[] Body, string? Signature, string? Timestamp, string? ContentType)
    {
        public JsonObject Event => JsonNode.Parse(Body)!.AsObject();
    }

    public Uri Address => new(_app.Urls.First() + "/hook?kind=test");

    public ConcurrentQueue<Delivery> Deliveries { get; } = new();

    public int Challenges;

    /// <summary>The status of the answer to a delivery, given the number of deliveries before it.</summary>
    public Func<int, int> Status { get; set; } = _ => 200;

    /// <summary>What an answer to a delivery waits for.</summary>
    public Func<JsonObject, Task> Before { get; set; } = _ => Task.CompletedTask;

    /// <summary>The answer to a challenge.</summary>
    public Func<HttpContext, string, Task> Challenge { get; set; } = (context, challenge) =>
        context.Response.WriteAsync(new JsonObject { ["challenge"] = challenge }.ToJsonString());

    public static async Task<CallbackServer> StartAsync()
    {
        var server = new CallbackServer();
        await server._app.StartAsync(TestApp.Stop);
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        // What still hangs here is meant to hang.
        using var now = new CancellationTokenSource(0);
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        Assert.Equal("test", context.Request.Query["kind"]);
        if (HttpMethods.IsGet(context.Request.Method))
        {
            Interlocked.Increment(ref Challenges);
            if (context.Request.Query["verification_token"] != VerificationToken)
            {
                context.Response.StatusCode = 401;
                return;
            }

            await Challenge(context, context.Request.Query["challenge"].ToString());
            return;
        }

        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var delivery = new Delivery(
            body.ToArray(), context.Request.Headers["x-oura-signature"], context.Request.Headers["x-oura-timestamp"], context.Request.ContentType);
        int before;
        lock (Deliveries)
        {
            before = Deliveries.Count;
            Deliveries.Enqueue(delivery);
        }

        await Before(delivery.Event);
        context.Response.StatusCode = Status(before);
    }
}
