using System.Text.Json.Nodes;

namespace OuraTeams.Sandbox.Documents;

/// <summary>Oura's <c>PublicSample</c>: values at even distances from a moment on.</summary>
internal static class Sample
{
    /// <summary>Makes one; the interval is in seconds, a null item is a gap.</summary>
    public static JsonObject Of(DateTimeOffset first, double interval, IEnumerable<double?> items)
    {
        var values = new JsonArray();
        foreach (var item in items)
        {
            values.Add((JsonNode?)item);
        }

        return new JsonObject { ["interval"] = interval, ["items"] = values, ["timestamp"] = Iso.Milliseconds(first) };
    }
}
