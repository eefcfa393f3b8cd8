using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;
using OuraTeams.Contracts;
using OuraTeams.Contracts.Accounts;
using OuraTeams.Contracts.Keys;
using OuraTeams.Contracts.States;
using OuraTeams.Grains.States;
using OuraTeams.Oura.Apps;
using OuraTeams.Oura.Documents;
using OuraTeams.Oura.OAuth;
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
        var state = new DetachedState<ConnectionState>(storage, Names.ConnectionState, Id(key));
        await state.ReadStateAsync();
        state.State = new ConnectionState
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

        int lost = 0;
        for (int round = 0; round < Rounds; round++)
        {
            long before = state.State.Generation;

            // Both have read before either writes: the two really meet.
            DetachedState<ConnectionState>[] activations = [await ActivateAsync(), await ActivateAsync()];
            await Task.WhenAll(activations.Select(RefreshAsync));
            await state.ReadStateAsync();
            Assert.Equal((round, ConnectionStatus.Connected), (round, state.State.Status));

            // One or both in turn, never none.
            Assert.InRange(state.State.Generation, before + 1, before + 2);
        }

        // Without a race the store's own check of versions would not have been tried.
        Assert.InRange(lost, 1, Rounds);
        PersonalInfo person = await app.Api.GetPersonalInfoAsync(state.State.Credential!.AccessToken, new Unlimited(), CancellationToken.None);
        Assert.Equal(platform.People[0].Id, person.Id);

        async Task<DetachedState<ConnectionState>> ActivateAsync()
        {
            var own = new DetachedState<ConnectionState>(storage, Names.ConnectionState, Id(key));
            await own.ReadStateAsync();
            return own;
        }

        async Task RefreshAsync(DetachedState<ConnectionState> own)
        {
            using var activation = new RefreshingActivation(platform, key, own, () => new DetachedState<ConnectionState>(storage, Names.ConnectionState, Id(key)));
            try
            {
                await activation.RefreshAsync(own.State.Credential!.AccessToken);
            }
            catch (Exception error) when (error is InconsistentStateException or OperationCanceledException)
            {
                // The other one holds the lease: this activation ends here, as the runtime would have it.
                Interlocked.Increment(ref lost);
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
