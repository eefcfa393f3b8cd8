using System.Text;
using System.Text.Json.Nodes;
using Grpc.Core;
using OuraTeams.Protocol.V1;
using OuraTeams.Sandbox;

namespace OuraTeams.EndToEnd;

/// <summary>
/// A whole life of connections, with everything that may go wrong with them, in a server of its own that logs and exports
/// all it can; then a search through every byte that it left anywhere.
/// </summary>
public sealed class SecretsTests : IAsyncLifetime
{
    private const string Organization = "club";
    private const string Team = "squad";
    private const string Label = "Label-Nobody-Else-Writes";
    private static readonly double[] Marked = [61.414213562373, 14.173205080756, 0.223606797749];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ourateams-secrets-");
    private readonly string[] _personalTokens = [$"PAT{Pkce()}", $"PAT{Pkce()}"];
    private readonly List<string> _joinSecrets = [];
    private OuraSandbox _sandbox = null!;
    private Wiretap _tap = null!;
    private OtlpCollector _collector = null!;
    private ServerSettings _settings = null!;

    public async ValueTask InitializeAsync()
    {
        var options = new SandboxOptions
        {
            Url = "http://127.0.0.1:0",
            Members = 3,
            Seed = 29,
            HistoryDays = 10,
            ClientSecret = $"client-secret-{Pkce()}",
            AccessTokenLifetime = TimeSpan.FromSeconds(8),
            DeliveryRetryPause = TimeSpan.FromMilliseconds(100),
            PersonalAccessTokens = { Pkce(), Pkce(), _personalTokens[0] },
        };
        _sandbox = await OuraSandbox.StartAsync(options);
        _tap = await Wiretap.StartAsync(_sandbox.Address);
        _collector = await OtlpCollector.StartAsync();
        _settings = new ServerSettings(_sandbox, _folder.FullName);
        Dictionary<string, string?> values = _settings.Values;
        values[$"Oura:Apps:{ServerSettings.App}:ApiUrl"] = _tap.Address.AbsoluteUri;
        values[$"Oura:Apps:{ServerSettings.App}:TokenUrl"] = new Uri(_tap.Address, "/oauth/token").AbsoluteUri;
        values[$"Oura:Apps:{ServerSettings.App}:RevokeUrl"] = new Uri(_tap.Address, "/oauth/revoke").AbsoluteUri;
        values[$"Oura:Apps:{ServerSettings.App}:Scopes"] = "email personal daily heartrate spo2 stress heart_health tag workout session ring_configuration";
        values["Accounts:RefreshAhead"] = "00:00:02";
        values["Accounts:ReconcilePeriod"] = "00:00:10";
        values["Accounts:LongestRetryPause"] = "00:00:01";
        values["Logging:Console:FormatterOptions:IncludeScopes"] = "true";
        values["OTEL_EXPORTER_OTLP_ENDPOINT"] = _collector.Address.AbsoluteUri.TrimEnd('/');
        values["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf";
        values["OTEL_METRIC_EXPORT_INTERVAL"] = "1000";
        foreach (string category in new[]
            {
                "Default", "Microsoft", "Microsoft.Hosting.Lifetime", "Microsoft.AspNetCore.DataProtection", "Orleans", "Orleans.Runtime.Watchdog", "Polly",
                "System.Net.Http", "Grpc",
            })
        {
            // Also for one provider by its name, whose rules go before all others.
            values[$"Logging:LogLevel:{category}"] = "Trace";
            values[$"Logging:Console:LogLevel:{category}"] = "Trace";
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _tap.DisposeAsync();
        await _collector.DisposeAsync();
        await _sandbox.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task No_token_no_address_and_no_health_value_is_left_in_any_file_log_line_span_or_metric()
    {
        foreach (SandboxMember person in _sandbox.World.Members)
        {
            Mark(person);
        }

        string first;
        await using (ServerProcess server = ServerProcess.Start(_settings.Values))
        {
            await server.ReadyAsync(_settings.Http);
            using var client = new Client(_settings);
            await BeginAsync(client);

            // While it runs, so that what lies in the write-ahead logs is found too.
            AssertClean(Secrets(), Files());
            Assert.Equal(0, await server.InterruptAsync());
            first = server.Output;
        }

        _sandbox.WithdrawPersonalToken(_personalTokens[0]);
        await using ServerProcess second = ServerProcess.Start(_settings.Values);
        await second.ReadyAsync(_settings.Http);
        using var again = new Client(_settings);
        await EndAsync(again);
        string[] secrets = Secrets();
        AssertClean(secrets, Files());
        Assert.Equal(0, await second.InterruptAsync());
        string log = first + second.Output;
        AssertClean(secrets, [.. Files(), ("the log", log), .. new[] { "traces", "metrics", "logs" }.Select(signal => (signal, _collector.Received(signal)))]);

        // The search would have found something: it all went by, and much was written.
        Assert.True(secrets.Length > 25, $"{secrets.Length} secrets");
        Assert.Contains("trce:", log, StringComparison.Ordinal);
        Assert.Contains("IRingAccountGrain", _collector.Received("traces"), StringComparison.Ordinal);
        Assert.Contains("ourateams.fetches", _collector.Received("metrics"), StringComparison.Ordinal);
        Assert.True(new FileInfo(Path.Combine(_folder.FullName, "state.db")).Length > 20_000);
    }

    private static string Pkce() => OuraTeams.Oura.OAuth.Pkce.RandomText();

    /// <summary>Gives a person's documents values that appear nowhere by accident.</summary>
    private void Mark(SandboxMember person)
    {
        void Set(string kind, string field, JsonNode value)
        {
            foreach (SandboxDocument document in _sandbox.World.Documents(person.Id, kind))
            {
                _sandbox.World.Set(person.Id, kind, document.Id, field, value);
            }
        }

        Set("sleep", "average_heart_rate", Marked[0]);
        Set("sleep", "average_breath", Marked[1]);
        Set("daily_readiness", "temperature_deviation", Marked[2]);
        Set("workout", "label", Label);
    }

    /// <summary>Everybody connects; hard times come and go.</summary>
    private async Task BeginAsync(Client client)
    {
        IReadOnlyList<SandboxMember> people = _sandbox.World.Members;
        await client.Organizations.CreateOrganizationAsync(new CreateOrganizationRequest { OrganizationId = Organization, DisplayName = "Club" }, client.Headers);
        await client.Teams.CreateTeamAsync(new CreateTeamRequest { OrganizationId = Organization, TeamId = Team, DisplayName = "Team" }, client.Headers);

        // Connecting: two by their links, one by a token, and what is refused on the way.
        Member[] members = [await InviteAsync(client, people[0]), await InviteAsync(client, people[1]), await InviteAsync(client, people[2])];
        (Member one, Member two, Member three) = (members[0], members[1], members[2]);
        Assert.Equal("Nothing was connected", (await Members.JoinAsync(await LinkAsync(client, one), people[0], "deny")).Title);
        Assert.Equal("Your ring is connected", (await Members.JoinAsync(await LinkAsync(client, one), people[0])).Title);
        Assert.Equal("Your ring is connected", (await Members.JoinAsync(await LinkAsync(client, two), people[1])).Title);
        Assert.Equal("This ring is connected already", (await Members.JoinAsync(await LinkAsync(client, three), people[1])).Title);
        await Assert.ThrowsAsync<RpcException>(() => ConnectAsync(client, three, _personalTokens[1]));
        await ConnectAsync(client, three, _personalTokens[0]);
        await RightAsync(client, people);

        // Hard times: broken answers, refused tokens, refreshes that fail at first.
        foreach (FaultKind kind in new[] { FaultKind.ServerError, FaultKind.TruncatedBody, FaultKind.RateLimit })
        {
            _sandbox.Faults.Add(new Fault { Kind = kind, Where = "/v2/usercollection", Times = 3 });
        }

        _sandbox.Faults.Add(new Fault { Kind = FaultKind.ServerError, Where = "/oauth/token", Times = 2 });
        using var deliveries = new Deliveries(_settings, "not-the-secret");
        using HttpResponseMessage forged = await deliveries.SendAsync(Deliveries.Event("update", "sleep", "x", people[0].Id));
        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, forged.StatusCode);
        int before = _tap.Secrets.Count;
        await Eventually.HoldsAsync(
            () =>
            {
                Revise(people[0]);
                Revise(people[1]);
                return Task.FromResult(_tap.Secrets.Count >= before + 8);
            },
            "both tokens were refreshed twice");
        await RightAsync(client, people);
    }

    /// <summary>A token was withdrawn; its member comes back and another goes.</summary>
    private async Task EndAsync(Client client)
    {
        IReadOnlyList<SandboxMember> people = _sandbox.World.Members;
        Member[] members = [.. (await client.Teams.ListMembersAsync(new ListMembersRequest { OrganizationId = Organization, TeamId = Team }, client.Headers)).Members];
        (Member two, Member three) = (members[1], members[2]);
        await Eventually.HoldsAsync(async () => (await StateAsync(client, three)) == ConnectionState.NeedsReconnect, "the withdrawal is noticed");
        Assert.Equal("Your ring is connected", (await Members.JoinAsync(await LinkAsync(client, three), people[2])).Title);
        await client.Teams.DisconnectMemberAsync(
            new DisconnectMemberRequest { OrganizationId = Organization, TeamId = Team, MemberId = two.MemberId }, client.Headers);
        await Eventually.HoldsAsync(async () => (await StateAsync(client, two)) == ConnectionState.Disconnected, "the member is gone");
        await RightAsync(client, [people[0], people[2]]);
    }

    private void Revise(SandboxMember person)
    {
        SandboxDocument document = _sandbox.World.Documents(person.Id, "daily_activity").First(known => known.Day == _sandbox.World.Today.AddDays(-1));
        _sandbox.Webhooks.Publish(_sandbox.World.Revise(person.Id, "daily_activity", document.Id));
    }

    private async Task<Member> InviteAsync(Client client, SandboxMember person)
    {
        InviteMemberResponse answer = await client.Teams.InviteMemberAsync(
            new InviteMemberRequest { OrganizationId = Organization, TeamId = Team, DisplayName = person.Name }, client.Headers);
        _joinSecrets.Add(answer.JoinLink.Split('/')[^1]);
        return answer.Member;
    }

    private async Task<Uri> LinkAsync(Client client, Member member)
    {
        CreateJoinLinkResponse answer = await client.Teams.CreateJoinLinkAsync(
            new CreateJoinLinkRequest { OrganizationId = Organization, TeamId = Team, MemberId = member.MemberId }, client.Headers);
        _joinSecrets.Add(answer.JoinLink.Split('/')[^1]);
        return new Uri(answer.JoinLink);
    }

    private static Task ConnectAsync(Client client, Member member, string token) => client.Teams.ConnectPersonalAccessTokenAsync(
        new ConnectPersonalAccessTokenRequest { OrganizationId = Organization, TeamId = Team, MemberId = member.MemberId, PersonalAccessToken = token },
        client.Headers).ResponseAsync;

    private static async Task<ConnectionState> StateAsync(Client client, Member member) =>
        (await client.Teams.ListMembersAsync(new ListMembersRequest { OrganizationId = Organization, TeamId = Team }, client.Headers))
            .Members.Single(known => known.MemberId == member.MemberId).ConnectionState;

    private Task RightAsync(Client client, IReadOnlyList<SandboxMember> people) => Truth.HoldsAsync(
        _sandbox.World, people, () => client.SummaryAsync(Organization, Team, _sandbox.World.Today.AddDays(-1)));

    private string[] Secrets() =>
    [
        .. _tap.Secrets,
        .. _personalTokens,
        .. _joinSecrets,
        .. _sandbox.World.Members.SelectMany(person => new[] { person.Email, person.Name }),
        Label,
        .. Marked.Select(value => value.ToString("R", System.Globalization.CultureInfo.InvariantCulture)[..8]),
        .. Marked.Select(value => Encoding.Latin1.GetString(BitConverter.GetBytes(value))),
    ];

    private IEnumerable<(string Name, string Bytes)> Files()
    {
        foreach (FileInfo file in _folder.GetFiles("*", SearchOption.AllDirectories))
        {
            using var stream = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var memory = new MemoryStream();
            stream.CopyTo(memory);
            string bytes = Encoding.Latin1.GetString(memory.ToArray());
            yield return (file.Name, bytes);

            // Not only are these words not there: nothing of a state can be read at all.
            if (file.Name.StartsWith("state.db", StringComparison.Ordinal))
            {
                Assert.DoesNotContain("daily_activity", bytes, StringComparison.Ordinal);
                Assert.DoesNotContain("ourateams.state", bytes, StringComparison.Ordinal);
            }
        }
    }

    private static void AssertClean(string[] secrets, IEnumerable<(string Name, string Bytes)> places)
    {
        foreach ((string name, string bytes) in places)
        {
            // Line by line, so that a failure says at once who wrote them.
            string[] lines = [.. bytes.Split('\n').Where(line => secrets.Any(secret => line.Contains(secret, StringComparison.Ordinal)))];
            Assert.True(lines.Length == 0, $"{name}: {lines.Length} lines hold secrets\n{string.Join('\n', lines.Take(40).Select(line => Around(line, secrets.First(line.Contains))))}");
        }
    }

    private static string Around(string line, string secret)
    {
        int at = line.IndexOf(secret, StringComparison.Ordinal);
        return line[Math.Max(0, at - 300)..Math.Min(line.Length, at + 100)];
    }
}
