using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Storage;
using OuraTeams.Contracts;
using OuraTeams.Grains;
using OuraTeams.Oura;
using OuraTeams.Sandbox;

namespace OuraTeams.EndToEnd;

/// <summary>Two activations of one account, as a split cluster makes them: each with its own memory, over one store and one Oura.</summary>
public sealed class RefreshRaceTests
{
    private const int Rounds = 100;

    [Fact]
    public async Task Two_activations_that_refresh_at_once_never_lose_the_member()
    {
        await using SmallPlatform platform = await SmallPlatform.StartAsync(1);
        OuraApp app = platform.Services.GetRequiredService<OuraApps>().All.Single();
        IGrainStorage storage = platform.Services.GetRequiredKeyedService<IGrainStorage>(Names.Storage);

        // An account of its own, whose credential was granted like any other.
        var key = new AccountKey("split", platform.People[0].Id);
        TokenPair pair = await GrantAsync(platform, app, platform.People[0]);
        var state = new UnboundState<CredentialState>(storage, Names.CredentialState, Id(key));
        await state.ReadStateAsync();
        state.State = new CredentialState
        {
            Member = new MemberKey("split", Guid.CreateVersion7().ToString()),
            App = app.Name,
            Status = ConnectionStatus.Connected,
            Credential = new IssuedCredential
            {
                AccessToken = pair.AccessToken,
                RefreshToken = pair.RefreshToken,
                ExpiresAt = TimeProvider.System.GetUtcNow(),
                Scopes = ["daily"],
            },
        };
        await state.WriteStateAsync();

        for (int round = 0; round < Rounds; round++)
        {
            long before = state.State.Generation;
            await Task.WhenAll(ActivateAndRefreshAsync(), ActivateAndRefreshAsync());
            await state.ReadStateAsync();
            Assert.Equal((round, ConnectionStatus.Connected), (round, state.State.Status));

            // One or both in turn, never none.
            Assert.InRange(state.State.Generation, before + 1, before + 2);
        }

        PersonalInfo person = await app.Api.GetPersonalInfoAsync(state.State.Credential!.AccessToken, CancellationToken.None);
        Assert.Equal(platform.People[0].Id, person.Id);

        async Task ActivateAndRefreshAsync()
        {
            var own = new UnboundState<CredentialState>(storage, Names.CredentialState, Id(key));
            await own.ReadStateAsync();
            using var account = new AccountContext
            {
                Key = key,
                Credential = own,
                OwnCredential = () => new UnboundState<CredentialState>(storage, Names.CredentialState, Id(key)),
                OwnInbox = () => new UnboundState<InboxState>(storage, "inbox", Id(key)),
                InboxState = new UnboundState<InboxState>(storage, "inbox", Id(key)),
                CacheState = new UnboundState<CacheState>(storage, "cache", Id(key)),
                BudgetState = new UnboundState<BudgetState>(storage, "budget", Id(key)),
                Options = new AccountOptions(),
                Grains = platform.Services.GetRequiredService<IGrainFactory>(),
                Clock = TimeProvider.System,
                Logger = NullLogger.Instance,
                Deactivate = () => { },
            };
            try
            {
                await new CredentialKeeper(account).RefreshAsync(app.OAuth, own.State.Credential!.AccessToken);
            }
            catch (Exception error) when (error is InconsistentStateException or OperationCanceledException)
            {
                // The other one holds the lease: this activation ends here, as the runtime would have it.
            }
        }
    }

    private static GrainId Id(AccountKey key) => GrainId.Create(Names.RingAccount, key.ToString());

    /// <summary>A grant that nobody else holds, by the way that members go.</summary>
    private static async Task<TokenPair> GrantAsync(SmallPlatform platform, OuraApp app, SandboxMember person)
    {
        var back = new Uri("http://127.0.0.1:9/back");
        string verifier = new('v', 64);
        string challenge = System.Buffers.Text.Base64Url.EncodeToString(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(verifier)));
        Uri authorize = await app.OAuth.AuthorizeUrlAsync(back, "state", challenge, CancellationToken.None);
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        var query = System.Web.HttpUtility.ParseQueryString(authorize.Query);
        var fields = query.AllKeys.ToDictionary(name => name!, name => query[name]!);
        fields["member"] = person.Id;
        fields["decision"] = "allow";
        using var form = new FormUrlEncodedContent(fields);
        using HttpResponseMessage answer = await http.PostAsync(new UriBuilder(authorize) { Query = "" }.Uri, form);
        Assert.True(answer.StatusCode is HttpStatusCode.Redirect or HttpStatusCode.SeeOther);
        string code = System.Web.HttpUtility.ParseQueryString(answer.Headers.Location!.Query)["code"]!;
        return await app.OAuth.ExchangeAsync(code, back, verifier, CancellationToken.None);
    }
}
