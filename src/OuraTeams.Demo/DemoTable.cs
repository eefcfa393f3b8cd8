using System.Globalization;
using OuraTeams.Metrics.Catalogue;
using OuraTeams.Protocol.V1;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace OuraTeams.Demo;

/// <summary>The table of the terminal: the newest summary, and which way it moved.</summary>
internal sealed class DemoTable
{
    /// <summary>What a coach looks at first.</summary>
    private static readonly string[] Shown =
    [
        "sleep_score", "readiness_score", "activity_score", "total_sleep_duration", "deep_sleep_duration", "rem_sleep_duration",
        "sleep_efficiency", "average_hrv", "lowest_heart_rate", "average_breath", "temperature_deviation", "steps", "active_calories", "high_activity_time",
    ];

    /// <summary>Columns of a terminal that has room for all percentiles.</summary>
    private const int WideTable = 92;

    private readonly Dictionary<string, double> _before = [];
    private readonly Dictionary<string, string> _moved = [];

    /// <summary>Answers over gRPC so far.</summary>
    public int Updates { get; private set; }

    /// <summary>The newest summary.</summary>
    public TeamSummary? Summary { get; private set; }

    /// <summary>Takes a new summary.</summary>
    public void Take(TeamSummary summary)
    {
        if (Summary is not null && Summary.Day != summary.Day)
        {
            _before.Clear();
            _moved.Clear();
        }

        Summary = summary;
        Updates++;
        foreach (MetricAggregate metric in summary.Metrics)
        {
            double mean = metric.Aggregate.Mean;
            if (_before.TryGetValue(metric.MetricId, out double before) && before != mean)
            {
                _moved[metric.MetricId] = mean > before ? "[green]▲[/]" : "[red]▼[/]";
            }
            else
            {
                _moved.Remove(metric.MetricId);
            }

            _before[metric.MetricId] = mean;
        }
    }

    /// <summary>Draws it.</summary>
    /// <param name="connected">Members connected so far.</param>
    /// <param name="meters">Rates.</param>
    /// <param name="notes">Lines below the table.</param>
    public IRenderable Draw(int connected, DemoMeters meters, IEnumerable<string> notes)
    {
        var table = new Table { Border = TableBorder.Horizontal };
        table.AddColumn(new TableColumn("Metric").NoWrap().PadLeft(0));
        bool wide = AnsiConsole.Profile.Width >= WideTable;
        foreach (string column in wide ? (string[])["n", "mean", "", "min", "p10", "p25", "p50", "p75", "p90", "max"] : ["n", "mean", "", "min", "p25", "p50", "p75", "max"])
        {
            table.AddColumn(new TableColumn(column).RightAligned().NoWrap().Padding(column.Length == 0 ? 0 : 1, 0, 0, 0));
        }

        foreach (string id in Shown)
        {
            MetricDefinition metric = MetricCatalogue.Find(id)!;
            Protocol.V1.Aggregate? aggregate = Summary?.Metrics.FirstOrDefault(known => known.MetricId == id)?.Aggregate;
            string name = $"{metric.Name} [grey]{Unit(metric)}[/]";
            if (aggregate is null)
            {
                table.AddRow(name, "0", "-");
                continue;
            }

            double[] numbers = wide
                ? [aggregate.Min, aggregate.P10, aggregate.P25, aggregate.P50, aggregate.P75, aggregate.P90, aggregate.Max]
                : [aggregate.Min, aggregate.P25, aggregate.P50, aggregate.P75, aggregate.Max];
            table.AddRow([
                name,
                aggregate.Count.ToString(CultureInfo.InvariantCulture),
                $"[bold]{Mean(metric, aggregate.Mean)}[/]",
                _moved.GetValueOrDefault(id, ""),
                .. numbers.Select(number => Number(metric, number))]);
        }

        string lag = meters.Lag is { } measured
            ? string.Create(CultureInfo.InvariantCulture, $"{measured.Median:0.0} s median, {measured.Greatest:0.0} s at most")
            : "-";
        string head = string.Create(
            CultureInfo.InvariantCulture,
            $"[bold]Demo Club · First team[/]   {Summary?.Day ?? "-"}   members connected [bold]{connected}[/], reporting [bold]{Summary?.ReportingCount ?? 0}[/]");
        string rates = string.Create(
            CultureInfo.InvariantCulture,
            $"events [bold]{meters.Rate:0.0}[/] a second ({meters.Events} so far)   updates over gRPC [bold]{Updates}[/]");
        string delay = $"from webhook to aggregate [bold]{lag}[/]";
        return new Rows([new Markup(head), new Markup(rates), new Markup(delay), table, .. notes.Select(note => new Markup($"[grey]{Markup.Escape(note)}[/]"))]);
    }

    private static string Unit(MetricDefinition metric) => metric.Unit switch
    {
        "1" or "{step}" => "",
        "s" => "h:mm",
        "Cel" => "°C",
        _ => metric.Unit.Trim('{', '}'),
    };

    private static string Number(MetricDefinition metric, double value)
    {
        if (metric.Unit == "s")
        {
            var time = TimeSpan.FromSeconds(value);
            return string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours}:{time.Minutes:00}");
        }

        return value.ToString(metric.Resolution >= 1 ? "0" : "0.00", CultureInfo.InvariantCulture);
    }

    /// <summary>A mean of whole numbers gets one digit more than they have.</summary>
    private static string Mean(MetricDefinition metric, double value) =>
        metric.Unit != "s" && metric.Resolution >= 1 ? value.ToString("0.0", CultureInfo.InvariantCulture) : Number(metric, value);
}
