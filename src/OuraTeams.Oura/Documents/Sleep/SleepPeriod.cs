using System.Text.Json.Serialization;
using OuraTeams.Oura.Documents.Readiness;
using OuraTeams.Oura.Json;

namespace OuraTeams.Oura.Documents.Sleep;

/// <summary>One period of sleep. A day may have several; the night is the longest of type <see cref="SleepType.LongSleep"/>.</summary>
public sealed record SleepPeriod : OpenRecord
{
    /// <summary>Oura's id of the document. Opaque.</summary>
    [JsonPropertyName("id")]
    public required string Id { get; init; }

    /// <summary>Version and time of the last change; absent since 1.34.</summary>
    [JsonPropertyName("meta")]
    public DocumentMeta? Meta { get; init; }

    /// <summary>The day that Oura gives it to, local to the wearer. Never derived from a time.</summary>
    [JsonPropertyName("day")]
    public required DateOnly Day { get; init; }

    /// <summary>What kind of sleep it is. <see cref="SleepType.Rest"/> and <see cref="SleepType.Deleted"/> don't count as sleep.</summary>
    [JsonPropertyName("type")]
    public OpenEnum<SleepType>? Type { get; init; }

    /// <summary>Number of the period within its day, from 0 in order of time. 0 need not be the night.</summary>
    [JsonPropertyName("period")]
    public required int Period { get; init; }

    /// <summary>When it began, with the offset of the wearer.</summary>
    [JsonPropertyName("bedtime_start")]
    public required DateTimeOffset BedtimeStart { get; init; }

    /// <summary>When it ended; null while it goes on.</summary>
    [JsonPropertyName("bedtime_end")]
    public DateTimeOffset? BedtimeEnd { get; init; }

    /// <summary>Seconds from its begin to its end.</summary>
    [JsonPropertyName("time_in_bed")]
    public required int TimeInBed { get; init; }

    /// <summary>Seconds asleep: deep, light and REM together.</summary>
    [JsonPropertyName("total_sleep_duration")]
    public int? TotalSleepDuration { get; init; }

    /// <summary>Seconds of deep sleep.</summary>
    [JsonPropertyName("deep_sleep_duration")]
    public int? DeepSleepDuration { get; init; }

    /// <summary>Seconds of light sleep.</summary>
    [JsonPropertyName("light_sleep_duration")]
    public int? LightSleepDuration { get; init; }

    /// <summary>Seconds of REM sleep.</summary>
    [JsonPropertyName("rem_sleep_duration")]
    public int? RemSleepDuration { get; init; }

    /// <summary>Seconds awake.</summary>
    [JsonPropertyName("awake_time")]
    public int? AwakeTime { get; init; }

    /// <summary>Seconds until asleep.</summary>
    [JsonPropertyName("latency")]
    public int? Latency { get; init; }

    /// <summary>Share of the time in bed that was sleep, in percent.</summary>
    [JsonPropertyName("efficiency")]
    public int? Efficiency { get; init; }

    /// <summary>How many restless stretches there were.</summary>
    [JsonPropertyName("restless_periods")]
    public int? RestlessPeriods { get; init; }

    /// <summary>Average breaths a minute.</summary>
    [JsonPropertyName("average_breath")]
    public double? AverageBreath { get; init; }

    /// <summary>Average heart rate in beats a minute.</summary>
    [JsonPropertyName("average_heart_rate")]
    public double? AverageHeartRate { get; init; }

    /// <summary>Lowest heart rate in beats a minute.</summary>
    [JsonPropertyName("lowest_heart_rate")]
    public int? LowestHeartRate { get; init; }

    /// <summary>Average heart rate variability (RMSSD) in ms.</summary>
    [JsonPropertyName("average_hrv")]
    public int? AverageHrv { get; init; }

    /// <summary>Heart rate in beats a minute, every 5 minutes.</summary>
    [JsonPropertyName("heart_rate")]
    public Sample? HeartRate { get; init; }

    /// <summary>Heart rate variability (RMSSD) in ms, every 5 minutes.</summary>
    [JsonPropertyName("hrv")]
    public Sample? Hrv { get; init; }

    /// <summary>One character for each 30 seconds: 1 none, 2 restless, 3 tossing, 4 active.</summary>
    [JsonPropertyName("movement_30_sec")]
    public string? Movement30Sec { get; init; }

    /// <summary>One character for each 5 minutes: 1 deep, 2 light, 3 REM, 4 awake.</summary>
    [JsonPropertyName("sleep_phase_5_min")]
    public string? SleepPhase5Min { get; init; }

    /// <summary>The same for each 30 seconds. Newer documents only.</summary>
    [JsonPropertyName("sleep_phase_30_sec")]
    public string? SleepPhase30Sec { get; init; }

    /// <summary>The phases as the app shows them.</summary>
    [JsonPropertyName("app_sleep_phase_5_min")]
    public string? AppSleepPhase5Min { get; init; }

    /// <summary>Readiness as this period alone would make it.</summary>
    [JsonPropertyName("readiness")]
    public SleepReadiness? Readiness { get; init; }

    /// <summary>What the period changed in the readiness score of the day.</summary>
    [JsonPropertyName("readiness_score_delta")]
    public int? ReadinessScoreDelta { get; init; }

    /// <summary>What the period changed in the sleep score of the day.</summary>
    [JsonPropertyName("sleep_score_delta")]
    public int? SleepScoreDelta { get; init; }

    /// <summary>True when the ring's battery was low.</summary>
    [JsonPropertyName("low_battery_alert")]
    public required bool LowBatteryAlert { get; init; }

    /// <summary>Which algorithm found the phases.</summary>
    [JsonPropertyName("sleep_algorithm_version")]
    public OpenEnum<SleepAlgorithmVersion>? SleepAlgorithmVersion { get; init; }

    /// <summary>Why the period was analysed.</summary>
    [JsonPropertyName("sleep_analysis_reason")]
    public OpenEnum<SleepAnalysisReason>? SleepAnalysisReason { get; init; }

    /// <summary>Which ring it comes from, encrypted by Oura.</summary>
    [JsonPropertyName("ring_id")]
    public string? RingId { get; init; }
}
