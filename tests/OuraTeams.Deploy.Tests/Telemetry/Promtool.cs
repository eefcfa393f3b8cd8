using System.ComponentModel;
using System.Diagnostics;

namespace OuraTeams.Deploy.Tests;

/// <summary>Prometheus' own checker of rules.</summary>
internal static class Promtool
{
    /// <summary>Runs it.</summary>
    /// <returns>Whether it is content, and all that it said.</returns>
    public static async Task<(bool Content, string Said)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("promtool", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using Process promtool = Process.Start(start)!;
            string[] said = await Task.WhenAll(promtool.StandardOutput.ReadToEndAsync(), promtool.StandardError.ReadToEndAsync());
            await promtool.WaitForExitAsync();
            return (promtool.ExitCode == 0, string.Concat(said));
        }
        catch (Win32Exception)
        {
            throw new InvalidOperationException("promtool is missing; it is in the Debian package prometheus.");
        }
    }

    /// <summary>Has it check expressions.</summary>
    public static async Task<(bool Content, string Said)> ParseAsync(IEnumerable<string> expressions)
    {
        string file = Path.GetTempFileName();
        try
        {
            await File.WriteAllLinesAsync(
                file,
                ["groups:", "- name: expressions", "  rules:", .. expressions.SelectMany((text, index) => new[] { $"  - record: expression{index}", $"    expr: '{text.Replace("'", "''", StringComparison.Ordinal)}'" })]);
            return await RunAsync("check", "rules", file);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
