using System.Text.Json;
using OuraTeams.Oura.Kinds;

namespace OuraTeams.Oura.Tests;

/// <summary>One document or row of each kind with every member that either version names, made by hand.</summary>
internal static class Samples
{
    private const string Series = """{"interval":300.0,"items":[61.5,null,58],"timestamp":"2026-03-01T23:10:00.000+02:00"}""";
    private const string Meta = """{"updated_at":"2026-03-02T07:00:00+00:00","version":3}""";
    private const string Readiness = """
        {"activity_balance":81,"body_temperature":98,"hrv_balance":null,"previous_day_activity":70,"previous_night":66,
         "recovery_index":100,"resting_heart_rate":77,"sleep_balance":84,"sleep_regularity":90}
        """;

    private static readonly Dictionary<string, string> Texts = new()
    {
        ["personal_info"] = """{"id":"user-1","age":34,"weight":74.8,"height":1.8,"biological_sex":"female","email":"a@example.com"}""",
        ["daily_activity"] = $$"""
            {"id":"a","meta":{{Meta}},"class_5_min":"0012345","score":88,"active_calories":520,"average_met_minutes":1.53,
             "contributors":{"meet_daily_targets":90,"move_every_hour":95,"recovery_time":null,"stay_active":70,"training_frequency":96,"training_volume":99},
             "equivalent_walking_distance":8900,"high_activity_met_minutes":120,"high_activity_time":900,"inactivity_alerts":1,
             "low_activity_met_minutes":150,"low_activity_time":9000,"medium_activity_met_minutes":200,"medium_activity_time":3600,
             "met":{{Series}},"meters_to_target":-900,"non_wear_time":300,"resting_time":27000,"sedentary_met_minutes":8,"sedentary_time":45600,
             "steps":9214,"target_calories":450,"target_meters":8000,"total_calories":2600,"day":"2026-03-01","timestamp":"2026-03-01T04:00:00+02:00"}
            """,
        ["daily_readiness"] = $$"""
            {"id":"a","meta":{{Meta}},"contributors":{{Readiness}},"day":"2026-03-01","score":82,"temperature_deviation":-0.21,
             "temperature_trend_deviation":0.04,"timestamp":"2026-03-01T00:00:00+00:00"}
            """,
        ["daily_sleep"] = $$"""
            {"id":"a","meta":{{Meta}},"contributors":{"deep_sleep":90,"efficiency":80,"latency":70,"rem_sleep":60,"restfulness":null,"timing":100,"total_sleep":77},
             "day":"2026-03-01","score":79,"timestamp":"2026-03-01T00:00:00+00:00"}
            """,
        ["sleep"] = $$"""
            {"id":"a","meta":{{Meta}},"average_breath":14.25,"average_heart_rate":55.4,"average_hrv":48,"awake_time":2400,
             "bedtime_end":"2026-03-02T07:10:30+02:00","bedtime_start":"2026-03-01T23:10:30+02:00","day":"2026-03-02","deep_sleep_duration":5400,
             "efficiency":92,"heart_rate":{{Series}},"hrv":{{Series}},"latency":480,"light_sleep_duration":15000,"low_battery_alert":false,
             "lowest_heart_rate":49,"movement_30_sec":"1121","period":0,"readiness":{"contributors":{{Readiness}},"score":80,"temperature_deviation":0.1,
             "temperature_trend_deviation":-0.3},"readiness_score_delta":0,"rem_sleep_duration":6000,"restless_periods":120,"sleep_algorithm_version":"v2",
             "sleep_analysis_reason":"foreground_sleep_analysis","sleep_phase_30_sec":"4421","sleep_phase_5_min":"421","sleep_score_delta":-2,
             "time_in_bed":28800,"total_sleep_duration":26400,"type":"long_sleep","ring_id":"r","app_sleep_phase_5_min":"422"}
            """,
        ["sleep_time"] = $$"""
            {"id":"a","meta":{{Meta}},"day":"2026-03-01","optimal_bedtime":{"day_tz":7200,"end_offset":-900,"start_offset":-3600},
             "recommendation":"follow_optimal_bedtime","status":"optimal_found"}
            """,
        ["rest_mode_period"] = $$"""
            {"id":"a","meta":{{Meta}},"end_day":"2026-03-03","end_time":"2026-03-03T09:00:00+02:00",
             "episodes":[{"tags":["tag_fever"],"timestamp":"2026-03-01T08:00:00+02:00"}],"start_day":"2026-03-01","start_time":"2026-03-01T08:00:00+02:00"}
            """,
        ["daily_stress"] = $$"""{"id":"a","meta":{{Meta}},"day":"2026-03-01","day_summary":"restored","recovery_high":4500,"stress_high":2700}""",
        ["daily_resilience"] = """
            {"id":"a","day":"2026-03-01","contributors":{"sleep_recovery":70.5,"daytime_recovery":31.0,"stress":64.2},"level":"solid"}
            """,
        ["daily_spo2"] = $$"""{"id":"a","meta":{{Meta}},"breathing_disturbance_index":4,"day":"2026-03-01","spo2_percentage":{"average":97.1} }""",
        ["daily_cardiovascular_age"] = $$"""{"id":"a","meta":{{Meta}},"day":"2026-03-01","pulse_wave_velocity":6.6,"vascular_age":35}""",
        ["vO2_max"] = $$"""{"id":"a","meta":{{Meta}},"day":"2026-03-01","timestamp":"2026-03-01T12:00:00+02:00","vo2_max":44}""",
        ["workout"] = $$"""
            {"id":"a","meta":{{Meta}},"activity":"running","calories":310.5,"day":"2026-03-01","distance":5210.2,"end_datetime":"2026-03-01T18:00:00+02:00",
             "intensity":"moderate","label":"Park","source":"confirmed","start_datetime":"2026-03-01T17:30:00+02:00"}
            """,
        ["session"] = $$"""
            {"id":"a","meta":{{Meta}},"day":"2026-03-01","end_datetime":"2026-03-01T18:00:00+02:00","heart_rate":{{Series}},"heart_rate_variability":{{Series}},
             "mood":"good","motion_count":null,"start_datetime":"2026-03-01T17:30:00+02:00","type":"meditation"}
            """,
        ["tag"] = """{"id":"a","day":"2026-03-01","text":null,"timestamp":"2026-03-01T17:30:00+02:00","tags":["tag_generic_coffee"]}""",
        ["enhanced_tag"] = """
            {"id":"a","tag_type_code":"custom","start_time":"2026-03-01T17:30:00+02:00","end_time":null,"start_day":"2026-03-01","end_day":null,
             "comment":"late","custom_name":"Tea"}
            """,
        ["ring_configuration"] = $$"""
            {"id":"a","meta":{{Meta}},"color":"titanium","design":"horizon","firmware_version":"2.9.1","hardware_type":"gen3",
             "set_up_at":"2025-06-01T10:00:00+00:00","size":9}
            """,
        ["heartrate"] = """{"timestamp":"2026-03-01T10:00:00.000Z","timestamp_unix":1772359200000,"bpm":64,"source":"awake"}""",
        ["ring_battery_level"] = """{"timestamp":"2026-03-01T10:00:00+00:00","timestamp_unix":1772359200000,"level":71,"charging":false,"in_charger":null}""",
        ["interbeat_interval"] = """{"timestamp":"2026-03-01T10:00:00+00:00","timestamp_unix":1772359200000,"ibi":912,"validity":-1}""",
    };

    public static JsonElement Of(OuraKind kind) => Of(kind.Name);

    public static JsonElement Of(string kind) => JsonElement.Parse(Texts[kind]);
}
