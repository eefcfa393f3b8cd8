namespace OuraTeams.Cluster.Tests;

/// <summary>What a cluster under test is made of.</summary>
internal sealed record ClusterShape
{
    /// <summary>Processes that run grains; they do everything unless there are gateways and intakes.</summary>
    public int Silos { get; init; } = 3;

    /// <summary>Processes that take webhooks and show join pages only.</summary>
    public int Intakes { get; init; }

    /// <summary>Processes that serve gRPC only.</summary>
    public int Gateways { get; init; }

    /// <summary>Folder of the build that the processes are started from at first; today's by default.</summary>
    public string Build { get; init; } = AppContext.BaseDirectory;

    /// <summary>People of the stand-in for Oura.</summary>
    public int Members { get; init; } = 10;

    /// <summary>Days of history that the stand-in has and the platform reads.</summary>
    public int HistoryDays { get; init; } = 10;

    /// <summary>Settings that all processes get besides their own.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>();

    /// <summary>What keeps the data: redis-server, or valkey-server.</summary>
    public RedisProgram Redis { get; init; } = RedisProgram.Redis;

    /// <summary>Whether Redis is away for a while: then the processes wait for it no longer than they must.</summary>
    public bool RedisFails { get; init; }

    /// <summary>Arguments of redis-server besides those of a test.</summary>
    public IReadOnlyList<string> RedisArguments { get; init; } = [];

    /// <summary>Where each process runs, by its name; all simply on this machine by default.</summary>
    public Func<string, NodePlace>? Place { get; init; }

    /// <summary>Further settings of the stand-in.</summary>
    public Action<Sandbox.SandboxOptions>? Sandbox { get; init; }
}
