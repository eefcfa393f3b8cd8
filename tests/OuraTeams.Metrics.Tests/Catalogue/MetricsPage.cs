using System.Globalization;
using System.Text;
using OuraTeams.Metrics.Catalogue;
using OuraTeams.Oura.Kinds;
using OuraTeams.Oura.OAuth;

namespace OuraTeams.Metrics.Tests;

/// <summary>Writes <c>docs/metrics.md</c> from the catalogue.</summary>
internal static class MetricsPage
{
    private static readonly (DayCombination Combination, string Word, string Meaning)[] Combinations =
    [
        (DayCombination.Current, "current", "the one current document, the one that was read last, gives it"),
        (DayCombination.Night, "night", "the night gives it, the longest `long_sleep`"),
        (DayCombination.SumOutsideNight, "other sleeps", "the sum over the sleeps that are not the night"),
        (DayCombination.Sum, "sum", "the sum over all documents"),
        (DayCombination.Derived, "derived", "it is worked out from other numbers of the day and of the member"),
        (DayCombination.RowsOfDay, "rows of the day", "the time series' rows from midnight to midnight give it"),
        (DayCombination.RowsOfNight, "rows of the night", "the time series' rows in the night give it"),
    ];

    /// <summary>The whole page.</summary>
    /// <param name="command">The command that writes it.</param>
    public static string Write(string command)
    {
        var page = new StringBuilder();
        string combinations = string.Join('\n', Combinations.Select(known => $"  - *{known.Word}*: {known.Meaning}."));
        page.Append(Intro(command, combinations)).Append("\n\n");
        page.Append("| No. | Id | Name | Unit | Resolution | Range | Better | Consent | Source | Scope | Of a day | What it is |\n");
        page.Append("|---|---|---|---|---|---|---|---|---|---|---|---|\n");
        foreach (MetricDefinition metric in MetricCatalogue.All)
        {
            page.Append(CultureInfo.InvariantCulture, $"| {string.Join(" | ", Cells(metric))} |\n");
        }

        return page.ToString();
    }

    private static string Intro(string command, string combinations) => $$"""
        # Metrics

        One number a day for each member. This page is written from the catalogue (`src/OuraTeams.Metrics/Catalogue`), the only place that knows a metric; `ListMetrics` serves the same over gRPC. After a change of the catalogue write it anew:

        ```sh
        {{command}}
        ```

        - **Unit** is UCUM's, `1` for plain numbers. Values are whole steps of the **resolution**; what lies outside of the **range** is missing, and missing is never zero.
        - **Better** says which way it is better, if there is one.
        - **Consent** is the class that a member agrees to share as a whole.
        - **Source** is Oura's kind of document or time series and the field in it; **scope** is what a member has to grant for it. Oura gives `research`, and with it `interbeat_interval`, to partners only.
        - **Of a day** says how a day's documents or rows become the one number:
        {{combinations}}

        ## Time series

        Rows are folded as they stream in, into the day's numbers and figures an hour (rows, mean, least, greatest; RMSSD and SDNN of intervals), and not kept.

        - Rows are in UTC. Their day is the wearer's: an instant has the offset of the last going to bed or getting up at or before it, as sleep documents tell it; before the first known night the offset of that; without any night it is UTC. So a change of the clocks counts from the end of its night on, a journey from the next going to bed on.
        - The night is the day's longest `long_sleep`, from `bedtime_start` to `bedtime_end`, whatever the rows call their source.
        - Rows of one time that say the same count once. Their order doesn't matter. A row without a time or with a value that can't be is skipped and counted, and so is an hour with more than 20,000 different rows.
        - Heart rate: 20 to 250 beats a minute. The mean is one of measurements, and Oura measures more often in workouts.
        - Intervals: validity 1 (good) and 3 (corrected) count, from 200 to 2,000 ms. RMSSD takes the difference of two that follow each other with no other row between them, and no further apart than one and a half times the longer one. SDNN divides by one less than the number of intervals.
        - Battery: a ring that charges is taken to charge until the next row, when that comes within an hour; the time counts to the day in which it begins.

        ## The catalogue
        """;

    private static IEnumerable<string> Cells(MetricDefinition metric) =>
    [
        metric.Number.ToString(CultureInfo.InvariantCulture),
        $"`{metric.Id}`",
        metric.Name,
        $"`{metric.Unit}`",
        metric.Resolution.ToString(CultureInfo.InvariantCulture),
        string.Create(CultureInfo.InvariantCulture, $"{metric.Minimum} to {metric.Maximum}{(metric.Period is null ? "" : ", round")}"),
        metric.Direction switch { MetricDirection.Higher => "higher", MetricDirection.Lower => "lower", _ => "" },
        metric.ConsentClass.ToString(),
        $"{metric.DocumentKind} `{metric.Field}`{(metric.Only is var (field, text) ? $" where `{field}` is `{text}`" : "")}{(IsAgeNeeded(metric) ? ", personal_info `age`" : "")}",
        string.Join(", ", metric.MadeOf.Select(name => $"`{OuraKind.All.Single(kind => kind.Name == name).Scope ?? OuraScopes.Personal}`")),
        Combinations.Single(known => known.Combination == metric.Combination).Word,
        metric.Description,
    ];

    /// <summary>The one metric that is worked out takes the member's age.</summary>
    private static bool IsAgeNeeded(MetricDefinition metric) => metric.Combination == DayCombination.Derived;
}
