using System.Diagnostics.Metrics;

namespace OuraTeams.EndToEnd;

/// <summary>Writes the table of our instruments for <c>docs/observability.md</c>: from the code, and the labels from a scrape.</summary>
internal static class InstrumentTable
{
    /// <summary>Every instrument of ours that this process has, by name.</summary>
    public static IReadOnlyList<Instrument> Instruments()
    {
        var found = new List<Instrument>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Name.StartsWith("OuraTeams.", StringComparison.Ordinal))
                {
                    found.Add(instrument);
                }
            },
        };
        listener.Start();
        return [.. found.DistinctBy(instrument => instrument.Name).OrderBy(instrument => instrument.Name, StringComparer.Ordinal)];
    }

    /// <summary>The table.</summary>
    public static string Write(IReadOnlyList<Instrument> instruments, Scrape scrape) => string.Join(
        '\n',
        [
            "| Instrument | In Prometheus | Kind | Unit | Labels | What it is |",
            "|---|---|---|---|---|---|",
            .. instruments.Select(instrument =>
                $"| `{instrument.Name}` | `{PrometheusName(instrument)}` | {Kind(instrument)} | `{instrument.Unit}` | {Labels(instrument, scrape)} | {instrument.Description} |"),
        ]);

    /// <summary>What the Prometheus exporter makes of a name.</summary>
    public static string PrometheusName(Instrument instrument)
    {
        string name = instrument.Name.Replace('.', '_') + (instrument.Unit == "s" ? "_seconds" : "");
        return Kind(instrument) == "counter" ? $"{name}_total" : name;
    }

    private static string Kind(Instrument instrument) => instrument.GetType().Name.Split('`')[0] switch
    {
        "Counter" => "counter",
        "Histogram" => "histogram",
        "UpDownCounter" or "ObservableGauge" => "gauge",
        string other => throw new InvalidOperationException($"{instrument.Name} is a {other}."),
    };

    private static string Labels(Instrument instrument, Scrape scrape)
    {
        string name = PrometheusName(instrument);
        string[] labels = [.. scrape.All
            .Where(series => series.Name == name || series.Name == $"{name}_count")
            .SelectMany(series => series.Labels.Keys)
            .Distinct()
            .Order(StringComparer.Ordinal)];
        return labels.Length == 0 ? "" : string.Join(", ", labels.Select(label => $"`{label}`"));
    }
}
