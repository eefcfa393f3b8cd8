using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using OuraTeams.Contracts.Accounts;
using OuraTeams.Contracts.Budgets;
using OuraTeams.Contracts.Revocations;
using OuraTeams.Oura.Apps;
using OuraTeams.Oura.Http;
using OuraTeams.Protocol.V1;
using OuraTeams.Sandbox;
using OuraTeams.Server.Host.Recovery;

namespace OuraTeams.EndToEnd;

/// <summary>A grant that can't be kept is ended at Oura, whatever fails meanwhile, and nothing of it stays here.</summary>
public sealed class RevocationTests
{
    private const string PersonalInfo = "/v2/usercollection/personal_info";
    private const string Revoke = "/oauth/revoke";

    [Fact]
    public async Task A_join_that_the_budget_turns_away_redeems_no_code()
    {
        await using SmallPlatform platform = await SmallPlatform.StartAsync(1, join: false);
        await platform.Services.GetRequiredService<IGrainFactory>().GetGrain<IAppBudgetGrain>(ServerSettings.App)
            .CloseAsync(TimeProvider.System.GetUtcNow().AddMinutes(5));

        Page page = await JoinAsync(platform);

        Assert.Equal("Oura did not answer", page.Title);
        Assert.False(platform.Sandbox.HasGrant(platform.People[0].Id));
        await IsNotConnectedAsync(platform);
    }

    [Fact]
    public async Task A_join_whose_personal_info_fails_ends_the_grant_also_when_Oura_can_t_revoke_for_a_while()
    {
        await using SmallPlatform platform = await SmallPlatform.StartAsync(1, join: false);
        platform.Sandbox.Faults.Add(new Fault { Kind = FaultKind.ServerError, Where = PersonalInfo });
        platform.Sandbox.Faults.Add(new Fault { Kind = FaultKind.ServerError, Where = Revoke, Times = 2 });

        Assert.Equal("Oura did not answer", (await JoinAsync(platform)).Title);

        await NoGrantAsync(platform.Sandbox, platform.People[0]);
        await IsNotConnectedAsync(platform);
        await NothingOfItIsStoredAsync(platform.DataFolder);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_join_whose_account_can_t_store_the_credential_ends_the_grant_also_when_the_revocation_can_t_be_stored(bool nothing)
    {
        await using SmallPlatform platform = await SmallPlatform.StartAsync(1, join: false);
        await ExecuteAsync(platform.DataFolder, "state.db", $"""
            CREATE TRIGGER refusal BEFORE INSERT ON OrleansStorage
            WHEN NEW.GrainTypeString LIKE '%connection' {(nothing ? "OR NEW.GrainTypeString LIKE '%revocation'" : "")}
            BEGIN SELECT RAISE(ABORT, 'The store takes no changes.'); END
            """);

        Assert.Equal("Please wait a moment", (await JoinAsync(platform)).Title);

        await NoGrantAsync(platform.Sandbox, platform.People[0]);
        await ExecuteAsync(platform.DataFolder, "state.db", "DROP TRIGGER refusal");
        await platform.Services.GetRequiredService<Schedulers>().RunAllAsync(CancellationToken.None);
        await NothingOfItIsStoredAsync(platform.DataFolder);

        // Nothing stands in the way of the next try.
        await IsNotConnectedAsync(platform);
        Member member = (await platform.MembersAsync()).Single();
        CreateJoinLinkResponse link = await platform.Client.Teams.CreateJoinLinkAsync(
            new CreateJoinLinkRequest { OrganizationId = SmallPlatform.Organization, TeamId = SmallPlatform.Team, MemberId = member.MemberId }, platform.Client.Headers);
        Assert.Equal("Your ring is connected", (await Members.JoinAsync(new Uri(link.JoinLink), platform.People[0])).Title);
        await platform.IsRightAsync();
    }

    [Fact]
    public async Task A_member_connects_again_at_once_while_Oura_can_t_revoke_the_grant_that_they_ended()
    {
        await using SmallPlatform platform = await SmallPlatform.StartAsync(1);
        await platform.IsRightAsync();
        OuraApp app = platform.Services.GetRequiredService<OuraApps>().All.Single();
        Member member = (await platform.MembersAsync()).Single();
        IssuedCredential former = await platform.CredentialAsync(platform.People[0]);
        platform.Sandbox.Faults.Add(new Fault { Kind = FaultKind.ServerError, Where = Revoke });
        await platform.Client.Teams.DisconnectMemberAsync(
            new DisconnectMemberRequest { OrganizationId = SmallPlatform.Organization, TeamId = SmallPlatform.Team, MemberId = member.MemberId }, platform.Client.Headers);

        // One try, no pause: the page is the last one, and the data come.
        CreateJoinLinkResponse link = await platform.Client.Teams.CreateJoinLinkAsync(
            new CreateJoinLinkRequest { OrganizationId = SmallPlatform.Organization, TeamId = SmallPlatform.Team, MemberId = member.MemberId }, platform.Client.Headers);
        Assert.Equal("Your ring is connected", (await Members.JoinAsync(new Uri(link.JoinLink), platform.People[0])).Title);
        await platform.IsRightAsync();

        // The former grant still stands at Oura: its revocation goes on by itself, and ends that grant alone.
        await app.Api.GetPersonalInfoAsync(former.AccessToken, new Unlimited(), CancellationToken.None);
        Assert.True(await StoredAsync(platform.DataFolder, "state.db") > 0);
        platform.Sandbox.Faults.Clear();
        await NothingOfItIsStoredAsync(platform.DataFolder);
        await Assert.ThrowsAsync<OuraException>(() => app.Api.GetPersonalInfoAsync(former.AccessToken, new Unlimited(), CancellationToken.None));
        platform.Revise(platform.People[0]);
        await platform.IsRightAsync();
        Assert.Equal(ConnectionState.Connected, (await platform.MembersAsync()).Single().ConnectionState);
    }

    [Fact]
    public async Task A_revocation_goes_on_after_SIGKILL()
    {
        await using OuraSandbox sandbox = await OuraSandbox.StartAsync(new SandboxOptions { Url = "http://127.0.0.1:0", Members = 1, Seed = 3 });
        DirectoryInfo folder = Directory.CreateTempSubdirectory("ourateams-revocation-");
        var settings = new ServerSettings(sandbox, folder.FullName);
        sandbox.Faults.Add(new Fault { Kind = FaultKind.ServerError, Where = PersonalInfo });
        sandbox.Faults.Add(new Fault { Kind = FaultKind.ServerError, Where = Revoke });
        await using (ServerProcess server = ServerProcess.Start(settings.Values))
        {
            await server.ReadyAsync(settings.Http);
            using var client = new Client(settings);
            await Members.JoinAllAsync(client, "club", "squad", []);
            Page page = await Members.JoinAsync(await Members.InviteAsync(client, "club", "squad", "Anna"), sandbox.World.Members[0]);
            Assert.Equal("Oura did not answer", page.Title);
            await server.KillAsync();
        }

        Assert.True(sandbox.HasGrant(sandbox.World.Members[0].Id));
        Assert.True(await StoredAsync(folder.FullName, "keys.db") > 0);
        sandbox.Faults.Clear();
        await using ServerProcess next = ServerProcess.Start(settings.Values);
        await next.ReadyAsync(settings.Http);

        await NoGrantAsync(sandbox, sandbox.World.Members[0]);
        await NothingOfItIsStoredAsync(folder.FullName);
        await Eventually.HoldsAsync(
            () => Task.FromResult(next.Output.Contains("has ended: Revoked.", StringComparison.Ordinal)), "one line says what became of it");
        await next.KillAsync();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_grant_of_an_app_that_the_settings_don_t_name_is_dropped()
    {
        await using SmallPlatform platform = await SmallPlatform.StartAsync(1, join: false);
        var request = new RevocationRequest { App = "gone", AccessToken = "access", RefreshToken = "refresh", Organization = SmallPlatform.Organization };
        IRevocationGrain revocation = platform.Services.GetRequiredService<IGrainFactory>().GetGrain<IRevocationGrain>(Guid.NewGuid());

        await revocation.BeginAsync(request);
        await revocation.BeginAsync(request);

        await NothingOfItIsStoredAsync(platform.DataFolder);
        Assert.Null(await revocation.CatchUpAsync());
    }

    private static async Task<Page> JoinAsync(SmallPlatform platform) => await Members.JoinAsync(
        await Members.InviteAsync(platform.Client, SmallPlatform.Organization, SmallPlatform.Team, platform.People[0].Name), platform.People[0]);

    private static Task NoGrantAsync(OuraSandbox sandbox, SandboxMember person) =>
        Eventually.HoldsAsync(() => Task.FromResult(!sandbox.HasGrant(person.Id)), "the grant is ended");

    private static async Task IsNotConnectedAsync(SmallPlatform platform) =>
        Assert.DoesNotContain(await platform.MembersAsync(), member => member.ConnectionState == ConnectionState.Connected);

    private static Task NothingOfItIsStoredAsync(string folder) => Eventually.HoldsAsync(
        async () => await StoredAsync(folder, "state.db") == 0 && await StoredAsync(folder, "keys.db") == 0, "neither the grant nor its key is stored");

    /// <summary>Rows of revocations.</summary>
    private static async Task<long> StoredAsync(string folder, string file)
    {
        await using SqliteConnection connection = await OpenAsync(folder, file);
        await using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM OrleansStorage WHERE GrainTypeString LIKE '%revocation%'"
            + " OR GrainTypeString LIKE '%data-key' AND GrainIdExtensionString NOT LIKE '%/%'";
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static async Task ExecuteAsync(string folder, string file, string text)
    {
        await using SqliteConnection connection = await OpenAsync(folder, file);
        await using SqliteCommand command = connection.CreateCommand();
        command.CommandText = text;
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<SqliteConnection> OpenAsync(string folder, string file)
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(folder, file)};Pooling=False");
        await connection.OpenAsync();
        return connection;
    }
}
