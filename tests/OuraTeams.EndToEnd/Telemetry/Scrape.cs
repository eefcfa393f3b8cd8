using System.Text.RegularExpressions;

namespace OuraTeams.EndToEnd;

/// <summary>What a server exposes for Prometheus at one moment, in the text format.</summary>
internal sealed partial class Scrape
{
    private static readonly HttpClient Http = new();

    private Scrape(IReadOnlyList<Series> series) => All = series;

    public IReadOnlyList<Series> All { get; }

    /// <summary>Scrapes a server.</summary>
    public static async Task<Scrape> OfAsync(ServerSettings settings) => new(Read(await Http.GetStringAsync(new Uri(settings.Admin, "/metrics"))));

    /// <summary>The sum of a metric over the series that have some labels.</summary>
    public double Sum(string name, params (string Key, string Value)[] labels) => All
        .Where(series => series.Name == name && labels.All(label => series.Labels.GetValueOrDefault(label.Key) == label.Value))
        .Sum(series => series.Value);

    /// <summary>Those of some names that stand in a value of a label.</summary>
    public IReadOnlyList<string> Naming(IReadOnlyList<string> names)
    {
        string[] values = [.. All.SelectMany(series => series.Labels.Values).Distinct()];
        return [.. names.Where(name => values.Any(value => value.Contains(name, StringComparison.OrdinalIgnoreCase)))];
    }

    /// <summary>
    /// What is here and was not in earlier scrapes. A histogram's buckets are many for one new outcome: they count once. The queues are 32,
    /// whoever joins: a series that differs from a known one in its queue alone does not count.
    /// </summary>
    public IReadOnlyList<string> MetSince(params IEnumerable<Scrape> earlier)
    {
        HashSet<string> known = [.. earlier.SelectMany(scrape => scrape.All).Select(Kind)];
        return [.. All.Select(Kind).Where(kind => !known.Contains(kind)).Distinct()];
    }

    private static string Kind(Series series) => HistogramPart().Replace(
        (series with { Labels = series.Labels.Where(label => label.Key is not ("le" or "queue" or "partition")).ToDictionary() }).Key,
        "{");

    private static List<Series> Read(string text) =>
        [.. text.Split('\n').Where(line => line.Length > 0 && line[0] != '#').Select(line => Line().Match(line)).Select(line => line.Success
            ? new Series(
                line.Groups["name"].Value,
                Label().Matches(line.Groups["labels"].Value).ToDictionary(label => label.Groups["key"].Value, label => label.Groups["value"].Value),
                line.Groups["value"].Value.Contains("Inf", StringComparison.Ordinal) ? double.PositiveInfinity : double.Parse(line.Groups["value"].Value, System.Globalization.CultureInfo.InvariantCulture))
            : throw new FormatException($"No series: {line}"))];

    [GeneratedRegex("^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(\\{(?<labels>.*)\\})? (?<value>[^ ]+)( [0-9.]+)?$")]
    private static partial Regex Line();

    [GeneratedRegex("(?<key>[a-zA-Z_][a-zA-Z0-9_]*)=\"(?<value>(?:[^\"\\\\]|\\\\.)*)\"")]
    private static partial Regex Label();

    [GeneratedRegex("_(bucket|sum|count)\\{")]
    private static partial Regex HistogramPart();

    /// <summary>One series.</summary>
    internal sealed record Series(string Name, IReadOnlyDictionary<string, string> Labels, double Value)
    {
        /// <summary>Name and labels.</summary>
        public string Key => $"{Name}{{{string.Join(',', Labels.OrderBy(label => label.Key, StringComparer.Ordinal).Select(label => $"{label.Key}={label.Value}"))}}}";
    }
}
