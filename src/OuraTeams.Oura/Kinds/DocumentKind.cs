using System.Collections.Frozen;
using OuraTeams.Oura.Documents.Activity;
using OuraTeams.Oura.Documents.Health;
using OuraTeams.Oura.Documents.Readiness;
using OuraTeams.Oura.Documents.Rings;
using OuraTeams.Oura.Documents.Sleep;
using OuraTeams.Oura.Documents.Tags;
using OuraTeams.Oura.Documents.Workouts;
using OuraTeams.Oura.Json;

namespace OuraTeams.Oura.Kinds;

/// <summary>One kind of documents: they have an id, can be listed and read one by one, and have webhook events.</summary>
public abstract class DocumentKind : OuraKind
{
    private static readonly FrozenDictionary<string, DocumentKind> ByDataType;

    static DocumentKind()
    {
        OuraJson json = OuraJson.Default;
        DailyActivity = new("daily_activity", "daily", json.DailyActivity, isDaily: true);
        DailyReadiness = new("daily_readiness", "daily", json.DailyReadiness, isDaily: true);
        DailySleep = new("daily_sleep", "daily", json.DailySleep, isDaily: true);
        Sleep = new("sleep", "daily", json.SleepPeriod);
        SleepTime = new("sleep_time", "daily", json.SleepTime, isDaily: true);
        RestModePeriod = new("rest_mode_period", "daily", json.RestModePeriod, "start_day");
        DailyStress = new("daily_stress", "daily", json.DailyStress, isDaily: true);
        DailyResilience = new("daily_resilience", "stress", json.DailyResilience, isDaily: true);
        DailySpo2 = new("daily_spo2", "spo2", json.DailySpo2, isDaily: true);
        DailyCardiovascularAge = new("daily_cardiovascular_age", "heart_health", json.DailyCardiovascularAge, isDaily: true);
        Vo2Max = new("vO2_max", "heart_health", json.Vo2Max, dataType: "vo2_max", isDaily: true);
        Workout = new("workout", "workout", json.Workout);
        Session = new("session", "session", json.Session);
        Tag = new("tag", "tag", json.Tag);
        EnhancedTag = new("enhanced_tag", "tag", json.EnhancedTag, "start_day");
        RingConfiguration = new("ring_configuration", "ring_configuration", json.RingConfiguration, dayMember: null);
        All =
        [
            DailyActivity, DailyReadiness, DailySleep, Sleep, SleepTime, RestModePeriod, DailyStress, DailyResilience,
            DailySpo2, DailyCardiovascularAge, Vo2Max, Workout, Session, Tag, EnhancedTag, RingConfiguration,
        ];
        ByDataType = All.ToFrozenDictionary(kind => kind.DataType, StringComparer.Ordinal);
    }

    private protected DocumentKind(string name, string scope, string? dayMember, string dataType, bool isDaily)
        : base(name, scope)
    {
        IsDaily = isDaily;
        DayMember = dayMember;
        DataType = dataType;
    }

    /// <summary>True for a kind that has one current document a day, so that the day can stand for a missing id.</summary>
    public bool IsDaily { get; }

    /// <summary>Daily activity: score, steps, energy, time by intensity.</summary>
    public static DocumentKind<DailyActivity> DailyActivity { get; }

    /// <summary>Daily readiness score, its contributors and the temperature deviations.</summary>
    public static DocumentKind<DailyReadiness> DailyReadiness { get; }

    /// <summary>Daily sleep score and its contributors.</summary>
    public static DocumentKind<DailySleep> DailySleep { get; }

    /// <summary>One period of sleep; a day may have several.</summary>
    public static DocumentKind<SleepPeriod> Sleep { get; }

    /// <summary>Advice for the bedtime.</summary>
    public static DocumentKind<SleepTime> SleepTime { get; }

    /// <summary>Times in rest mode.</summary>
    public static DocumentKind<RestModePeriod> RestModePeriod { get; }

    /// <summary>Daily stress and recovery.</summary>
    public static DocumentKind<DailyStress> DailyStress { get; }

    /// <summary>Daily resilience. Its scope is <c>stress</c>, which daily stress doesn't need.</summary>
    public static DocumentKind<DailyResilience> DailyResilience { get; }

    /// <summary>Daily oxygen saturation.</summary>
    public static DocumentKind<DailySpo2> DailySpo2 { get; }

    /// <summary>Daily cardiovascular age.</summary>
    public static DocumentKind<DailyCardiovascularAge> DailyCardiovascularAge { get; }

    /// <summary>VO2 max. Routes write it <c>vO2_max</c>, webhooks <c>vo2_max</c>.</summary>
    public static DocumentKind<Vo2Max> Vo2Max { get; }

    /// <summary>Workouts.</summary>
    public static DocumentKind<Workout> Workout { get; }

    /// <summary>Sessions of rest in the app.</summary>
    public static DocumentKind<Session> Session { get; }

    /// <summary>Notes in the older form.</summary>
    public static DocumentKind<Tag> Tag { get; }

    /// <summary>Notes.</summary>
    public static DocumentKind<EnhancedTag> EnhancedTag { get; }

    /// <summary>Rings that were ever paired. They belong to no day.</summary>
    public static DocumentKind<RingConfiguration> RingConfiguration { get; }

    /// <summary>All 16 kinds of documents.</summary>
    public static new IReadOnlyList<DocumentKind> All { get; }

    /// <summary>Name of the kind in webhook subscriptions and events. Differs from the route in case for VO2 max.</summary>
    public string DataType { get; }

    /// <summary>The member that holds a document's day: <c>day</c>, or <c>start_day</c> where it may span several; null for a kind without days.</summary>
    public string? DayMember { get; }

    /// <summary>Finds a kind by the name that webhooks use.</summary>
    /// <param name="dataType">Value of <c>data_type</c> in an event or a subscription.</param>
    /// <returns>The kind, or null for a type that has no documents we know.</returns>
    public static DocumentKind? FromDataType(string dataType) => ByDataType.GetValueOrDefault(dataType);
}
