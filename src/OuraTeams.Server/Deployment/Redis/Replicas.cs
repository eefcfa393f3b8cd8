using System.Collections.Concurrent;
using System.Net;
using StackExchange.Redis;

namespace OuraTeams.Server;

/// <summary>
/// Asks how many replicas have what a connection wrote. <c>WAIT</c> holds up its connection for as long as it waits: so there is
/// one at a time, and all who ask meanwhile share the next one.
/// </summary>
/// <param name="options">How many replicas, and for how long.</param>
internal sealed class Replicas(StorageOptions options)
{
    private readonly ConcurrentDictionary<EndPoint, Turns> _turns = new();

    /// <summary>How many there should be.</summary>
    public int Wanted => options.Replicas;

    /// <summary>How long they have.</summary>
    public TimeSpan Timeout => options.ReplicaTimeout;

    /// <summary>The number that a server gave to the connection: another one is another connection.</summary>
    public static async Task<long> ConnectionAsync(IServer server) => (long)await server.ExecuteAsync("CLIENT", "ID");

    /// <summary>Waits for all that was written so far.</summary>
    /// <returns>How many replicas have it, and of which connection that was said.</returns>
    public Task<(int Count, long Connection)> WaitAsync(IServer server) => _turns.GetOrAdd(server.EndPoint, _ => new Turns()).NextAsync(async () =>
        ((int)await server.ExecuteAsync("WAIT", Wanted, (long)Timeout.TotalMilliseconds), await ConnectionAsync(server)));

    private sealed class Turns
    {
        private readonly Lock _lock = new();
        private Task _now = Task.CompletedTask;
        private Task<(int, long)>? _next;

        public Task<(int Count, long Connection)> NextAsync(Func<Task<(int, long)>> ask)
        {
            lock (_lock)
            {
                return _next ??= RunAsync(_now, ask);
            }
        }

        private async Task<(int, long)> RunAsync(Task before, Func<Task<(int, long)>> ask)
        {
            // A failure of the one before was its askers'.
            await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
            lock (_lock)
            {
                _now = _next!;
                _next = null;
            }

            return await ask();
        }
    }
}
