using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OuraTeams.Streaming.Hosting;

namespace OuraTeams.Streaming.Tests;

/// <summary>The provider over redis-server.</summary>
public sealed class RedisStreamProviderTests(RedisFixture fixture) : RedisStreamProviderBehaviour(fixture), IClassFixture<RedisFixture>
{
    [Fact]
    public async Task Wrong_settings_stop_the_start_with_their_names()
    {
        using IHost silo = new HostBuilder()
            .UseOrleans(builder => builder.UseLocalhostClustering(Ports.Free(), Ports.Free())
                .AddRedisStreams(Provider, options => (options.ReclaimAfter, options.Replicas) = (TimeSpan.FromSeconds(30), -1)))
            .Build();

        OptionsValidationException refusal = await Assert.ThrowsAsync<OptionsValidationException>(() => silo.StartAsync());

        Assert.Contains("Connection", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Replicas", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("ReclaimAfter longer than MaxEventDeliveryTime", refusal.Message, StringComparison.Ordinal);
    }
}
