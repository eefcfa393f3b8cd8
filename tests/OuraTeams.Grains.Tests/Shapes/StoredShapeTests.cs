using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using OuraTeams.Contracts;

namespace OuraTeams.Grains.Tests;

/// <summary>
/// What a release has stored must be read for ever. The folders beside this file hold the bytes that each release wrote.
/// With <c>OURATEAMS_WRITE_SHAPES=1</c> the newest release's are written anew, until it is out.
/// </summary>
public sealed class StoredShapeTests
{
    private static readonly Serializer Serializer = new ServiceCollection().AddSerializer().BuildServiceProvider().GetRequiredService<Serializer>();
    private static readonly bool Rewrite = Environment.GetEnvironmentVariable("OURATEAMS_WRITE_SHAPES") == "1";

    public static TheoryData<string, string> All => [.. StoredShapes.Releases.SelectMany(release => release.States.Select(state => (release.Name, state.Name)))];

    [Theory]
    [MemberData(nameof(All))]
    public void What_a_release_has_stored_is_read_as_it_was_meant(string release, string name)
    {
        StoredShape shape = StoredShapes.Releases.Single(known => known.Name == release).States.Single(state => state.Name == name);
        string file = Path.Combine(Folder(), release, $"{name}.base64");
        if (Rewrite && release == StoredShapes.Releases[^1].Name)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, Convert.ToBase64String(shape.Write(Serializer)) + "\n");
        }

        byte[] stored = Convert.FromBase64String(File.ReadAllText(file));

        // Lists come back as another kind of list, so that both sides are read once.
        Assert.Equal(shape.Rewrite(Serializer, shape.Write(Serializer)), shape.Rewrite(Serializer, stored));
    }

    [Fact]
    public void The_newest_release_stores_what_is_on_file_for_it()
    {
        (string release, IReadOnlyList<StoredShape> states) = StoredShapes.Releases[^1];

        // A difference means a new shape: give it a release of its own, unless this one is not out yet.
        Assert.All(states, state => Assert.Equal(
            File.ReadAllText(Path.Combine(Folder(), release, $"{state.Name}.base64")).Trim(), Convert.ToBase64String(state.Write(Serializer))));
    }

    [Fact]
    public void Every_stored_state_has_an_example()
    {
        IEnumerable<Type> stored = typeof(CredentialState).Assembly.GetTypes()
            .Where(type => type.GetCustomAttributes(typeof(AliasAttribute), false).OfType<AliasAttribute>().Any(alias => alias.Alias.StartsWith("ourateams.state.", StringComparison.Ordinal)));

        Assert.Equal(stored.ToHashSet(), StoredShapes.Releases[^1].States.Select(state => state.GetType().GetGenericArguments()[0]).ToHashSet());
    }

    [Fact]
    public void The_cache_of_the_first_release_gives_the_same_days_and_is_packed_at_the_next_change()
    {
        CacheState state = Serializer.Deserialize<CacheState>(Convert.FromBase64String(File.ReadAllText(Path.Combine(Folder(), "first", "cache.base64"))))!;
        var cache = new MetricCache(state);
        var day = new DateOnly(2026, 3, 10);

        DayRow row = cache.Rows().Single(held => held.Day == day);
        Assert.Equal((81, 77, 72, -35), (row.Units[0], row.Units[1], row.Units[8], row.Units[18]));
        Assert.Equal(day, cache.DayOf("daily_sleep", "document-1"));

        cache.Remove("daily_sleep", "document-1");
        cache.Rest();

        Assert.Null(state.Documents);
        Assert.Equal(1, cache.Documents);
        Assert.Equal(72, cache.Rows().Single(held => held.Day == day).Units[8]);
    }

    private static string Folder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
