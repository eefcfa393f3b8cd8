using System.Text.RegularExpressions;
using OuraTeams.Metrics.Catalogue;

namespace OuraTeams.Metrics.Tests;

public sealed partial class MetricCatalogueTests
{
    private static ILookup<string, MetricDefinition> BySeries { get; } = MetricCatalogue.All
        .Where(metric => metric.Combination is DayCombination.RowsOfDay or DayCombination.RowsOfNight)
        .ToLookup(metric => metric.DocumentKind, StringComparer.Ordinal);

    /// <summary>The id of each number, as stored rows have it. Lines are added at the end; none is ever changed.</summary>
    private static readonly string[] IdsByNumber =
    [
        "sleep_score",
        "sleep_contributor_deep_sleep",
        "sleep_contributor_efficiency",
        "sleep_contributor_latency",
        "sleep_contributor_rem_sleep",
        "sleep_contributor_restfulness",
        "sleep_contributor_timing",
        "sleep_contributor_total_sleep",
        "readiness_score",
        "readiness_contributor_activity_balance",
        "readiness_contributor_body_temperature",
        "readiness_contributor_hrv_balance",
        "readiness_contributor_previous_day_activity",
        "readiness_contributor_previous_night",
        "readiness_contributor_recovery_index",
        "readiness_contributor_resting_heart_rate",
        "readiness_contributor_sleep_balance",
        "readiness_contributor_sleep_regularity",
        "temperature_deviation",
        "temperature_trend_deviation",
        "activity_score",
        "activity_contributor_meet_daily_targets",
        "activity_contributor_move_every_hour",
        "activity_contributor_recovery_time",
        "activity_contributor_stay_active",
        "activity_contributor_training_frequency",
        "activity_contributor_training_volume",
        "steps",
        "active_calories",
        "total_calories",
        "equivalent_walking_distance",
        "high_activity_time",
        "medium_activity_time",
        "low_activity_time",
        "sedentary_time",
        "resting_time",
        "non_wear_time",
        "average_met_minutes",
        "inactivity_alerts",
        "total_sleep_duration",
        "deep_sleep_duration",
        "light_sleep_duration",
        "rem_sleep_duration",
        "awake_time",
        "time_in_bed",
        "sleep_latency",
        "sleep_efficiency",
        "restless_periods",
        "average_heart_rate",
        "lowest_heart_rate",
        "average_hrv",
        "average_breath",
        "sleep_outside_night",
        "spo2",
        "breathing_disturbance_index",
        "stress_time",
        "recovery_time",
        "resilience_level",
        "resilience_sleep_recovery",
        "resilience_daytime_recovery",
        "resilience_stress",
        "cardiovascular_age",
        "pulse_wave_velocity",
        "vo2_max",
        "workouts",
        "workout_time",
        "hard_workout_time",
        "workout_calories",
        "workout_distance",
        "sessions",
        "session_time",
        "bedtime",
        "wake_time",
        "high_activity_met_minutes",
        "medium_activity_met_minutes",
        "low_activity_met_minutes",
        "sedentary_met_minutes",
        "moderate_workout_time",
        "easy_workout_time",
        "recommended_bedtime_start",
        "recommended_bedtime_end",
        "rest_modes_begun",
        "rest_mode_days",
        "tags",
        "older_tags",
        "cardiovascular_age_difference",
        "day_lowest_heart_rate",
        "day_average_heart_rate",
        "day_highest_heart_rate",
        "night_lowest_heart_rate",
        "night_average_heart_rate",
        "night_highest_heart_rate",
        "night_average_ibi",
        "night_ibi_rmssd",
        "night_ibi_sdnn",
        "lowest_battery_level",
        "last_battery_level",
        "charging_time",
    ];

    public static TheoryData<string> Ids => new(MetricCatalogue.All.Select(metric => metric.Id));

    [Fact]
    public void No_metric_is_renumbered_renamed_or_removed() =>
        Assert.Equal(IdsByNumber, MetricCatalogue.All.Select(metric => metric.Id));

    [Fact]
    public void A_number_is_the_index_in_the_catalogue() =>
        Assert.Equal(Enumerable.Range(0, MetricCatalogue.All.Count), MetricCatalogue.All.Select(metric => metric.Number));

    [Fact]
    public void Ids_are_unique() =>
        Assert.Distinct(MetricCatalogue.All.Select(metric => metric.Id));

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_metric_is_found_by_its_id(string id) =>
        Assert.Equal(id, MetricCatalogue.Find(id)?.Id);

    [Theory]
    [InlineData("")]
    [InlineData("SLEEP_SCORE")]
    [InlineData("mood")]
    public void An_unknown_id_finds_nothing(string id) =>
        Assert.Null(MetricCatalogue.Find(id));

    [Theory]
    [MemberData(nameof(Ids))]
    public void An_id_is_snake_case(string id) =>
        Assert.Matches(SnakeCase(), id);

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_metric_has_a_name_a_unit_a_description_and_a_place_in_a_document(string id)
    {
        MetricDefinition metric = MetricCatalogue.Find(id)!;

        Assert.All(
            [metric.Name, metric.Unit, metric.Description, metric.DocumentKind, metric.Field],
            text => Assert.False(string.IsNullOrWhiteSpace(text)));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_metric_has_a_plausible_range_of_whole_steps(string id)
    {
        MetricDefinition metric = MetricCatalogue.Find(id)!;

        Assert.True(metric.Resolution > 0);
        Assert.True(metric.Minimum < metric.Maximum);
        Assert.Equal(0, metric.Minimum % metric.Resolution);
        Assert.Equal(0, metric.Maximum % metric.Resolution);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_metric_has_a_consent_class_and_a_direction_that_exist(string id)
    {
        MetricDefinition metric = MetricCatalogue.Find(id)!;

        Assert.True(Enum.IsDefined(metric.ConsentClass));
        Assert.True(Enum.IsDefined(metric.Direction));
        Assert.True(Enum.IsDefined(metric.Combination));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_ends_of_the_range_are_taken_and_the_next_step_outside_is_missing(string id)
    {
        MetricDefinition metric = MetricCatalogue.Find(id)!;

        Assert.Equal((double)metric.Minimum, metric.FromUnits(metric.ToUnits(metric.Minimum)));
        Assert.Equal((double)metric.Maximum, metric.FromUnits(metric.ToUnits(metric.Maximum)));
        Assert.Equal(MetricValue.Missing, metric.ToUnits(metric.Minimum - metric.Resolution));
        Assert.Equal(MetricValue.Missing, metric.ToUnits(metric.Maximum + metric.Resolution));
    }

    [Fact]
    public void Metrics_of_one_kind_come_from_different_fields() =>
        Assert.All(MetricCatalogue.ByDocumentKind, kind => Assert.Distinct(kind.Select(metric => (metric.Field, metric.Only))));

    [Fact]
    public void Every_kind_of_document_with_days_and_every_time_series_has_metrics() =>
        Assert.Multiple(
            () => Assert.Equal(
                [
                    "daily_activity", "daily_cardiovascular_age", "daily_readiness", "daily_resilience", "daily_sleep", "daily_spo2", "daily_stress",
                    "enhanced_tag", "rest_mode_period", "session", "sleep", "sleep_time", "tag", "vO2_max", "workout",
                ],
                MetricCatalogue.ByDocumentKind.Select(kind => kind.Key).Order(StringComparer.Ordinal)),
            () => Assert.Equal(
                ["heartrate", "interbeat_interval", "ring_battery_level"], BySeries.Select(kind => kind.Key).Order(StringComparer.Ordinal)));

    [Fact]
    public void Sums_over_other_sleeps_and_what_is_worked_out_come_from_no_single_document() =>
        Assert.Equal(
            ["sleep_outside_night", "cardiovascular_age_difference"],
            MetricCatalogue.All.Except(MetricCatalogue.ByDocumentKind.Concat(BySeries).SelectMany(kind => kind)).Select(metric => metric.Id));

    [Theory]
    [InlineData("-0.285", -29)]
    [InlineData("0.285", 29)]
    [InlineData("-0.275", -28)]
    [InlineData("0.275", 28)]
    [InlineData("-0.284", -28)]
    [InlineData("0.004", 0)]
    [InlineData("-0.004", 0)]
    public void Halves_round_away_from_zero(string celsius, int units) =>
        Assert.Equal(units, MetricCatalogue.Find("temperature_deviation")!.ToUnits(decimal.Parse(celsius, System.Globalization.CultureInfo.InvariantCulture)));

    [GeneratedRegex("^[a-z][a-z0-9]*(_[a-z0-9]+)*$")]
    private static partial Regex SnakeCase();
}
