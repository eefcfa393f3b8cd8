using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using OuraTeams.Oura.Apps;
using OuraTeams.Oura.OAuth;
using OuraTeams.Sandbox;

namespace OuraTeams.Oura.Tests;

/// <summary>A sandbox, an app that is registered there, and the browser of its members.</summary>
internal sealed class SandboxedApp : IAsyncDisposable
{
    public const string AllScopes = "email personal daily heartrate workout tag session spo2 stress heart_health ring_configuration research";

    /// <summary>When all of this happens: what members have on which day follows from the date.</summary>
    public static readonly DateTimeOffset Now = new(2026, 1, 15, 12, 0, 0, TimeSpan.Zero);

    private static readonly Uri Callback = new("http://app.example/connect/callback?app=1");

    private readonly ServiceProvider _services;
    private readonly HttpClient _browser = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    private SandboxedApp(OuraSandbox sandbox, ServiceProvider services)
    {
        Sandbox = sandbox;
        _services = services;
        App = services.GetRequiredService<OuraApps>().Find("main")!;
    }

    public OuraSandbox Sandbox { get; }

    public OuraApp App { get; }

    /// <summary>The last day that every document of the world lies on or before.</summary>
    public static DateOnly Today { get; } = DateOnly.FromDateTime(Now.UtcDateTime).AddDays(1);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<SandboxedApp> StartAsync(Action<SandboxOptions>? set = null, bool newPortal = false, params (string Key, string Value)[] settings)
    {
        var options = new SandboxOptions { Url = "http://127.0.0.1:0", Members = 3, HistoryDays = 40, PageSize = 7, ResearchPartner = true };
        set?.Invoke(options);
        OuraSandbox sandbox = await OuraSandbox.StartAsync(options, new FakeTimeProvider(Now), Cancellation);
        string oauth = newPortal ? "oauth/v2/ext/oauth-" : "oauth/";
        var values = new Dictionary<string, string?>
        {
            ["Oura:Apps:main:ClientId"] = options.ClientId,
            ["Oura:Apps:main:ClientSecret"] = options.ClientSecret,
            ["Oura:Apps:main:ApiUrl"] = sandbox.Address.AbsoluteUri,
            ["Oura:Apps:main:AuthorizeUrl"] = $"{sandbox.Address}{oauth}authorize",
            ["Oura:Apps:main:TokenUrl"] = $"{sandbox.Address}{oauth}token",
            ["Oura:Apps:main:RevokeUrl"] = $"{sandbox.Address}{oauth}revoke",
            ["Oura:Apps:main:Revoke"] = newPortal ? "Form" : null,
            ["Oura:Apps:main:Scopes"] = newPortal ? string.Join(' ', AllScopes.Split(' ').Select(scope => "extapi:" + scope)) : AllScopes,
        };
        foreach ((string key, string value) in settings)
        {
            values[key] = value;
        }

        IConfigurationRoot configuration = new ConfigurationBuilder().AddInMemoryCollection(values).Build();
        return new SandboxedApp(sandbox, new ServiceCollection().AddOura(configuration.GetSection("Oura")).BuildServiceProvider());
    }

    /// <summary>Sends a member through the consent page.</summary>
    public async Task<(AuthorizationAnswer Answer, Pkce Proof)> AskAsync(int member = 0, string decision = "allow", string[]? untick = null)
    {
        var proof = Pkce.Create();
        string state = Pkce.RandomText();
        Uri page = await App.OAuth.AuthorizeUrlAsync(Callback, state, proof.Challenge, Cancellation);
        using IHtmlDocument document = await new HtmlParser().ParseDocumentAsync(await _browser.GetStringAsync(page, Cancellation), Cancellation);
        IHtmlFormElement form = document.Forms.Single();
        IEnumerable<KeyValuePair<string, string>> fields = form.Elements.OfType<IHtmlInputElement>()
            .Where(input => input.Type != "checkbox" || untick?.Contains(input.Value) != true)
            .Select(input => KeyValuePair.Create(input.Name!, input.Value))
            .Append(new("member", Sandbox.World.Members[member].Id))
            .Append(new("decision", decision));
        using var content = new FormUrlEncodedContent(fields);
        using HttpResponseMessage back = await _browser.PostAsync(new Uri(page, form.GetAttribute("action")), content, Cancellation);
        AuthorizationAnswer answer = AuthorizationAnswer.Read(back.Headers.Location!);
        Assert.Equal(state, answer.State);
        return (answer, proof);
    }

    public Task<TokenPair> ExchangeAsync(AuthorizationAnswer answer, string verifier) =>
        App.OAuth.ExchangeAsync(answer.Code!, Callback, verifier, Cancellation);

    /// <summary>Connects a member.</summary>
    public async Task<TokenPair> ConnectAsync(int member = 0, params string[] untick)
    {
        (AuthorizationAnswer answer, Pkce proof) = await AskAsync(member, untick: untick);
        return await ExchangeAsync(answer, proof.Verifier);
    }

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        await _services.DisposeAsync();
        await Sandbox.DisposeAsync();
    }
}
