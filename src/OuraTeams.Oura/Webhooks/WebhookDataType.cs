using System.Text.Json.Serialization;

namespace OuraTeams.Oura.Webhooks;

/// <summary>What a webhook subscription or event may be about.</summary>
public enum WebhookDataType
{
    /// <summary>Oura's <c>tag</c>.</summary>
    [JsonStringEnumMemberName("tag")]
    Tag,

    /// <summary>Oura's <c>enhanced_tag</c>.</summary>
    [JsonStringEnumMemberName("enhanced_tag")]
    EnhancedTag,

    /// <summary>Oura's <c>workout</c>.</summary>
    [JsonStringEnumMemberName("workout")]
    Workout,

    /// <summary>Oura's <c>session</c>.</summary>
    [JsonStringEnumMemberName("session")]
    Session,

    /// <summary>Oura's <c>sleep</c>.</summary>
    [JsonStringEnumMemberName("sleep")]
    Sleep,

    /// <summary>Oura's <c>daily_sleep</c>.</summary>
    [JsonStringEnumMemberName("daily_sleep")]
    DailySleep,

    /// <summary>Oura's <c>daily_readiness</c>.</summary>
    [JsonStringEnumMemberName("daily_readiness")]
    DailyReadiness,

    /// <summary>Oura's <c>daily_activity</c>.</summary>
    [JsonStringEnumMemberName("daily_activity")]
    DailyActivity,

    /// <summary>Oura's <c>daily_spo2</c>.</summary>
    [JsonStringEnumMemberName("daily_spo2")]
    DailySpo2,

    /// <summary>Oura's <c>sleep_time</c>.</summary>
    [JsonStringEnumMemberName("sleep_time")]
    SleepTime,

    /// <summary>Oura's <c>rest_mode_period</c>.</summary>
    [JsonStringEnumMemberName("rest_mode_period")]
    RestModePeriod,

    /// <summary>Oura's <c>ring_configuration</c>.</summary>
    [JsonStringEnumMemberName("ring_configuration")]
    RingConfiguration,

    /// <summary>Oura's <c>daily_stress</c>.</summary>
    [JsonStringEnumMemberName("daily_stress")]
    DailyStress,

    /// <summary>Oura's <c>daily_cardiovascular_age</c>.</summary>
    [JsonStringEnumMemberName("daily_cardiovascular_age")]
    DailyCardiovascularAge,

    /// <summary>Oura's <c>daily_resilience</c>.</summary>
    [JsonStringEnumMemberName("daily_resilience")]
    DailyResilience,

    /// <summary>Oura's <c>vo2_max</c>.</summary>
    [JsonStringEnumMemberName("vo2_max")]
    Vo2Max,

    /// <summary>Oura's <c>daily_cycle_phases</c>. Until 1.33.</summary>
    [JsonStringEnumMemberName("daily_cycle_phases")]
    DailyCyclePhases,

    /// <summary>Oura's <c>activation_status</c>. Until 1.33.</summary>
    [JsonStringEnumMemberName("activation_status")]
    ActivationStatus,

    /// <summary>Oura's <c>period_start</c>. Until 1.33.</summary>
    [JsonStringEnumMemberName("period_start")]
    PeriodStart,

    /// <summary>Oura's <c>pregnancy</c>. Until 1.33.</summary>
    [JsonStringEnumMemberName("pregnancy")]
    Pregnancy,

    /// <summary>Oura's <c>fertile_window</c>. Until 1.33.</summary>
    [JsonStringEnumMemberName("fertile_window")]
    FertileWindow,

    /// <summary>Oura's <c>ovulation_confirmed</c>. Until 1.33.</summary>
    [JsonStringEnumMemberName("ovulation_confirmed")]
    OvulationConfirmed,

    /// <summary>Oura's <c>blood_glucose</c>. Until 1.33.</summary>
    [JsonStringEnumMemberName("blood_glucose")]
    BloodGlucose,

    /// <summary>Oura's <c>meal</c>. Since 1.34; it has no route.</summary>
    [JsonStringEnumMemberName("meal")]
    Meal,
}
