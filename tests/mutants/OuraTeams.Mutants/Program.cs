using System.Diagnostics;
using System.Globalization;
using OuraTeams.Mutants;

// Arguments: the copy of the sources, the file that gets a line for each mutant, how many mutants to try (0 is all), the
// seed of the choice, how many at a time, and the files and folders of OuraTeams.Grains whose rules are mutated.
if (args.Length < 6)
{
    Console.Error.WriteLine("usage: OuraTeams.Mutants <copy> <report> <sample> <seed> <at once> <file or folder>...");
    return 2;
}

const double LeastPercent = 90;
string copy = Path.GetFullPath(args[0]);
int[] numbers = [.. args[2..5].Select(text => int.Parse(text, CultureInfo.InvariantCulture))];
var tree = new MutatedTree(copy);
IReadOnlyList<Mutant> mutants = tree.Build(args[5..]);
var tests = new TestRun(tree.Tests);
Coverage coverage = await Coverage.MeasureAsync(tests, copy);
var random = new Random(numbers[1]);
Mutant[] tried = [.. mutants.OrderBy(_ => random.Next()).Take(numbers[0] == 0 ? mutants.Count : numbers[0]).OrderBy(mutant => mutant.Id)];
Console.Error.WriteLine($"The classes of tests take {coverage.Time.TotalSeconds:0} s one after the other. Trying {tried.Length} of {mutants.Count} mutants.");

var killers = new Dictionary<int, string>();
bool Unreached(Mutant mutant) => coverage.Groups(mutant.Id).Count == 0;
string Line(Mutant mutant) => killers.TryGetValue(mutant.Id, out string? killer)
    ? $"killed    {mutant.File}:{mutant.Line}  {mutant.Change}  [{killer}]"
    : $"survived  {mutant.File}:{mutant.Line}  {mutant.Change}{(Unreached(mutant) ? "  (no test comes here)" : "")}";
File.WriteAllText(args[1], "");
long begun = Stopwatch.GetTimestamp();
int done = 0;
await Parallel.ForEachAsync(tried, new ParallelOptions { MaxDegreeOfParallelism = numbers[2] }, async (mutant, _) =>
{
    string? failure = null;
    foreach ((IReadOnlyList<string> names, TimeSpan time) in coverage.Groups(mutant.Id))
    {
        failure ??= await tests.FailureAsync(
            names, (MutantSwitchSource.Active, mutant.Id.ToString(CultureInfo.InvariantCulture)), (time * 3) + TimeSpan.FromSeconds(10));
    }

    lock (killers)
    {
        if (failure is not null)
        {
            killers[mutant.Id] = failure;
        }

        // All lines come again at the end, in their order.
        File.AppendAllText(args[1], Line(mutant) + "\n");
        if (++done % 100 == 0)
        {
            Console.Error.WriteLine($"{done} tried in {Stopwatch.GetElapsedTime(begun).TotalSeconds:0} s, {killers.Count} killed.");
        }
    }
});

Mutant[] survivors = [.. tried.Where(mutant => !killers.ContainsKey(mutant.Id))];
File.WriteAllLines(args[1], tried.Select(Line));
foreach (Mutant mutant in survivors)
{
    Console.WriteLine(Line(mutant));
}

foreach (IGrouping<string, Mutant> file in tried.GroupBy(mutant => mutant.File))
{
    Console.WriteLine($"{file.Key}: {file.Count(mutant => killers.ContainsKey(mutant.Id))} of {file.Count()} killed");
}

double percent = 100.0 * killers.Count / Math.Max(1, tried.Length);
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{killers.Count} of {tried.Length} mutants killed: {percent:0.0} %. {survivors.Length} survived, {survivors.Count(Unreached)} of them because no test comes there; {tree.Rejected} could not be compiled and don't count. {Stopwatch.GetElapsedTime(begun).TotalSeconds:0} s."));
return percent >= LeastPercent ? 0 : 1;
