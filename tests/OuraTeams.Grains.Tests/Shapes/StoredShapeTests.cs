using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using OuraTeams.Contracts.States;

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
        IEnumerable<Type> stored = typeof(InboxState).Assembly.GetTypes()
            .Where(type => type.GetCustomAttributes(typeof(AliasAttribute), false).OfType<AliasAttribute>().Any(alias => alias.Alias.StartsWith("ourateams.state.", StringComparison.Ordinal)));

        Assert.Equal(stored.ToHashSet(), StoredShapes.Releases[^1].States.Select(state => state.GetType().GetGenericArguments()[0]).ToHashSet());
    }

    private static string Folder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
