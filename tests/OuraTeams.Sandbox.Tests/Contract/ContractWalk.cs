using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;

namespace OuraTeams.Sandbox.Tests.Contract;

/// <summary>Calls a sandbox for every operation of a description and keeps what came, checked.</summary>
internal sealed class ContractWalk : IAsyncDisposable
{
    private readonly ApiDescription _description;
    private readonly FakeTimeProvider _clock;
    private readonly OuraSandbox _sandbox;
    private readonly OuraSandbox _tight;
    private readonly TestApp _app;
    private readonly CallbackServer _callback;
    private readonly string _access;
    private readonly string _noScopes;
    private readonly string _lapsed;

    private ContractWalk(
        ApiDescription description, FakeTimeProvider clock, OuraSandbox sandbox, OuraSandbox tight, TestApp app, CallbackServer callback, string access, string noScopes, string lapsed)
    {
        (_description, _clock, _sandbox, _tight, _app, _callback) = (description, clock, sandbox, tight, app, callback);
        (_access, _noScopes, _lapsed) = (access, noScopes, lapsed);
    }

    /// <summary>The statuses that were seen and found right, by operation.</summary>
    public Dictionary<ApiOperation, HashSet<int>> Seen { get; } = [];

    /// <summary>How many documents and rows were validated.</summary>
    public int Documents { get; private set; }

    public static async Task<ContractWalk> BeginAsync(ApiDescription description, OuraGeneration generation)
    {
        var clock = TestSandbox.Clock();
        void Set(SandboxOptions options)
        {
            (options.Members, options.HistoryDays, options.Generation) = (60, 365, generation);
            (options.PageSize, options.TimeSeriesPageSize, options.ResearchPartner) = (20, 300, true);
            options.PersonalAccessTokens.Add("personal");
        }

        var sandbox = await TestSandbox.StartAsync(clock, Set);
        var tight = await TestSandbox.StartAsync(clock, options =>
        {
            Set(options);
            options.RequestsPerToken = 1;
        });
        var app = new TestApp(sandbox);
        var rich = Enumerable.Range(0, 60).First(index => HasEveryKind(sandbox, index));
        sandbox.World.Sync(sandbox.World.Members[rich].Id);
        var lapsed = (await app.ConnectAsync(rich == 0 ? 1 : 0)).Access;
        sandbox.World.SetMembership(sandbox.World.Members[rich == 0 ? 1 : 0].Id, active: false);
        return new(
            description, clock, sandbox, tight, app, await CallbackServer.StartAsync(),
            (await app.ConnectAsync(rich)).Access, (await app.ConnectAsync(rich, "email")).Access, lapsed);
    }

    public async ValueTask DisposeAsync()
    {
        _app.Dispose();
        await _sandbox.DisposeAsync();
        await _tight.DisposeAsync();
        await _callback.DisposeAsync();
    }

    public async Task WalkAsync()
    {
        foreach (var operation in _description.Operations)
        {
            Seen[operation] = [];
            if (operation.IsWebhook)
            {
                await WalkWebhookAsync(operation);
            }
            else
            {
                await WalkDataAsync(operation);
            }
        }
    }

    private static bool HasEveryKind(OuraSandbox sandbox, int index) =>
        new[] { "rest_mode_period", "workout", "session", "tag", "sleep_time", "daily_resilience" }
            .All(kind => sandbox.World.Documents(sandbox.World.Members[index].Id, kind).Count > 0);

    private async Task WalkDataAsync(ApiOperation operation)
    {
        var path = operation.Path;
        var range = operation.IsTimeSeries ? "?start_datetime=2026-01-08T00:00:00Z&end_datetime=2026-01-15T12:00:00Z"
            : operation.IsDated ? "?start_date=2025-02-01&end_date=2026-01-16" : "";
        if (operation.IsSingle)
        {
            path = operation.Path.Replace("/{document_id}", "", StringComparison.Ordinal);
            var list = await GetAsync(_sandbox, path + "?start_date=2025-02-01&end_date=2026-01-16", _access);
            var id = (string)JsonNode.Parse(list.Body)!["data"]![0]!["id"]!;
            await ExpectAsync(operation, 404, path + "/nothing", _access);
            path += "/" + id;
        }

        var body = await ExpectAsync(operation, 200, path + range, _access);
        Count(body, operation);
        if (operation.Query.Contains("next_token"))
        {
            for (var pages = 0; (string?)body["next_token"] is { } token && pages < 5; pages++)
            {
                body = await ExpectAsync(operation, 200, $"{path}?next_token={token}", _access);
                Count(body, operation);
            }
        }

        if (operation.Query.Contains("fields") && operation.Kind is not ("tag" or "enhanced_tag" or "daily_resilience"))
        {
            var sparse = await ExpectAsync(operation, 200, $"{path}{(range.Length == 0 ? "?" : range + "&")}fields=score,bpm,size", _access, whole: false);
            Assert.All(sparse["data"]!.AsArray(), document =>
                Assert.Empty(document!.AsObject().Select(member => member.Key).Except(["id", "day", "timestamp", "score", "bpm", "size"])));
        }

        if (operation.Query.Contains("latest"))
        {
            var latest = await ExpectAsync(operation, 200, path + "?latest=true", _access);
            Assert.Single(latest["data"]!.AsArray());
        }

        await WalkDataErrorsAsync(operation, path);
    }

    private async Task WalkDataErrorsAsync(ApiOperation operation, string path)
    {
        await ExpectAsync(operation, 400, path, access: null);
        if (!operation.IsMirror)
        {
            await ExpectAsync(operation, 401, path, "not-a-token");
            await ExpectAsync(operation, 403, path, _lapsed);
            if (operation.Kind != "personal_info")
            {
                var detail = (string)(await ExpectAsync(operation, 401, path, _noScopes))["detail"]!;
                Assert.Matches(@"^Token is not authorized access [a-z0-9_]+ scope\.$", detail);
            }
        }

        if (operation.IsDated)
        {
            await ExpectAsync(operation, 400, path + (operation.IsTimeSeries ? "?start_datetime=2026-01-02T00:00:00Z&end_datetime=2026-01-01T00:00:00Z" : "?start_date=2026-01-02&end_date=2026-01-01"), _access);
            await ExpectAsync(operation, 422, path + (operation.IsTimeSeries ? "?start_datetime=nonsense" : "?end_date=nonsense"), _access);
        }

        if (operation.Query.Contains("latest"))
        {
            await ExpectAsync(operation, 422, path + "?latest=maybe", _access);
        }

        if (operation.Query.Contains("next_token"))
        {
            await ExpectAsync(operation, 400, path + "?next_token=made-up", _access);
        }

        await GetAsync(_tight, path, "personal");
        var refused = await GetAsync(_tight, path, "personal");
        Right(operation, 429, refused, whole: true);
        _clock.Advance(TimeSpan.FromMinutes(5));
    }

    private async Task WalkWebhookAsync(ApiOperation operation)
    {
        var dataTypes = new[] { "sleep", "tag" };
        if (operation is { Method: "POST" } or { Method: "GET", Path: "/v2/webhook/subscription" })
        {
            var made = await _app.SubscribeAsync(_callback.Address, "create", dataTypes[operation.Method == "POST" ? 0 : 1]);
            if (operation.Method == "POST")
            {
                Right(operation, 201, (made.Status, made.Body!.ToJsonString()), whole: true);
                var faulty = await _app.WebhookAsync(HttpMethod.Post, "", new JsonObject { ["callback_url"] = 5 });
                Right(operation, 422, (faulty.Status, faulty.Body!.ToJsonString()), whole: true);
            }
            else
            {
                var list = await _app.WebhookAsync(HttpMethod.Get, "");
                Assert.NotEmpty(list.Body!.AsArray());
                Right(operation, 200, (list.Status, list.Body.ToJsonString()), whole: true);
            }

            await _app.WebhookAsync(HttpMethod.Delete, "/" + made.Body!["id"]);
            return;
        }

        var id = (string)(await _app.SubscribeAsync(_callback.Address, "delete", "workout")).Body!["id"]!;
        var method = new HttpMethod(operation.Method);
        var path = operation.Path["/v2/webhook/subscription".Length..];
        var isUpdate = operation is { Method: "PUT", Path: "/v2/webhook/subscription/{id}" };
        var body = isUpdate ? new JsonObject { ["verification_token"] = CallbackServer.VerificationToken } : null;
        var unknown = await _app.WebhookAsync(method, path.Replace("{id}", Guid.NewGuid().ToString(), StringComparison.Ordinal), body);
        Right(operation, 403, (unknown.Status, unknown.Body!.ToJsonString()), whole: true);
        if (isUpdate)
        {
            var faulty = await _app.WebhookAsync(method, "/" + id, new JsonObject { ["data_type"] = "nothing" });
            Right(operation, 422, (faulty.Status, faulty.Body!.ToJsonString()), whole: true);
        }

        var done = await _app.WebhookAsync(method, path.Replace("{id}", id, StringComparison.Ordinal), body);
        Right(operation, operation.Success, (done.Status, done.Body?.ToJsonString() ?? ""), whole: true);
        await _app.WebhookAsync(HttpMethod.Delete, "/" + id);
    }

    private async Task<JsonObject> ExpectAsync(ApiOperation operation, int status, string path, string? access, bool whole = true)
    {
        var answer = await GetAsync(_sandbox, path, access);
        Right(operation, status, answer, whole);
        return JsonNode.Parse(answer.Body)!.AsObject();
    }

    private void Right(ApiOperation operation, int status, (HttpStatusCode Status, string Body) answer, bool whole)
    {
        Assert.True((int)answer.Status == status, $"{operation}: {(int)answer.Status} instead of {status}: {answer.Body}");
        var faults = _description.Faults(operation, status, answer.Body, whole);
        Assert.True(faults.Count == 0, $"{operation} {status}: {string.Join("; ", faults)}\n{answer.Body[..Math.Min(500, answer.Body.Length)]}");
        if (status is >= 400 and not 422)
        {
            Assert.NotEmpty((string)JsonNode.Parse(answer.Body)!["detail"]!);
        }

        Seen[operation].Add(status);
    }

    private void Count(JsonObject body, ApiOperation operation)
    {
        var documents = body["data"]?.AsArray().Count ?? 1;
        Assert.True(documents > 0, $"{operation} answered no document");
        Documents += documents;
    }

    private static async Task<(HttpStatusCode Status, string Body)> GetAsync(OuraSandbox sandbox, string path, string? access)
    {
        using var http = new HttpClient { BaseAddress = sandbox.Address };
        http.DefaultRequestHeaders.Authorization = access is null ? null : new AuthenticationHeaderValue("Bearer", access);
        var response = await http.GetAsync(path, TestApp.Stop);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestApp.Stop));
    }
}
