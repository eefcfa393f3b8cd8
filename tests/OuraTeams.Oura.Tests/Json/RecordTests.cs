using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using OuraTeams.Oura.Documents;
using OuraTeams.Oura.Documents.Sleep;
using OuraTeams.Oura.Http;
using OuraTeams.Oura.Json;
using OuraTeams.Oura.Kinds;

namespace OuraTeams.Oura.Tests;

public sealed class RecordTests
{
    public static TheoryData<string> Kinds => [.. OuraKind.All.Select(kind => kind.Name)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_full_document_comes_back_whole(string name)
    {
        OuraKind kind = Kind(name);

        Assert.Empty(RoundTrip.Losses(kind, Samples.Of(kind)));
        Assert.Null(((OpenRecord)Samples.Of(kind).Deserialize(RoundTrip.Json(kind))!).Unknown);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_nullable_member_may_be_null_or_missing(string name)
    {
        OuraKind kind = Kind(name);
        string[] nullable = [.. RoundTrip.Json(kind).Properties
            .Where(property => property is { IsExtensionData: false, IsRequired: false })
            .Select(property => property.Name)];
        JsonObject nulls = JsonSerializer.SerializeToNode(Samples.Of(kind))!.AsObject();
        JsonObject missing = nulls.DeepClone().AsObject();
        foreach (string member in nullable)
        {
            nulls[member] = null;
            missing.Remove(member);
        }

        Assert.Empty(RoundTrip.Losses(kind, Element(nulls)));
        Assert.Empty(RoundTrip.Losses(kind, Element(missing)));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Unknown_members_and_unknown_values_of_enums_are_kept(string name)
    {
        OuraKind kind = Kind(name);
        Gen<JsonNode?> value = Gen.OneOf(
            Gen.Int.Select(number => (JsonNode?)number),
            Gen.Double[-1e6, 1e6].Select(number => (JsonNode?)number),
            Gen.String[Gen.Char.AlphaNumeric, 0, 12].Select(text => (JsonNode?)text),
            Gen.Bool.Select(truth => (JsonNode?)truth),
            Gen.Int.Array[0, 3].Select(numbers => (JsonNode?)new JsonArray([.. numbers.Select(number => (JsonNode?)number)])),
            Gen.Int.Select(number => (JsonNode?)new JsonObject { ["deep"] = number, ["deeper"] = new JsonObject { ["null"] = null } }),
            Gen.Const(() => (JsonNode?)null));
        Gen.Select(Gen.String[Gen.Char.AlphaNumeric, 1, 8].Select(text => "new " + text), value, Gen.String[Gen.Char.AlphaNumeric, 0, 9], Gen.Int).Sample(
            (member, content, text, place) =>
            {
                JsonObject document = JsonSerializer.SerializeToNode(Samples.Of(kind))!.AsObject();
                JsonObject[] objects = [.. Objects(document)];
                objects[(place & int.MaxValue) % objects.Length][member] = content;
                foreach (string open in RoundTrip.Json(kind).Properties.Where(property => IsOpenEnum(property.PropertyType)).Select(property => property.Name))
                {
                    document[open] = "new " + text;
                }

                Assert.Empty(RoundTrip.Losses(kind, Element(document)));
            },
            iter: 300,
            threads: 1);
    }

    [Fact]
    public void An_unknown_value_is_its_text_and_no_value()
    {
        JsonObject document = JsonSerializer.SerializeToNode(Samples.Of("sleep"))!.AsObject();
        document["type"] = "siesta";

        SleepPeriod period = DocumentKind.Sleep.Read(Element(document));

        Assert.Equal("siesta", period.Type?.Text);
        Assert.Null(period.Type?.Known);
        Assert.NotEqual(SleepType.Sleep, period.Type);
        Assert.Equal(SleepType.LongSleep, DocumentKind.Sleep.Read(Samples.Of("sleep")).Type?.Known);
        Assert.Equal(SleepType.LongSleep, DocumentKind.Sleep.Read(Samples.Of("sleep")).Type);
    }

    [Fact]
    public void Members_are_where_they_belong_and_keep_their_offset()
    {
        SleepPeriod period = DocumentKind.Sleep.Read(Samples.Of("sleep"));

        Assert.Equal(new DateOnly(2026, 3, 2), period.Day);
        Assert.True(new DateTimeOffset(2026, 3, 1, 23, 10, 30, TimeSpan.FromHours(2)).EqualsExact(period.BedtimeStart));
        Assert.Equal([61.5, null, 58], period.HeartRate!.Items);
        Assert.Equal(("1121", "421", "4421", "422"), (period.Movement30Sec, period.SleepPhase5Min, period.SleepPhase30Sec, period.AppSleepPhase5Min));
        Assert.Equal(("0012345", -900), (DocumentKind.DailyActivity.Read(Samples.Of("daily_activity")).Class5Min, DocumentKind.DailyActivity.Read(Samples.Of("daily_activity")).MetersToTarget));
        Assert.Null(period.Readiness!.Contributors.HrvBalance);
    }

    [Theory]
    [InlineData("2026-03-01T10:00:00", "2026-03-01T10:00:00+00:00")]
    [InlineData("2026-03-01T10:00:00.1234567", "2026-03-01T10:00:00.1234567+00:00")]
    [InlineData("2026-03-01T10:00:00Z", "2026-03-01T10:00:00+00:00")]
    [InlineData("2026-03-01T10:00:00.000-07:00", "2026-03-01T10:00:00-07:00")]
    public void A_time_without_an_offset_is_UTC_and_any_other_keeps_its_own(string text, string expected)
    {
        JsonObject document = JsonSerializer.SerializeToNode(Samples.Of("tag"))!.AsObject();
        document["timestamp"] = text;

        DateTimeOffset read = DocumentKind.Tag.Read(Element(document)).Timestamp;

        Assert.True(DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture).EqualsExact(read));
    }

    [Fact]
    public void A_night_that_goes_on_has_no_end()
    {
        JsonObject document = JsonSerializer.SerializeToNode(Samples.Of("sleep"))!.AsObject();
        document["bedtime_end"] = null;
        Assert.Null(DocumentKind.Sleep.Read(Element(document)).BedtimeEnd);
        document.Remove("bedtime_end");
        Assert.Null(DocumentKind.Sleep.Read(Element(document)).BedtimeEnd);
    }

    [Theory]
    [InlineData("80.0", 80)]
    [InlineData("8e1", 80)]
    [InlineData("-900.00", -900)]
    public void A_whole_number_may_be_written_with_a_fraction(string number, int expected) =>
        Assert.Equal(expected, DocumentKind.DailySleep.Read(With("daily_sleep", "score", number)).Score);

    [Theory]
    [InlineData("daily_sleep", "score", "80.5")]
    [InlineData("daily_sleep", "score", "1e999")]
    [InlineData("daily_sleep", "score", "2147483648")]
    [InlineData("daily_sleep", "score", "\"80\"")]
    [InlineData("daily_sleep", "day", "null")]
    [InlineData("daily_sleep", "day", "\"2026-03-01T00:00:00\"")]
    [InlineData("daily_sleep", "timestamp", "5")]
    [InlineData("daily_sleep", "contributors", "null")]
    [InlineData("daily_spo2", "spo2_percentage", """{"average":1e999}""")]
    [InlineData("sleep", "type", "3")]
    [InlineData("sleep", "low_battery_alert", "0")]
    public void What_is_of_another_type_is_a_failure_that_names_the_member(string kind, string member, string value)
    {
        DocumentKind read = DocumentKind.All.Single(candidate => candidate.Name == kind);

        OuraException error = Assert.Throws<OuraException>(() => read == DocumentKind.Sleep
            ? (OpenRecord)DocumentKind.Sleep.Read(With(kind, member, value))
            : read == DocumentKind.DailySpo2 ? DocumentKind.DailySpo2.Read(With(kind, member, value)) : DocumentKind.DailySleep.Read(With(kind, member, value)));

        Assert.Equal(OuraFailure.Unavailable, error.Failure);
        Assert.Contains($"$.{member}", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_record_prints_nothing_of_what_it_holds(string name)
    {
        object record = Samples.Of(name).Deserialize(RoundTrip.Json(Kind(name)))!;

        Assert.Equal(record.GetType().Name, record.ToString());
    }

    private static OuraKind Kind(string name) => OuraKind.All.Single(kind => kind.Name == name);

    private static bool IsOpenEnum(Type type) => (Nullable.GetUnderlyingType(type) ?? type) is { IsGenericType: true } inner && inner.GetGenericTypeDefinition() == typeof(OpenEnum<>);

    private static JsonElement With(string kind, string member, string json)
    {
        JsonObject document = JsonSerializer.SerializeToNode(Samples.Of(kind))!.AsObject();
        document[member] = JsonNode.Parse(json);
        return Element(document);
    }

    private static JsonElement Element(JsonNode node) => JsonElement.Parse(node.ToJsonString());

    /// <summary>The document and every object within.</summary>
    private static IEnumerable<JsonObject> Objects(JsonNode? node) => node switch
    {
        JsonObject inner => inner.SelectMany(member => Objects(member.Value)).Prepend(inner),
        JsonArray list => list.SelectMany(Objects),
        _ => [],
    };
}
