using System.Globalization;

namespace OuraTeams.Simulation;

/// <summary>How large a simulation is: small by default, as large as the environment says on demand (tests/simulate.sh).</summary>
internal static class Size
{
    /// <summary>A number that a variable of the environment may replace.</summary>
    public static int Of(string variable, int usually) =>
        Environment.GetEnvironmentVariable($"OURATEAMS_SIMULATION_{variable}") is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : usually;
}
