using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using OuraTeams.Contracts.Accounts;
using OuraTeams.Streaming.Queues;

namespace OuraTeams.Cluster.Tests;

/// <summary>
/// While a cluster is upgraded, old and new silos send each other messages and read each other's states. The fixtures are what
/// releases wrote; they are added to and never changed. With <c>OURATEAMS_WRITE_FIXTURES=1</c> those that are missing are written.
/// </summary>
public sealed class CompatibilityTests
{
    private static readonly ServiceProvider Services = new ServiceCollection()
        .AddSerializer(serializer => serializer
            .AddAssembly(typeof(RingEvent).Assembly)
            .AddAssembly(typeof(IQueueStore).Assembly)
            .AddAssembly(typeof(Orleans.Providers.Streams.Common.EventSequenceTokenV2).Assembly)
            .AddAssembly(typeof(StreamId).Assembly)
            .AddAssembly(typeof(CompatibilityTests).Assembly))
        .BuildServiceProvider();

    private static readonly Serializer Serializer = Services.GetRequiredService<Serializer>();

    [Fact]
    public void Every_message_and_state_has_a_fixture_with_all_its_fields()
    {
        ILookup<string, Fixture> kept = Fixture.All().ToLookup(fixture => fixture.Alias);
        var missing = new List<string>();
        foreach ((string alias, Type type) in Fixture.Types)
        {
            object sample = Samples.Of(type, alias);
            string[] lines = [.. Description.Of(sample)];
            if (!kept[alias].Any(fixture => lines.All(fixture.Lines.Contains)))
            {
                missing.Add(alias);
                if (Environment.GetEnvironmentVariable("OURATEAMS_WRITE_FIXTURES") == "1")
                {
                    Fixture.Write(alias, Serializer.SerializeToArray(sample), lines);
                }
            }
        }

        Assert.True(missing.Count == 0, $"Run this test with OURATEAMS_WRITE_FIXTURES=1, build, and commit the new fixtures of: {string.Join(", ", missing)}");
    }

    [Fact]
    public void What_earlier_releases_wrote_is_read_in_every_field()
    {
        foreach (Fixture fixture in Fixture.All())
        {
            Assert.True(Fixture.Types.TryGetValue(fixture.Alias, out Type? type), $"{fixture.Alias} is known no more; silos and stores of earlier releases still send it.");
            object? read = Serializer.Deserialize<object>(fixture.Bytes);
            Assert.IsType(type, read);
            string[] lost = [.. fixture.Lines.Except(Description.Of(read))];
            Assert.True(lost.Length == 0, $"{fixture.Alias} is read without: {string.Join("; ", lost)}");
        }
    }

    [Fact]
    public void What_is_written_now_is_read_in_every_field()
    {
        foreach ((string alias, Type type) in Fixture.Types)
        {
            object sample = Samples.Of(type, alias);

            Assert.Equal(Description.Of(sample), Description.Of(Serializer.Deserialize<object>(Serializer.SerializeToArray(sample))));
        }
    }

    [Fact]
    public void A_field_that_a_later_release_adds_is_passed_over_by_this_one_and_missing_ones_keep_their_default()
    {
        byte[] written = Serializer.SerializeToArray(new Later { Day = new DateOnly(2026, 3, 10), Added = "new", AddedRow = new DayRow { Day = default, Version = 3, Units = [1, 2] }, Last = 7 });
        Earlier earlier = Serializer.Deserialize<Earlier>(written)!;
        Assert.Equal((new DateOnly(2026, 3, 10), 7), (earlier.Day, earlier.Last));

        Later later = Serializer.Deserialize<Later>(Serializer.SerializeToArray(earlier))!;
        Assert.Equal((new DateOnly(2026, 3, 10), 7, null, null), (later.Day, later.Last, later.Added, later.AddedRow));
    }
}
