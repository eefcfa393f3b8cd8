using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using OuraTeams.Oura.Documents;
using OuraTeams.Oura.Documents.Activity;
using OuraTeams.Oura.Documents.Health;
using OuraTeams.Oura.Documents.Readiness;
using OuraTeams.Oura.Documents.Rings;
using OuraTeams.Oura.Documents.Sleep;
using OuraTeams.Oura.Documents.Tags;
using OuraTeams.Oura.Documents.TimeSeries;
using OuraTeams.Oura.Documents.Workouts;
using OuraTeams.Oura.Http;
using OuraTeams.Oura.Json;
using OuraTeams.Oura.Webhooks;

namespace OuraTeams.Oura.Tests;

/// <summary>Holds the records against Oura's descriptions, schema by schema, member by member, value by value.</summary>
public sealed class SchemaCoverageTests
{
    private static readonly Dictionary<string, Type> Records = new()
    {
        ["CreateWebhookSubscriptionRequest"] = typeof(NewWebhookSubscription),
        ["DailyResilienceModel"] = typeof(DailyResilience),
        ["EnhancedTagModel"] = typeof(EnhancedTag),
        ["HTTPValidationError"] = typeof(ValidationAnswer),
        ["Metadata"] = typeof(DocumentMeta),
        ["PersonalInfoResponse"] = typeof(PersonalInfo),
        ["PublicActivityContributors"] = typeof(ActivityContributors),
        ["PublicDailyActivity"] = typeof(DailyActivity),
        ["PublicDailyCardiovascularAge"] = typeof(DailyCardiovascularAge),
        ["PublicDailyReadiness"] = typeof(DailyReadiness),
        ["PublicDailySleep"] = typeof(DailySleep),
        ["PublicDailySpO2"] = typeof(DailySpo2),
        ["PublicDailyStress"] = typeof(DailyStress),
        ["PublicHeartRateRow"] = typeof(HeartRate),
        ["PublicInterbeatIntervalRow"] = typeof(InterbeatInterval),
        ["PublicModifiedSleepModel"] = typeof(SleepPeriod),
        ["PublicReadiness"] = typeof(SleepReadiness),
        ["PublicReadinessContributors"] = typeof(ReadinessContributors),
        ["PublicRestModeEpisode"] = typeof(RestModeEpisode),
        ["PublicRestModePeriod"] = typeof(RestModePeriod),
        ["PublicRingBatteryLevelRow"] = typeof(RingBatteryLevel),
        ["PublicRingConfiguration"] = typeof(RingConfiguration),
        ["PublicSample"] = typeof(Sample),
        ["PublicSession"] = typeof(Session),
        ["PublicSleepContributors"] = typeof(SleepContributors),
        ["PublicSleepTime"] = typeof(SleepTime),
        ["PublicSleepTimeWindow"] = typeof(SleepTimeWindow),
        ["PublicSpo2AggregatedValues"] = typeof(Spo2Percentage),
        ["PublicVO2Max"] = typeof(Vo2Max),
        ["PublicWorkout"] = typeof(Workout),
        ["ResilienceContributors"] = typeof(ResilienceContributors),
        ["TagModel"] = typeof(Tag),
        ["UpdateWebhookSubscriptionRequest"] = typeof(WebhookSubscriptionChange),
        ["ValidationError"] = typeof(ValidationProblem),
        ["WebhookSubscriptionModel"] = typeof(WebhookSubscription),
    };

    private static readonly Dictionary<string, Type> Enums = new()
    {
        ["ExtApiV2DataType"] = typeof(WebhookDataType),
        ["LongTermResilienceLevel"] = typeof(ResilienceLevel),
        ["PublicDailyStressSummary"] = typeof(StressSummary),
        ["PublicHeartRateSource"] = typeof(HeartRateSource),
        ["PublicMomentMood"] = typeof(SessionMood),
        ["PublicMomentType"] = typeof(SessionType),
        ["PublicRingColor"] = typeof(RingColor),
        ["PublicRingDesign"] = typeof(RingDesign),
        ["PublicRingHardwareType"] = typeof(RingHardware),
        ["PublicSleepAlgorithmVersion"] = typeof(SleepAlgorithmVersion),
        ["PublicSleepAnalysisReason"] = typeof(SleepAnalysisReason),
        ["PublicSleepTimeRecommendation"] = typeof(SleepTimeRecommendation),
        ["PublicSleepTimeStatus"] = typeof(SleepTimeStatus),
        ["PublicSleepType"] = typeof(SleepType),
        ["PublicWorkoutIntensity"] = typeof(WorkoutIntensity),
        ["PublicWorkoutSource"] = typeof(WorkoutSource),
        ["WebhookOperation"] = typeof(WebhookEventType),
    };

    private static readonly Dictionary<string, Type> Scalars = new()
    {
        ["Array_Union_float__NoneType__Bits64_"] = typeof(IReadOnlyList<double?>),
        ["ISODate"] = typeof(DateOnly),
        ["LocalDateTime"] = typeof(DateTimeOffset),
        ["LocalizedDateTime"] = typeof(DateTimeOffset),
        ["UtcDateTime"] = typeof(DateTimeOffset),
    };

    /// <summary>Required by a description, and yet seen to be missing or null (FACTS.md 6, API.md 3 and 7.4), or absent in the other version.</summary>
    private static readonly string[] Tolerated =
    [
        "PublicModifiedSleepModel.bedtime_end", "PublicHeartRateRow.timestamp_unix", "PublicRingBatteryLevelRow.timestamp_unix",
        "PublicInterbeatIntervalRow.timestamp_unix", "WebhookSubscriptionModel.expiration_time",
    ];

    public static TheoryData<string> Versions => [.. OuraDescription.Versions];

    [Theory]
    [MemberData(nameof(Versions))]
    public void Every_schema_member_and_value_of_the_description_is_covered(string version)
    {
        Dictionary<string, JsonElement> schemas = OuraDescription.Schemas(version);
        var missing = new List<string>();
        int members = 0;
        int values = 0;
        foreach ((string name, JsonElement schema) in schemas)
        {
            if (Enums.TryGetValue(name, out Type? type))
            {
                string[] described = [.. schema.GetProperty("enum").EnumerateArray().Select(value => value.GetString()!)];
                missing.AddRange(described.Where(value => Known(type, value) is null).Select(value => $"{name}: the value {value}"));
                values += described.Length;
            }
            else if (Record(name) is { } record)
            {
                members += CompareMembers(name, schema, record, missing);
            }
            else if (!Scalars.ContainsKey(name))
            {
                missing.Add($"{name}: has no record");
            }
        }

        Assert.True(missing.Count == 0, string.Join(Environment.NewLine, missing));
        TestContext.Current.TestOutputHelper?.WriteLine($"{version}: {schemas.Count} schemas, {members} members, {values} values of enums");
    }

    [Fact]
    public void Nothing_is_in_the_records_that_neither_description_has()
    {
        Dictionary<string, JsonElement>[] versions = [.. OuraDescription.Versions.Select(OuraDescription.Schemas)];
        var invented = new List<string>();
        foreach ((string name, Type record) in Records)
        {
            HashSet<string> described = [.. versions.Where(schemas => schemas.ContainsKey(name))
                .SelectMany(schemas => schemas[name].GetProperty("properties").EnumerateObject().Select(member => member.Name))];
            invented.AddRange(Members(record)
                .Where(property => !described.Contains(property.Name))
                .Select(property => $"{record.Name}.{property.Name}"));
        }

        foreach ((string name, Type type) in Enums)
        {
            HashSet<string> described = [.. versions.SelectMany(schemas => schemas[name].GetProperty("enum").EnumerateArray().Select(value => value.GetString()!))];
            invented.AddRange(Enum.GetValues(type).Cast<object>().Select(value => Text(type, value)).Where(text => !described.Contains(text)).Select(text => $"{type.Name}: {text}"));
        }

        Assert.True(invented.Count == 0, string.Join(Environment.NewLine, invented));
    }

    /// <summary>The members that are read and written.</summary>
    private static IEnumerable<JsonPropertyInfo> Members(Type record) => (OuraJson.Default.GetTypeInfo(record) ?? JsonSerializerOptions.Default.GetTypeInfo(record)).Properties
        .Where(property => property is { IsExtensionData: false, Get: not null });

    private static int CompareMembers(string name, JsonElement schema, Type record, List<string> missing)
    {
        string[] required = schema.TryGetProperty("required", out JsonElement list) ? [.. list.EnumerateArray().Select(member => member.GetString()!)] : [];
        foreach (JsonProperty member in schema.GetProperty("properties").EnumerateObject())
        {
            string what = $"{name}.{member.Name}";
            if (Members(record).FirstOrDefault(candidate => candidate.Name == member.Name) is not { } property)
            {
                missing.Add($"{what}: {record.Name} has no such member");
                continue;
            }

            (Type? type, bool mayBeNull) = TypeOf(member.Value);
            bool takesNull = Nullable.GetUnderlyingType(property.PropertyType) is not null || (!property.PropertyType.IsValueType && property.IsSetNullable);
            Type given = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            if (type is not null && given != type && !Fits(given, type))
            {
                missing.Add($"{what}: is {given.Name} instead of {type.Name}");
            }

            bool isTolerated = Tolerated.Contains(what) || member.Name == "meta";
            bool mayBeMissing = !required.Contains(member.Name);
            if ((mayBeNull || (mayBeMissing && !IsRequest(record))) && !takesNull)
            {
                missing.Add($"{what}: may be null or missing");
            }

            if (mayBeMissing && property.IsRequired)
            {
                missing.Add($"{what}: may be missing");
            }

            // Otherwise a missing value would pass for a null, or a null for a value.
            if (!mayBeMissing && !isTolerated && !IsPage(record) && (!property.IsRequired || (!mayBeNull && takesNull)))
            {
                missing.Add($"{what}: is required");
            }
        }

        return schema.GetProperty("properties").EnumerateObject().Count();
    }

    /// <summary>The type that a member has to have; null where it may hold anything.</summary>
    private static (Type? Type, bool MayBeNull) TypeOf(JsonElement schema)
    {
        if (schema.TryGetProperty("anyOf", out JsonElement choices))
        {
            JsonElement[] values = [.. choices.EnumerateArray().Where(choice => !IsNull(choice))];
            return (values.Length == 1 ? TypeOf(values[0]).Type : null, values.Length < choices.GetArrayLength());
        }

        if (schema.TryGetProperty("$ref", out JsonElement reference))
        {
            string name = reference.GetString()!.Split('/')[^1];
            return (Enums.TryGetValue(name, out Type? type) ? typeof(OpenEnum<>).MakeGenericType(type) : Scalars.GetValueOrDefault(name) ?? Record(name), false);
        }

        if (!schema.TryGetProperty("type", out JsonElement kind))
        {
            return (null, true);
        }

        Type? scalar = (kind.GetString(), schema.TryGetProperty("format", out JsonElement format) ? format.GetString() : null) switch
        {
            ("string", "date") => typeof(DateOnly),
            ("string", "date-time") => typeof(DateTimeOffset),
            ("string", _) => typeof(string),
            ("integer", _) => typeof(int),
            ("number", _) => typeof(double),
            ("boolean", _) => typeof(bool),
            ("array", _) => TypeOf(schema.GetProperty("items")).Type is { } item ? typeof(IReadOnlyList<>).MakeGenericType(item) : null,
            _ => null,
        };
        return (scalar, false);
    }

    /// <summary>Wider than described, and right so: milliseconds don't fit an int, addresses are addresses, pages hold any document.</summary>
    private static bool Fits(Type given, Type described) =>
        (described == typeof(int) && given == typeof(long)) || (described == typeof(string) && given == typeof(Uri)) ||
        (given == typeof(IReadOnlyList<JsonElement>) && described.IsGenericType && described.GetGenericTypeDefinition() == typeof(IReadOnlyList<>));

    private static bool IsNull(JsonElement schema) => schema.TryGetProperty("type", out JsonElement type) && type.GetString() == "null";

    private static bool IsPage(Type record) => record == typeof(Page);

    private static bool IsRequest(Type record) => record == typeof(NewWebhookSubscription) || record == typeof(WebhookSubscriptionChange);

    /// <summary>Pages differ in what they hold alone; what that becomes, the schema of the held says.</summary>
    private static Type? Record(string name) =>
        name.StartsWith("MultiDocumentResponse", StringComparison.Ordinal) || name.StartsWith("TimeSeriesResponse", StringComparison.Ordinal)
            ? typeof(Page)
            : Records.GetValueOrDefault(name);

    private static object? Known(Type type, string text)
    {
        Type open = typeof(OpenEnum<>).MakeGenericType(type);
        return open.GetProperty("Known")!.GetValue(Activator.CreateInstance(open, text));
    }

    private static string Text(Type type, object value) => ((string)typeof(EnumNames<>).MakeGenericType(type).GetMethod("Of")!.Invoke(null, [value])!);

    /// <summary>The members of a page that <see cref="OuraPage.Read"/> reads.</summary>
    private sealed record Page : OpenRecord
    {
        [System.Text.Json.Serialization.JsonPropertyName("data")]
        public required IReadOnlyList<JsonElement> Data { get; init; }

        [System.Text.Json.Serialization.JsonPropertyName("next_token")]
        public string? NextToken { get; init; }
    }
}
