namespace OuraTeams.Sandbox.Simulation;

/// <summary>A straight line between two points, from which scores are read.</summary>
internal static class Line
{
    /// <summary>The value at <paramref name="x"/> of the line through the two points, flat beyond them.</summary>
    public static double At(double x, double x0, double y0, double x1, double y1)
    {
        var share = Math.Clamp((x - x0) / (x1 - x0), 0, 1);
        return y0 + (share * (y1 - y0));
    }

    /// <summary>The value as a score, a whole number from 1 to 100.</summary>
    public static int Score(double value) => (int)Math.Clamp(Math.Round(value), 1, 100);
}
