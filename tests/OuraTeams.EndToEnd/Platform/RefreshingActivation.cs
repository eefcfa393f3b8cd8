using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using OuraTeams.Contracts.Keys;
using OuraTeams.Contracts.States;
using OuraTeams.Grains.Accounts.Connection;
using OuraTeams.Grains.Accounts.Options;
using OuraTeams.Grains.Accounts.Steps;
using OuraTeams.Grains.States;
using OuraTeams.Oura.Apps;

namespace OuraTeams.EndToEnd;

/// <summary>An activation of a ring account that does nothing but refresh its credential.</summary>
internal sealed class RefreshingActivation : IDisposable
{
    private readonly AccountConnection _connection;
    private readonly RefreshStep _step;

    /// <param name="platform">The server, for its store and its Oura.</param>
    /// <param name="key">Which account.</param>
    /// <param name="stored">The activation's state.</param>
    /// <param name="detached">The same state, held by no activation.</param>
    public RefreshingActivation(SmallPlatform platform, AccountKey key, IPersistentState<ConnectionState> stored, Func<IPersistentState<ConnectionState>> detached)
    {
        Lock = new StateLock(() => { });
        _connection = new AccountConnection(stored, detached, Lock);
        _step = new RefreshStep(
            key, _connection, new TokenHealth(), platform.Services.GetRequiredService<OuraApps>(), Lock, Options, 0, TimeProvider.System, NullLogger.Instance);
    }

    /// <summary>Settings with a short lease.</summary>
    public static AccountOptions Options { get; } = new() { RefreshLease = TimeSpan.FromSeconds(3) };

    /// <summary>The activation's lock.</summary>
    public StateLock Lock { get; }

    /// <summary>Replaces the pair whose access token is given; does nothing when it was replaced already.</summary>
    /// <returns>When to try again; null when there is nothing to wait for.</returns>
    public async Task<TimeSpan?> RefreshAsync(string accessToken)
    {
        if (_connection.State.Credential?.AccessToken != accessToken)
        {
            return null;
        }

        await _step.RunAsync();
        if (Lock.Stopping.IsCancellationRequested)
        {
            return null;
        }

        TimeSpan? wait = _step.DueAt - TimeProvider.System.GetUtcNow();
        return _connection.State.Credential?.AccessToken != accessToken || wait is null ? null : wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }

    public void Dispose() => Lock.Dispose();
}
