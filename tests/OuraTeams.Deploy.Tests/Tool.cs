using System.Diagnostics;

namespace OuraTeams.Deploy.Tests;

/// <summary>The real programs: helm, kubectl, buf and node, as <c>tools/install.sh</c> brings them.</summary>
internal static class Tool
{
    /// <summary>Folder of the programs and of node's packages.</summary>
    public static string Folder { get; } = Find();

    /// <summary>Runs helm.</summary>
    public static Task<ToolResult> HelmAsync(params string[] arguments) => RunAsync(Path.Combine(Folder, "bin", "helm"), arguments);

    /// <summary>Runs kubectl. There is no cluster: only what works on files.</summary>
    public static Task<ToolResult> KubectlAsync(params string[] arguments) => RunAsync(Path.Combine(Folder, "bin", "kubectl"), arguments);

    /// <summary>Runs buf in the folder of the protocol.</summary>
    public static Task<ToolResult> BufAsync(string folder, params string[] arguments) => RunAsync(Path.Combine(Folder, "bin", "buf"), arguments, folder);

    /// <summary>Runs a module beside the packages, so that it finds them.</summary>
    public static async Task<ToolResult> NodeAsync(string module, params string[] arguments) =>
        await RunAsync("node", ["--input-type=module", "-", .. arguments], Folder, await File.ReadAllTextAsync(module));

    /// <summary>Runs a program to its end.</summary>
    public static async Task<ToolResult> RunAsync(string program, string[] arguments, string? folder = null, string input = "")
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? Repository.Root,
        };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return new ToolResult(process.ExitCode, await output, await error);
    }

    private static string Find()
    {
        string folder = Path.Combine(Environment.GetEnvironmentVariable("ArtifactsPath") ?? Repository.At("artifacts"), "tools");
        return File.Exists(Path.Combine(folder, "installed"))
            ? folder
            : throw new InvalidOperationException("The tools are missing: run tests/OuraTeams.Deploy.Tests/tools/install.sh.");
    }
}
