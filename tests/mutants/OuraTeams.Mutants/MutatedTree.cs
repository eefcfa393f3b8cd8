using System.Diagnostics;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace OuraTeams.Mutants;

/// <summary>A copy of the sources whose rules hold their mutants, and the tests that are built over it.</summary>
/// <param name="root">The copy.</param>
internal sealed partial class MutatedTree(string root)
{
    private const string Project = "OuraTeams.Grains";
    private const int MostBuilds = 12;

    private readonly HashSet<int> _rejected = [];
    private List<Mutant> _mutants = [];

    /// <summary>The tests' executable.</summary>
    public string Tests => Path.Combine(root, "artifacts", "bin", $"{Project}.Tests", "debug", $"{Project}.Tests");

    /// <summary>How many mutants could not be compiled.</summary>
    public int Rejected => _rejected.Count;

    private string Source => Path.Combine(root, "src", Project);

    /// <summary>Writes the mutated files and builds, again without the mutants that the compiler refuses.</summary>
    /// <param name="paths">Files and folders below the project.</param>
    /// <returns>The mutants that are in.</returns>
    public IReadOnlyList<Mutant> Build(IReadOnlyList<string> paths)
    {
        var originals = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (string file in paths.SelectMany(Files))
        {
            originals[file] = File.ReadAllText(Path.Combine(Source, file));
        }

        for (int build = 1; build <= MostBuilds; build++)
        {
            Write(originals);
            Console.Error.WriteLine($"Building {_mutants.Count} mutants of {originals.Count} files ({_rejected.Count} could not be compiled).");
            IReadOnlyList<(string File, int Line)> errors = Compile($"src/{Project}", out string output);
            if (errors.Count == 0)
            {
                return Compile($"tests/{Project}.Tests", out output).Count == 0 && File.Exists(Tests) ? _mutants : throw new InvalidOperationException(output);
            }

            int before = _rejected.Count;
            foreach ((string file, int line) in errors)
            {
                Mutant[] own = [.. _mutants.Where(mutant => mutant.File == file)];
                Mutant[] there = [.. own.Where(mutant => mutant.Line == line)];
                there = there.Length > 0 ? there : [.. own.Where(mutant => mutant.Member.First <= line && line <= mutant.Member.Last)];
                _rejected.UnionWith(there.Select(mutant => mutant.Id));
            }

            if (_rejected.Count == before)
            {
                throw new InvalidOperationException(output);
            }
        }

        throw new InvalidOperationException($"After {MostBuilds} builds there are still mutants that can't be compiled.");
    }

    private IEnumerable<string> Files(string path)
    {
        string whole = Path.Combine(Source, path);
        return Directory.Exists(whole) ? Directory.EnumerateFiles(whole, "*.cs", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Source, file))
            : File.Exists(whole) ? [path]
            : throw new FileNotFoundException($"There is no {path} in {Project}.");
    }

    private void Write(SortedDictionary<string, string> originals)
    {
        _mutants = [];
        int next = 0;
        foreach ((string file, string text) in originals)
        {
            var mutator = new Mutator((node, change) =>
            {
                next++;
                if (_rejected.Contains(next))
                {
                    return null;
                }

                MemberDeclarationSyntax? member = node.FirstAncestorOrSelf<MemberDeclarationSyntax>();
                _mutants.Add(new Mutant(next, file, Line(node).First, member is null ? Line(node) : Line(member), $"{Short(node)} : {change}"));
                return next;
            });
            SyntaxNode rewritten = mutator.Visit(CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(LanguageVersion.Preview)).GetRoot());
            File.WriteAllText(Path.Combine(Source, file), rewritten.ToFullString());
        }

        File.WriteAllText(Path.Combine(Source, "MutantSwitch.cs"), MutantSwitchSource.Of(next));
    }

    private static (int First, int Last) Line(SyntaxNode node)
    {
        FileLinePositionSpan span = node.GetLocation().GetLineSpan();
        return (span.StartLinePosition.Line + 1, span.EndLinePosition.Line + 1);
    }

    private static string Short(SyntaxNode node)
    {
        string text = node.ToString().ReplaceLineEndings(" ");
        return text.Length > 70 ? text[..70] + "..." : text;
    }

    private List<(string File, int Line)> Compile(string project, out string output)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = root,
            RedirectStandardOutput = true,
            ArgumentList =
            {
                "build", project, "-m:1", "-nodeReuse:false", "-v:quiet", "-p:RunAnalyzers=false",
                "-p:TreatWarningsAsErrors=false", "-p:WarningLevel=0", "-p:GenerateDocumentationFile=false", "-clp:ErrorsOnly;NoSummary",
            },
        };
        using Process process = Process.Start(start)!;
        output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        string source = Source + Path.DirectorySeparatorChar;
        List<(string File, int Line)> errors = [.. Error().Matches(output)
            .Where(match => match.Groups[1].Value.StartsWith(source, StringComparison.Ordinal))
            .Select(match => (match.Groups[1].Value[source.Length..], int.Parse(match.Groups[2].Value, System.Globalization.CultureInfo.InvariantCulture)))
            .Distinct()];
        return process.ExitCode == 0 || errors.Count > 0 ? errors : throw new InvalidOperationException(output);
    }

    [GeneratedRegex(@"^\s*(/[^(\n]+)\((\d+),\d+\): error", RegexOptions.Multiline)]
    private static partial Regex Error();
}
