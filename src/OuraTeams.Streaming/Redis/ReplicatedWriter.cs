using System.Collections.Concurrent;
using System.Net;
using StackExchange.Redis;

namespace OuraTeams.Streaming.Redis;

/// <summary>
/// Runs writes and asks how many replicas have them (<c>WAIT</c>). <c>WAIT</c> holds up its connection until it is answered: use
/// the connection of the writes for nothing else. Each server has one <c>WAIT</c> at a time; all writes that end meanwhile share
/// the next one.
/// </summary>
/// <remarks>
/// <c>WAIT</c> speaks only of what its own connection wrote, and a connection that broke is replaced without a word. So the
/// number that Redis gave to the connection (<c>CLIENT ID</c>) must be the same before the write and after <c>WAIT</c>.
/// </remarks>
/// <param name="replicas">Replicas that <c>WAIT</c> waits for; 1 or more.</param>
/// <param name="timeout">Time that they have.</param>
public sealed class ReplicatedWriter(int replicas, TimeSpan timeout)
{
    private readonly ConcurrentDictionary<EndPoint, SharedWait> _waits = new();

    /// <summary>Replicas that a write should be on.</summary>
    public int Replicas => replicas;

    /// <summary>Time that they have.</summary>
    public TimeSpan Timeout => timeout;

    /// <summary>Runs a write and waits for the replicas.</summary>
    /// <param name="server">The server that takes the write, as the connection of the write knows it.</param>
    /// <param name="write">Writes over the same connection to that server.</param>
    /// <returns>How many replicas have the write; null when the connection was replaced meanwhile, so that nobody can say.</returns>
    public async Task<int?> WriteAsync(IServer server, Func<Task> write)
    {
        ArgumentNullException.ThrowIfNull(server);
        ArgumentNullException.ThrowIfNull(write);
        long before = await ConnectionOf(server);
        await write();
        (int count, long after) = await _waits.GetOrAdd(server.EndPoint, _ => new SharedWait()).NextAsync(() => WaitAsync(server));
        return after == before ? count : null;
    }

    private static async Task<long> ConnectionOf(IServer server) => (long)await server.ExecuteAsync("CLIENT", "ID");

    private async Task<(int Count, long Connection)> WaitAsync(IServer server) =>
        ((int)await server.ExecuteAsync("WAIT", replicas, (long)timeout.TotalMilliseconds), await ConnectionOf(server));

    /// <summary>One question at a time; whoever comes while one is out shares the next.</summary>
    private sealed class SharedWait
    {
        private readonly Lock _lock = new();
        private Task _current = Task.CompletedTask;
        private Task<(int, long)>? _next;

        public Task<(int Count, long Connection)> NextAsync(Func<Task<(int, long)>> ask)
        {
            lock (_lock)
            {
                return _next ??= RunAsync(_current, ask);
            }
        }

        private async Task<(int, long)> RunAsync(Task before, Func<Task<(int, long)>> ask)
        {
            // If the previous question failed, those who shared it have got the exception.
            await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
            lock (_lock)
            {
                _current = _next!;
                _next = null;
            }

            return await ask();
        }
    }
}
