using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Microsoft.AspNetCore.WebUtilities;

namespace OuraTeams.Sandbox.Tests;

/// <summary>An app that uses Oura: it knows addresses and forms, nothing of the sandbox's inside.</summary>
internal sealed class TestApp : IDisposable
{
    public const string RedirectUri = "http://app.example/connect/callback?app=1";

    private readonly OuraSandbox _sandbox;
    private readonly bool _currentPortal;

    public TestApp(OuraSandbox sandbox, bool currentPortal = false)
    {
        _sandbox = sandbox;
        _currentPortal = currentPortal;
        Http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = sandbox.Address };
    }

    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    public HttpClient Http { get; }

    public string AuthorizePath => _currentPortal ? "/oauth/v2/ext/oauth-authorize" : "/oauth/authorize";

    public string TokenPath => _currentPortal ? "/oauth/v2/ext/oauth-token" : "/oauth/token";

    public string RevokePath => _currentPortal ? "/oauth/v2/ext/oauth-revoke" : "/oauth/revoke";

    public void Dispose() => Http.Dispose();

    /// <summary>The parameters of an ordinary request; others replace or, when null, remove them.</summary>
    public Dictionary<string, string?> AuthorizeParameters(params (string Name, string? Value)[] others)
    {
        var parameters = new Dictionary<string, string?>
        {
            ["response_type"] = "code",
            ["client_id"] = _sandbox.Options.ClientId,
            ["redirect_uri"] = RedirectUri,
            ["state"] = "state & 1",
        };
        foreach (var (name, value) in others)
        {
            parameters[name] = value;
        }

        return parameters.Where(parameter => parameter.Value is not null).ToDictionary();
    }

    public async Task<IHtmlDocument> ConsentPageAsync(params (string Name, string? Value)[] others)
    {
        var response = await Http.GetAsync(QueryHelpers.AddQueryString(AuthorizePath, AuthorizeParameters(others)), Stop);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await ParseAsync(response);
    }

    public static async Task<IHtmlDocument> ParseAsync(HttpResponseMessage response) =>
        await new HtmlParser().ParseDocumentAsync(await response.Content.ReadAsStringAsync(Stop), Stop);

    /// <summary>Submits the form of the page as a browser does, and gives the query of the address that it leads to.</summary>
    public async Task<Dictionary<string, string>> DecideAsync(IHtmlDocument page, string decision)
    {
        var form = page.Forms.Single();
        Assert.Equal("post", form.Method);
        var fields = form.Elements.OfType<IHtmlInputElement>()
            .Where(input => input.Type != "checkbox" || input.IsChecked)
            .Select(input => KeyValuePair.Create(input.Name!, input.Value))
            .Append(new("member", ((IHtmlSelectElement)page.QuerySelector("select[name=member]")!).Value!))
            .Append(new("decision", decision));
        Assert.Contains(form.Elements.OfType<IHtmlButtonElement>(), button => button.Name == "decision" && button.Value == decision);
        var response = await Http.PostAsync(form.GetAttribute("action"), new FormUrlEncodedContent(fields), Stop);
        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        Assert.StartsWith(RedirectUri, response.Headers.Location!.OriginalString, StringComparison.Ordinal);
        return QueryHelpers.ParseQuery(response.Headers.Location.Query).ToDictionary(entry => entry.Key, entry => entry.Value.ToString());
    }

    public async Task<string> CodeAsync(int member = 0, string? scope = null, params (string Name, string? Value)[] others)
    {
        var page = await ConsentPageAsync([("scope", scope), ("login_hint", _sandbox.World.Members[member].Id), .. others]);
        return (await DecideAsync(page, "allow"))["code"];
    }

    public async Task<(HttpStatusCode Status, JsonObject Body)> TokenAsync(params (string Name, string? Value)[] fields)
    {
        var form = new Dictionary<string, string?>
        {
            ["client_id"] = _sandbox.Options.ClientId,
            ["client_secret"] = _sandbox.Options.ClientSecret,
        };
        foreach (var (name, value) in fields)
        {
            form[name] = value;
        }

        var response = await Http.PostAsync(TokenPath, new FormUrlEncodedContent(form.Where(field => field.Value is not null)!), Stop);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync(Stop))!.AsObject());
    }

    public Task<(HttpStatusCode Status, JsonObject Body)> ExchangeAsync(string code, params (string Name, string? Value)[] others) =>
        TokenAsync([("grant_type", "authorization_code"), ("code", code), ("redirect_uri", RedirectUri), .. others]);

    public Task<(HttpStatusCode Status, JsonObject Body)> RefreshAsync(string token) =>
        TokenAsync(("grant_type", "refresh_token"), ("refresh_token", token));

    /// <summary>Connects a member from the consent page to the tokens.</summary>
    public async Task<(string Access, string Refresh)> ConnectAsync(int member = 0, string? scope = null)
    {
        var (status, body) = await ExchangeAsync(await CodeAsync(member, scope));
        Assert.Equal(HttpStatusCode.OK, status);
        return (body["access_token"]!.GetValue<string>(), body["refresh_token"]!.GetValue<string>());
    }

    public async Task<(HttpStatusCode Status, JsonObject Body)> GetAsync(string path, string? access)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v2/usercollection/" + path);
        request.Headers.Authorization = access is null ? null : new AuthenticationHeaderValue("Bearer", access);
        var response = await Http.SendAsync(request, Stop);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync(Stop))!.AsObject());
    }

    /// <summary>The documents of one page.</summary>
    public async Task<List<JsonObject>> ListAsync(string path, string access)
    {
        var (status, body) = await GetAsync(path, access);
        Assert.Equal(HttpStatusCode.OK, status);
        return [.. body["data"]!.AsArray().Select(document => document!.AsObject())];
    }

    public async Task<HttpStatusCode> StatusAsync(string path, string access) => (await GetAsync(path, access)).Status;

    /// <summary>A call of the webhook management.</summary>
    public async Task<(HttpStatusCode Status, JsonNode? Body)> WebhookAsync(HttpMethod method, string path, JsonNode? body = null, string? secret = null)
    {
        using var request = new HttpRequestMessage(method, "/v2/webhook/subscription" + path);
        request.Headers.Add("x-client-id", _sandbox.Options.ClientId);
        request.Headers.Add("x-client-secret", secret ?? _sandbox.Options.ClientSecret);
        request.Content = body is null ? null : new StringContent(body.ToJsonString(), System.Text.Encoding.UTF8, "application/json");
        var response = await Http.SendAsync(request, Stop);
        var text = await response.Content.ReadAsStringAsync(Stop);
        return (response.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text));
    }

    public Task<(HttpStatusCode Status, JsonNode? Body)> SubscribeAsync(Uri callback, string eventType = "update", string dataType = "daily_sleep") =>
        WebhookAsync(HttpMethod.Post, "", new JsonObject
        {
            ["callback_url"] = callback.AbsoluteUri,
            ["verification_token"] = CallbackServer.VerificationToken,
            ["event_type"] = eventType,
            ["data_type"] = dataType,
        });
}
