using System.Text.Json;
using System.Text.Json.Serialization;
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
using OuraTeams.Oura.Webhooks;

namespace OuraTeams.Oura.Json;

/// <summary>Reads and writes everything that Oura and we send each other.</summary>
[JsonSourceGenerationOptions(
    RespectNullableAnnotations = true,
    Converters =
    [
        typeof(OuraTime),
        typeof(WholeNumber),
        typeof(FiniteNumber),
        typeof(OpenEnumConverter<HeartRateSource>),
        typeof(OpenEnumConverter<ResilienceLevel>),
        typeof(OpenEnumConverter<RingColor>),
        typeof(OpenEnumConverter<RingDesign>),
        typeof(OpenEnumConverter<RingHardware>),
        typeof(OpenEnumConverter<SessionMood>),
        typeof(OpenEnumConverter<SessionType>),
        typeof(OpenEnumConverter<SleepAlgorithmVersion>),
        typeof(OpenEnumConverter<SleepAnalysisReason>),
        typeof(OpenEnumConverter<SleepTimeRecommendation>),
        typeof(OpenEnumConverter<SleepTimeStatus>),
        typeof(OpenEnumConverter<SleepType>),
        typeof(OpenEnumConverter<StressSummary>),
        typeof(OpenEnumConverter<WebhookDataType>),
        typeof(OpenEnumConverter<WebhookEventType>),
        typeof(OpenEnumConverter<WorkoutIntensity>),
        typeof(OpenEnumConverter<WorkoutSource>),
    ])]
[JsonSerializable(typeof(PersonalInfo))]
[JsonSerializable(typeof(DailyActivity))]
[JsonSerializable(typeof(DailyCardiovascularAge))]
[JsonSerializable(typeof(DailyReadiness))]
[JsonSerializable(typeof(DailyResilience))]
[JsonSerializable(typeof(DailySleep))]
[JsonSerializable(typeof(DailySpo2))]
[JsonSerializable(typeof(DailyStress))]
[JsonSerializable(typeof(EnhancedTag))]
[JsonSerializable(typeof(HeartRate))]
[JsonSerializable(typeof(InterbeatInterval))]
[JsonSerializable(typeof(RestModePeriod))]
[JsonSerializable(typeof(RingBatteryLevel))]
[JsonSerializable(typeof(RingConfiguration))]
[JsonSerializable(typeof(Session))]
[JsonSerializable(typeof(SleepPeriod))]
[JsonSerializable(typeof(SleepTime))]
[JsonSerializable(typeof(Tag))]
[JsonSerializable(typeof(Vo2Max))]
[JsonSerializable(typeof(Workout))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(ValidationAnswer))]
[JsonSerializable(typeof(WebhookSubscription))]
[JsonSerializable(typeof(NewWebhookSubscription))]
[JsonSerializable(typeof(WebhookSubscriptionChange))]
internal sealed partial class OuraJson : JsonSerializerContext;
