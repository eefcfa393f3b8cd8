using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OuraTeams.Oura.Apps;

namespace OuraTeams.Oura.Tests;

/// <summary>A server on the loopback that answers as the test says, and an app whose settings lead to it.</summary>
internal sealed class ScriptedOura : IAsyncDisposable
{
    public const string ClientId = "client-1";
    public const string ClientSecret = "secret-1";

    private readonly WebApplication _server;
    private readonly ConcurrentQueue<ReceivedRequest> _requests = [];
    private ServiceProvider? _services;

    private ScriptedOura(Action<ListenOptions> listen)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen));
        _server = builder.Build();
    }

    public Uri Url { get; private set; } = null!;

    public OuraApp App { get; private set; } = null!;

    /// <summary>Every request, in the order of arrival.</summary>
    public ReceivedRequest[] Requests => [.. _requests];

    public ReceivedRequest Request => Assert.Single(_requests);

    /// <summary>Answers each request; may be changed between two calls.</summary>
    public RequestDelegate Answer { get; set; } = _ => Task.CompletedTask;

    /// <summary>Answers the first request with the first answer and so on; the last one answers all that follow.</summary>
    public static async Task<ScriptedOura> StartAsync(params RequestDelegate[] answers)
    {
        var oura = new ScriptedOura(_ => { });
        int asked = 0;
        oura.Answer = context => answers[Math.Min(asked++, answers.Length - 1)](context);
        oura._server.Run(async context =>
        {
            oura._requests.Enqueue(await ReceivedRequest.ReadAsync(context.Request));
            await oura.Answer(context);
        });
        await oura.StartServerAsync();
        return oura;
    }

    /// <summary>Answers every connection with the same bytes and closes it.</summary>
    public static async Task<ScriptedOura> StartRawAsync(byte[] answer)
    {
        var oura = new ScriptedOura(endpoint => endpoint.Run(async connection =>
        {
            await connection.Transport.Input.ReadAsync(connection.ConnectionClosed);
            await connection.Transport.Output.WriteAsync(answer, connection.ConnectionClosed);
        }));
        await oura.StartServerAsync();
        return oura;
    }

    /// <summary>The time of the clients that are made from now on.</summary>
    public TimeProvider Clock { get; set; } = TimeProvider.System;

    /// <summary>Clients of the shortest timeout that settings allow.</summary>
    public void UseShortestTimeout() => Use(("Oura:Timeout", "00:00:01"));

    /// <summary>Clients of other settings.</summary>
    public void Use(params (string Key, string Value)[] settings) => UseApp(settings);

    public async ValueTask DisposeAsync()
    {
        if (_services is not null)
        {
            await _services.DisposeAsync();
        }

        await _server.DisposeAsync();
    }

    private async Task StartServerAsync()
    {
        await _server.StartAsync();
        Url = new Uri(_server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        UseApp();
    }

    private void UseApp(params (string Key, string Value)[] settings)
    {
        _services?.Dispose();
        var values = new Dictionary<string, string?>
        {
            ["Oura:Retries"] = "0",
            ["Oura:RetryPause"] = "00:00:00.001",
            ["Oura:Apps:main:ClientId"] = ClientId,
            ["Oura:Apps:main:ClientSecret"] = ClientSecret,
            ["Oura:Apps:main:ApiUrl"] = Url.AbsoluteUri,
            ["Oura:Apps:main:AuthorizeUrl"] = new Uri(Url, "/oauth/authorize").AbsoluteUri,
            ["Oura:Apps:main:TokenUrl"] = new Uri(Url, "/oauth/token").AbsoluteUri,
            ["Oura:Apps:main:RevokeUrl"] = new Uri(Url, "/oauth/revoke").AbsoluteUri,
        };
        foreach ((string key, string value) in settings)
        {
            values[key] = value;
        }

        IConfigurationRoot configuration = new ConfigurationBuilder().AddInMemoryCollection(values).Build();
        _services = new ServiceCollection().AddSingleton(Clock).AddOura(configuration.GetSection("Oura")).BuildServiceProvider();
        App = _services.GetRequiredService<OuraApps>().Find("main")!;
    }
}
