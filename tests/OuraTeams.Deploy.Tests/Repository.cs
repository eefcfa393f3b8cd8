using System.Runtime.CompilerServices;

namespace OuraTeams.Deploy.Tests;

/// <summary>Where the files under test lie.</summary>
internal static class Repository
{
    /// <summary>The repository's root.</summary>
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Here(), "..", ".."));

    /// <summary>The chart.</summary>
    public static string Chart => At("charts", "ourateams");

    /// <summary>True where files that are made from others are to be written again: <c>OURATEAMS_REWRITE=1</c>.</summary>
    public static bool Rewrites => Environment.GetEnvironmentVariable("OURATEAMS_REWRITE") == "1";

    /// <summary>A path below the root.</summary>
    public static string At(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>A path beside the tests.</summary>
    public static string Beside(params string[] parts) => Path.Combine([Here(), .. parts]);

    /// <summary>Compares a file with what it is made from, or writes it again.</summary>
    public static async Task HoldsAsync(string path, string expected)
    {
        if (Rewrites)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, expected);
        }

        string found = File.Exists(path) ? await File.ReadAllTextAsync(path) : "";
        Assert.True(found == expected, $"{Path.GetRelativePath(Root, path)} is out of date: run the tests with OURATEAMS_REWRITE=1 and look at the difference.\n{FirstDifference(found, expected)}");
    }

    private static string FirstDifference(string found, string expected)
    {
        string[] left = found.Split('\n');
        string[] right = expected.Split('\n');
        int line = Enumerable.Range(0, Math.Max(left.Length, right.Length)).FirstOrDefault(at => left.ElementAtOrDefault(at) != right.ElementAtOrDefault(at));
        return $"line {line + 1}\n  is:        {left.ElementAtOrDefault(line)}\n  should be: {right.ElementAtOrDefault(line)}";
    }

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
