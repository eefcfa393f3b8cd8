using System.Diagnostics;

namespace OuraTeams.Mutants;

/// <summary>Runs classes of tests, with a mutant on or with none.</summary>
/// <param name="executable">The tests.</param>
internal sealed class TestRun(string executable)
{
    /// <summary>The names of all classes of tests.</summary>
    /// <returns>They, in their order.</returns>
    public async Task<IReadOnlyList<string>> ClassesAsync()
    {
        (_, string output) = await RunAsync(["-list", "classes"], ("DOTNET_NOLOGO", "1"), TimeSpan.FromMinutes(1));
        return [.. output.Split('\n', StringSplitOptions.TrimEntries).Where(line => line.StartsWith("OuraTeams.", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
    }

    /// <summary>Runs the tests of some classes until one fails.</summary>
    /// <param name="classes">The classes.</param>
    /// <param name="variable">A variable of the environment, and its value.</param>
    /// <param name="limit">How long they may take.</param>
    /// <returns>The name of the test that failed, the last line if the process failed otherwise; null when all passed.</returns>
    public async Task<string?> FailureAsync(IEnumerable<string> classes, (string Name, string Value) variable, TimeSpan limit)
    {
        (int? code, string output) = await RunAsync(["-noColor", "-stopOnFail", .. classes.SelectMany(name => new[] { "-class", name })], variable, limit);
        string[] lines = output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return code == 0 ? null
            : code is null ? $"no end within {limit.TotalSeconds:0} s"
            : lines.FirstOrDefault(line => line.EndsWith("[FAIL]", StringComparison.Ordinal))?[..^"[FAIL]".Length].Trim() ?? lines.LastOrDefault() ?? "";
    }

    private async Task<(int? Code, string Output)> RunAsync(string[] arguments, (string Name, string Value) variable, TimeSpan limit)
    {
        var start = new ProcessStartInfo(executable, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { [variable.Name] = variable.Value },
        };
        using Process process = Process.Start(start)!;
        using var end = new CancellationTokenSource(limit);
        Task<string[]> read = Task.WhenAll(process.StandardOutput.ReadToEndAsync(CancellationToken.None), process.StandardError.ReadToEndAsync(CancellationToken.None));
        try
        {
            await process.WaitForExitAsync(end.Token);
            return (process.ExitCode, string.Concat(await read));
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            return (null, "");
        }
    }
}
