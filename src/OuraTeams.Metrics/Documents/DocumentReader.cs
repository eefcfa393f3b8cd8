using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using OuraTeams.Metrics.Catalogue;

namespace OuraTeams.Metrics.Documents;

/// <summary>Reads the metrics out of Oura's documents, of whichever generation: fields may be null, absent or new.</summary>
public static class DocumentReader
{
    private const string SleepKind = "sleep";
    private const int SecondsOfDay = 86400;
    private const string NotUnicode = "The document holds text that is not Unicode.";

    /// <summary>The longest sleep that can be: one that seems longer has times that can't be trusted.</summary>
    private static readonly TimeSpan LongestSleep = TimeSpan.FromHours(25);

    /// <summary>Reads a document.</summary>
    /// <param name="kind">Kind of document, as routes name it.</param>
    /// <param name="document">The document.</param>
    /// <param name="reading">What it says, when it can be used.</param>
    /// <param name="problem">Otherwise one sentence.</param>
    public static bool TryRead(
        string kind, JsonElement document, [NotNullWhen(true)] out DocumentReading? reading, [NotNullWhen(false)] out string? problem)
    {
        string? id;
        DateOnly? day;
        string dayMember = kind is "enhanced_tag" or "rest_mode_period" ? "start_day" : "day";
        try
        {
            (id, day) = (Text(document, "id"), Day(document, dayMember));
        }
        catch (InvalidOperationException)
        {
            reading = null;
            problem = NotUnicode;
            return false;
        }

        reading = null;
        if (!MetricCatalogue.ByDocumentKind.Contains(kind))
        {
            problem = $"No metric comes from {kind}.";
            return false;
        }

        problem = id is not { Length: > 0 } ? "id is missing." : day is null ? $"{dayMember} is not a day." : null;
        return problem is null && TryRead(kind, id!, day!.Value, document, out reading, out problem);
    }

    /// <summary>Reads a document whose id and day are known.</summary>
    /// <param name="kind">Kind of document, as routes name it.</param>
    /// <param name="id">Its id, or what stands for it.</param>
    /// <param name="day">Its day.</param>
    /// <param name="document">The document.</param>
    /// <param name="reading">What it says, when it can be used.</param>
    /// <param name="problem">Otherwise one sentence.</param>
    public static bool TryRead(
        string kind, string id, DateOnly day, JsonElement document, [NotNullWhen(true)] out DocumentReading? reading, [NotNullWhen(false)] out string? problem)
    {
        try
        {
            return TryReadValid(kind, id, day, document, out reading, out problem);
        }
        catch (InvalidOperationException)
        {
            // JSON may hold bytes or escapes that are no Unicode; System.Text.Json finds them only when the name or text is read.
            reading = null;
            problem = NotUnicode;
            return false;
        }
    }

    private static bool TryReadValid(
        string kind, string id, DateOnly day, JsonElement document, [NotNullWhen(true)] out DocumentReading? reading, [NotNullWhen(false)] out string? problem)
    {
        reading = null;
        if (!MetricCatalogue.ByDocumentKind.Contains(kind))
        {
            problem = $"No metric comes from {kind}.";
            return false;
        }

        if (document.ValueKind != JsonValueKind.Object)
        {
            problem = "The document is not an object.";
            return false;
        }

        DocumentRole role = Role(kind, document);
        int implausible = 0;
        var values = new List<(int Number, int Units)>();
        foreach (MetricDefinition metric in MetricCatalogue.ByDocumentKind[kind])
        {
            if (metric.Only is { } only && Text(document, only.Field) != only.Text)
            {
                continue;
            }

            (bool given, decimal? value) = Value(metric, document);
            if (!given)
            {
                continue;
            }

            int units = value is { } known ? metric.ToUnits(known) : MetricValue.Missing;
            if (units == MetricValue.Missing)
            {
                implausible++;
            }
            else
            {
                values.Add((metric.Number, units));
            }
        }

        (DateTimeOffset From, DateTimeOffset To)? span = kind == SleepKind ? Span(document) : null;
        reading = new DocumentReading
        {
            Kind = kind,
            DocumentId = id,
            Day = day,
            Version = Field(document, "meta.version") is { ValueKind: JsonValueKind.Number } version && version.TryGetInt64(out long number) ? number : null,
            Role = role,
            Span = span,
            Values = values,
            Implausible = implausible,
        };
        problem = null;
        return true;
    }

    private static (bool Given, decimal? Value) Value(MetricDefinition metric, JsonElement document)
    {
        if (metric.Reading == ValueReading.Count)
        {
            return (true, 1);
        }

        if (metric.Reading is ValueReading.Seconds or ValueReading.Days)
        {
            string[] ends = metric.Field.Split("..");
            return IsNull(document, ends[0]) || IsNull(document, ends[1])
                ? (false, null)
                : (true, metric.Reading == ValueReading.Seconds ? Seconds(document, ends[0], ends[1]) : Days(document, ends[0], ends[1]));
        }

        if (IsNull(document, metric.Field))
        {
            return (false, null);
        }

        JsonElement field = Field(document, metric.Field)!.Value;
        return (true, metric.Reading switch
        {
            ValueReading.Level => Text(document, metric.Field) is { } word && metric.Levels.Index().FirstOrDefault(level => level.Item == word) is { Item: not null } found
                ? found.Index + 1
                : null,
            ValueReading.TimeOfDay => Time(document, metric.Field) is { } time ? (time.Hour * 60) + time.Minute : null,
            ValueReading.MidnightOffset => Number(field) is { } seconds && Math.Abs(seconds) <= 2 * SecondsOfDay ? MinuteOfDay(seconds) : null,
            _ => Number(field),
        });
    }

    private static decimal? Number(JsonElement field) => field.ValueKind == JsonValueKind.Number && field.TryGetDecimal(out decimal number) ? number : null;

    /// <summary>Minutes since midnight, begun ones left out; what lies before midnight is the evening.</summary>
    private static decimal MinuteOfDay(decimal seconds) => Math.Floor((((seconds % SecondsOfDay) + SecondsOfDay) % SecondsOfDay) / 60);

    private static decimal? Seconds(JsonElement document, string first, string last) =>
        Time(document, first) is { } from && Time(document, last) is { } to ? (decimal)(to - from).TotalSeconds : null;

    private static decimal? Days(JsonElement document, string first, string last) =>
        Day(document, first) is { } from && Day(document, last) is { } to ? to.DayNumber - from.DayNumber + 1 : null;

    private static (DateTimeOffset From, DateTimeOffset To)? Span(JsonElement document) =>
        Time(document, "bedtime_start") is { } from && Time(document, "bedtime_end") is { } to && to - from >= TimeSpan.FromSeconds(1) && to - from <= LongestSleep ? (from, to) : null;

    private static DateOnly? Day(JsonElement document, string field) =>
        DateOnly.TryParseExact(Text(document, field), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day) ? day : null;

    private static bool IsNull(JsonElement document, string field) => Field(document, field) is not { } element || element.ValueKind == JsonValueKind.Null;

    /// <summary>A time with the wearer's own offset; one without any is taken as it stands.</summary>
    private static DateTimeOffset? Time(JsonElement document, string field) =>
        DateTimeOffset.TryParse(Text(document, field), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time) ? time : null;

    private static DocumentRole Role(string kind, JsonElement document) => kind != SleepKind
        ? MetricCatalogue.AllCount(kind) ? DocumentRole.Each : DocumentRole.Daily
        : Text(document, "type") switch
    {
        "long_sleep" => DocumentRole.LongSleep,
        "sleep" or "late_nap" => DocumentRole.ShortSleep,
        _ => DocumentRole.Ignored,
    };

    private static string? Text(JsonElement document, string name) =>
        document.ValueKind == JsonValueKind.Object && document.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static JsonElement? Field(JsonElement document, string path)
    {
        JsonElement element = document;
        foreach (Range part in path.AsSpan().Split('.'))
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(path.AsSpan(part), out element))
            {
                return null;
            }
        }

        return element;
    }
}
