namespace OuraTeams.Streaming.Tests;

/// <summary>One valkey-server for the tests of a class; they are skipped where there is none.</summary>
public sealed class ValkeyFixture : RedisFixture
{
    private protected override RedisProgram Program => RedisProgram.Valkey;
}
