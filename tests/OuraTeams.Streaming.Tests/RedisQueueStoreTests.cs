namespace OuraTeams.Streaming.Tests;

/// <summary>The queue in redis-server.</summary>
public sealed class RedisQueueStoreTests(RedisFixture fixture) : RedisQueueStoreBehaviour(fixture), IClassFixture<RedisFixture>;
