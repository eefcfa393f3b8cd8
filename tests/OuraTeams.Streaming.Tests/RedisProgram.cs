using Xunit.Sdk;

namespace OuraTeams.Streaming.Tests;

/// <summary>A program that is a Redis.</summary>
internal sealed class RedisProgram
{
    private const string ValkeyVariable = "VALKEY_SERVER";

    private readonly string? _path;

    private RedisProgram(string name, string? path) => (Name, _path) = (name, path);

    public static RedisProgram Redis { get; } = new("redis-server", "redis-server");

    /// <summary>Where <c>VALKEY_SERVER</c> says it is, else on the PATH; tests/run.sh gets it where it can.</summary>
    public static RedisProgram Valkey { get; } = new("valkey-server", Environment.GetEnvironmentVariable(ValkeyVariable) is { Length: > 0 } path ? path : OnThePath("valkey-server"));

    public string Name { get; }

    public bool IsThere => _path is not null;

    /// <summary>What to start; skips the test where it is missing.</summary>
    public string Path => _path ?? throw Missing();

    /// <summary>By its name, for theories.</summary>
    public static RedisProgram Named(string name) => new[] { Redis, Valkey }.Single(program => program.Name == name);

    /// <summary>Skips the test, with the reason.</summary>
    public Exception Missing() => SkipException.ForSkip($"{Name} is not on the PATH, and {ValkeyVariable} does not say where it is.");

    private static string? OnThePath(string name) =>
        Environment.GetEnvironmentVariable("PATH")?.Split(':').Select(folder => System.IO.Path.Combine(folder, name)).FirstOrDefault(File.Exists);
}
