using OuraTeams.Contracts.Accounts;
using OuraTeams.Contracts.Revocations;
using OuraTeams.Oura.Apps;
using OuraTeams.Oura.Http;

namespace OuraTeams.Server.Joining;

/// <summary>Has a grant revoked that can't be kept: by a grain that goes on until it is done, or at once when the cluster can't take it.</summary>
internal sealed class GrantRevoker(IClusterClient cluster, ILogger<GrantRevoker> logger)
{
    /// <summary>Hands the grant over. When the cluster does not take it, asks Oura once, here.</summary>
    public async Task RevokeAsync(OuraApp app, string organization, IssuedCredential credential)
    {
        var request = new RevocationRequest
        {
            App = app.Name,
            AccessToken = credential.AccessToken,
            RefreshToken = credential.RefreshToken,
            Organization = organization,
        };
        try
        {
            await cluster.GetGrain<IRevocationGrain>(Guid.NewGuid()).BeginAsync(request);
            return;
        }
        catch (Exception error)
        {
            // Whatever failed: nobody else has the tokens now.
            JoinLog.RevokedHere(logger, error, organization);
        }

        try
        {
            await app.OAuth.RevokeAsync(credential.AccessToken, credential.RefreshToken, CancellationToken.None);
        }
        catch (OuraException error)
        {
            JoinLog.NotRevoked(logger, error, organization);
        }
    }
}
