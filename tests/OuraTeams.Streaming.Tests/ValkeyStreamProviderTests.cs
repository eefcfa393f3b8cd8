namespace OuraTeams.Streaming.Tests;

/// <summary>The provider over valkey-server.</summary>
public sealed class ValkeyStreamProviderTests(ValkeyFixture fixture) : RedisStreamProviderBehaviour(fixture), IClassFixture<ValkeyFixture>;
