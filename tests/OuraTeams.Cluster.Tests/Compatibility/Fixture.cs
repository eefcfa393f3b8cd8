using System.Reflection;
using System.Runtime.CompilerServices;
using OuraTeams.Contracts.Accounts;
using OuraTeams.Streaming.Queues;

namespace OuraTeams.Cluster.Tests;

/// <summary>A serialized value as a release wrote it, and what it held: a file named by the type's alias and a number.</summary>
internal sealed record Fixture(string Alias, byte[] Bytes, IReadOnlyList<string> Lines)
{
    private const string Folder = "fixtures";

    /// <summary>Everything that silos send each other or store, by alias.</summary>
    public static IReadOnlyDictionary<string, Type> Types { get; } = new[] { typeof(RingEvent).Assembly, typeof(IQueueStore).Assembly }
        .SelectMany(assembly => assembly.GetTypes())
        .Where(type => type.GetCustomAttribute<GenerateSerializerAttribute>() is not null)
        .ToDictionary(type => type.GetCustomAttribute<AliasAttribute>()?.Alias ?? throw new InvalidOperationException($"{type} has no alias."), StringComparer.Ordinal);

    /// <summary>All that are kept.</summary>
    public static IEnumerable<Fixture> All() => Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, Folder)).GetFiles("*.txt").Select(file => Read(file.FullName));

    /// <summary>Keeps a new one in the sources.</summary>
    public static void Write(string alias, byte[] bytes, IEnumerable<string> lines)
    {
        int number = 1;
        while (File.Exists(PathOf(alias, number)))
        {
            number++;
        }

        File.WriteAllText(PathOf(alias, number), $"{Convert.ToBase64String(bytes)}\n{string.Join('\n', lines)}\n");
    }

    private static Fixture Read(string path)
    {
        string[] lines = File.ReadAllLines(path);
        return new Fixture(Path.GetFileNameWithoutExtension(path).Split('@')[0], Convert.FromBase64String(lines[0]), [.. lines[1..].Where(line => line.Length > 0)]);
    }

    private static string PathOf(string alias, int number, [CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "..", Folder, $"{alias}@{number}.txt");
}
