namespace OuraTeams.Streaming.Tests;

/// <summary>The queue in valkey-server.</summary>
public sealed class ValkeyQueueStoreTests(ValkeyFixture fixture) : RedisQueueStoreBehaviour(fixture), IClassFixture<ValkeyFixture>;
