namespace OuraTeams.Deploy.Tests;

/// <summary>How a program ended and what it wrote.</summary>
internal sealed record ToolResult(int ExitCode, string Output, string Error)
{
    /// <summary>What it wrote to both.</summary>
    public string All => Output + Error;

    /// <summary>What it printed; fails unless it ended well.</summary>
    public string Succeeded()
    {
        Assert.True(ExitCode == 0, $"Exit code {ExitCode}: {All}");
        return Output;
    }
}
