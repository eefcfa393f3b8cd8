using System.Diagnostics;
using System.Globalization;

namespace OuraTeams.Mutants;

/// <summary>Which class of tests comes by which mutants, and how long it takes.</summary>
internal sealed class Coverage
{
    /// <summary>A class that takes longer runs by itself, once the others have passed.</summary>
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(2);

    private readonly List<(string Name, TimeSpan Time, HashSet<int> Reached)> _classes = [];

    /// <summary>How long all classes take.</summary>
    public TimeSpan Time => _classes.Aggregate(TimeSpan.Zero, (sum, one) => sum + one.Time);

    /// <summary>Runs each class once, without a mutant. One that fails is left out and named.</summary>
    /// <param name="tests">The tests.</param>
    /// <param name="folder">Where a file may be written.</param>
    /// <returns>What was seen.</returns>
    public static async Task<Coverage> MeasureAsync(TestRun tests, string folder)
    {
        var coverage = new Coverage();
        foreach (string name in await tests.ClassesAsync())
        {
            string file = Path.Combine(folder, name + ".reached");
            long begun = Stopwatch.GetTimestamp();
            if (await tests.FailureAsync([name], (MutantSwitchSource.Reached, file), TimeSpan.FromMinutes(5)) is { } failure)
            {
                // It would seem to kill every mutant.
                Console.Error.WriteLine($"{name} is left out: without any mutant {failure} fails.");
                continue;
            }

            TimeSpan time = Stopwatch.GetElapsedTime(begun);
            coverage._classes.Add((name, time, File.Exists(file) ? [.. File.ReadLines(file).Select(line => int.Parse(line, CultureInfo.InvariantCulture))] : []));
        }

        return coverage;
    }

    /// <summary>The classes that come by a mutant, in groups that are worth a process of their own.</summary>
    /// <param name="mutant">Its number.</param>
    /// <returns>The names and how long the group takes without a mutant.</returns>
    public IReadOnlyList<(IReadOnlyList<string> Names, TimeSpan Time)> Groups(int mutant) =>
        [.. _classes.Where(one => one.Reached.Contains(mutant))
            .GroupBy(one => one.Time < Long ? "" : one.Name)
            .Select(group => ((IReadOnlyList<string>)[.. group.Select(one => one.Name)], group.Aggregate(TimeSpan.Zero, (sum, one) => sum + one.Time)))
            .OrderBy(group => group.Item2)];
}
