namespace OuraTeams.Metrics.Catalogue;

/// <summary>
/// Every metric, in the order of their numbers. A number is a place in stored rows: new metrics are added at the end, none is
/// moved or removed. Units, ranges and fields: Oura's OpenAPI description 1.37.
/// </summary>
public static class MetricCatalogue
{
    private const string DailySleep = "daily_sleep";
    private const string DailyReadiness = "daily_readiness";
    private const string DailyActivity = "daily_activity";
    private const string Sleep = "sleep";
    private const string Workout = "workout";
    private const string Session = "session";
    private const string SleepTime = "sleep_time";
    private const string RestMode = "rest_mode_period";
    private const string CardiovascularAge = "daily_cardiovascular_age";
    private const string HeartRate = "heartrate";
    private const string Interbeat = "interbeat_interval";
    private const string Battery = "ring_battery_level";
    private const int MinutesOfDay = 1440;

    /// <summary>All metrics; the index is <see cref="MetricDefinition.Number"/>.</summary>
    public static IReadOnlyList<MetricDefinition> All { get; } = Number(
    [
        Score("sleep_score", "Sleep score", ConsentClass.Sleep, DailySleep, "score", "Oura's score of the night, 1 to 100."),
        Score("sleep_contributor_deep_sleep", "Deep sleep (sleep contributor)", ConsentClass.Sleep, DailySleep, "contributors.deep_sleep", "Deep sleep as a contributor to the sleep score, 1 to 100."),
        Score("sleep_contributor_efficiency", "Efficiency (sleep contributor)", ConsentClass.Sleep, DailySleep, "contributors.efficiency", "Efficiency as a contributor to the sleep score, 1 to 100."),
        Score("sleep_contributor_latency", "Latency (sleep contributor)", ConsentClass.Sleep, DailySleep, "contributors.latency", "Latency as a contributor to the sleep score, 1 to 100."),
        Score("sleep_contributor_rem_sleep", "REM sleep (sleep contributor)", ConsentClass.Sleep, DailySleep, "contributors.rem_sleep", "REM sleep as a contributor to the sleep score, 1 to 100."),
        Score("sleep_contributor_restfulness", "Restfulness (sleep contributor)", ConsentClass.Sleep, DailySleep, "contributors.restfulness", "Restfulness as a contributor to the sleep score, 1 to 100."),
        Score("sleep_contributor_timing", "Timing (sleep contributor)", ConsentClass.Sleep, DailySleep, "contributors.timing", "Timing as a contributor to the sleep score, 1 to 100."),
        Score("sleep_contributor_total_sleep", "Total sleep (sleep contributor)", ConsentClass.Sleep, DailySleep, "contributors.total_sleep", "Total sleep as a contributor to the sleep score, 1 to 100."),
        Score("readiness_score", "Readiness score", ConsentClass.Readiness, DailyReadiness, "score", "Oura's score of the readiness for the day, 1 to 100."),
        Score("readiness_contributor_activity_balance", "Activity balance (readiness contributor)", ConsentClass.Readiness, DailyReadiness, "contributors.activity_balance", "Activity balance as a contributor to the readiness score, 1 to 100."),
        Score("readiness_contributor_body_temperature", "Body temperature (readiness contributor)", ConsentClass.Readiness, DailyReadiness, "contributors.body_temperature", "Body temperature as a contributor to the readiness score, 1 to 100."),
        Score("readiness_contributor_hrv_balance", "HRV balance (readiness contributor)", ConsentClass.Readiness, DailyReadiness, "contributors.hrv_balance", "HRV balance as a contributor to the readiness score, 1 to 100."),
        Score("readiness_contributor_previous_day_activity", "Previous day activity (readiness contributor)", ConsentClass.Readiness, DailyReadiness, "contributors.previous_day_activity", "Previous day activity as a contributor to the readiness score, 1 to 100."),
        Score("readiness_contributor_previous_night", "Previous night (readiness contributor)", ConsentClass.Readiness, DailyReadiness, "contributors.previous_night", "Previous night as a contributor to the readiness score, 1 to 100."),
        Score("readiness_contributor_recovery_index", "Recovery index (readiness contributor)", ConsentClass.Readiness, DailyReadiness, "contributors.recovery_index", "Recovery index as a contributor to the readiness score, 1 to 100."),
        Score("readiness_contributor_resting_heart_rate", "Resting heart rate (readiness contributor)", ConsentClass.Readiness, DailyReadiness, "contributors.resting_heart_rate", "Resting heart rate as a contributor to the readiness score, 1 to 100."),
        Score("readiness_contributor_sleep_balance", "Sleep balance (readiness contributor)", ConsentClass.Readiness, DailyReadiness, "contributors.sleep_balance", "Sleep balance as a contributor to the readiness score, 1 to 100."),
        Score("readiness_contributor_sleep_regularity", "Sleep regularity (readiness contributor)", ConsentClass.Readiness, DailyReadiness, "contributors.sleep_regularity", "Sleep regularity as a contributor to the readiness score, 1 to 100."),
        Of("temperature_deviation", "Temperature deviation", "Cel", 0.01m, -10m, 10m, MetricDirection.Neither, ConsentClass.Vitals, DailyReadiness, "temperature_deviation", DayCombination.Current, "Skin temperature of the night against the member's own baseline."),
        Of("temperature_trend_deviation", "Temperature trend deviation", "Cel", 0.01m, -10m, 10m, MetricDirection.Neither, ConsentClass.Vitals, DailyReadiness, "temperature_trend_deviation", DayCombination.Current, "Weighted three-day trend of the temperature deviation."),
        Score("activity_score", "Activity score", ConsentClass.Activity, DailyActivity, "score", "Oura's score of the day's activity, 1 to 100."),
        Score("activity_contributor_meet_daily_targets", "Meet daily targets (activity contributor)", ConsentClass.Activity, DailyActivity, "contributors.meet_daily_targets", "Meet daily targets as a contributor to the activity score, 1 to 100."),
        Score("activity_contributor_move_every_hour", "Move every hour (activity contributor)", ConsentClass.Activity, DailyActivity, "contributors.move_every_hour", "Move every hour as a contributor to the activity score, 1 to 100."),
        Score("activity_contributor_recovery_time", "Recovery time (activity contributor)", ConsentClass.Activity, DailyActivity, "contributors.recovery_time", "Recovery time as a contributor to the activity score, 1 to 100."),
        Score("activity_contributor_stay_active", "Stay active (activity contributor)", ConsentClass.Activity, DailyActivity, "contributors.stay_active", "Stay active as a contributor to the activity score, 1 to 100."),
        Score("activity_contributor_training_frequency", "Training frequency (activity contributor)", ConsentClass.Activity, DailyActivity, "contributors.training_frequency", "Training frequency as a contributor to the activity score, 1 to 100."),
        Score("activity_contributor_training_volume", "Training volume (activity contributor)", ConsentClass.Activity, DailyActivity, "contributors.training_volume", "Training volume as a contributor to the activity score, 1 to 100."),
        Of("steps", "Steps", "{step}", 1m, 0m, 200000m, MetricDirection.Higher, ConsentClass.Activity, DailyActivity, "steps", DayCombination.Current, "Steps of the day."),
        Of("active_calories", "Active calories", "kcal", 1m, 0m, 20000m, MetricDirection.Higher, ConsentClass.Activity, DailyActivity, "active_calories", DayCombination.Current, "Energy spent by activity."),
        Of("total_calories", "Total calories", "kcal", 1m, 0m, 30000m, MetricDirection.Neither, ConsentClass.Activity, DailyActivity, "total_calories", DayCombination.Current, "Energy spent in the whole day."),
        Of("equivalent_walking_distance", "Equivalent walking distance", "m", 1m, 0m, 500000m, MetricDirection.Higher, ConsentClass.Activity, DailyActivity, "equivalent_walking_distance", DayCombination.Current, "Distance whose walk would have spent the same energy."),
        Of("high_activity_time", "High activity time", "s", 1m, 0m, 90000m, MetricDirection.Higher, ConsentClass.Activity, DailyActivity, "high_activity_time", DayCombination.Current, "Time at high intensity."),
        Of("medium_activity_time", "Medium activity time", "s", 1m, 0m, 90000m, MetricDirection.Higher, ConsentClass.Activity, DailyActivity, "medium_activity_time", DayCombination.Current, "Time at medium intensity."),
        Of("low_activity_time", "Low activity time", "s", 1m, 0m, 90000m, MetricDirection.Higher, ConsentClass.Activity, DailyActivity, "low_activity_time", DayCombination.Current, "Time at low intensity."),
        Of("sedentary_time", "Sedentary time", "s", 1m, 0m, 90000m, MetricDirection.Lower, ConsentClass.Activity, DailyActivity, "sedentary_time", DayCombination.Current, "Time awake without movement."),
        Of("resting_time", "Resting time", "s", 1m, 0m, 90000m, MetricDirection.Neither, ConsentClass.Activity, DailyActivity, "resting_time", DayCombination.Current, "Time at rest or asleep."),
        Of("non_wear_time", "Non-wear time", "s", 1m, 0m, 90000m, MetricDirection.Lower, ConsentClass.Activity, DailyActivity, "non_wear_time", DayCombination.Current, "Time that the ring was not worn."),
        Of("average_met_minutes", "Average MET", "{MET}", 0.01m, 0m, 100m, MetricDirection.Higher, ConsentClass.Activity, DailyActivity, "average_met_minutes", DayCombination.Current, "Mean metabolic equivalent of the day."),
        Of("inactivity_alerts", "Inactivity alerts", "{alert}", 1m, 0m, 1000m, MetricDirection.Lower, ConsentClass.Activity, DailyActivity, "inactivity_alerts", DayCombination.Current, "Inactivity alerts that the member got."),
        Of("total_sleep_duration", "Total sleep", "s", 1m, 0m, 90000m, MetricDirection.Higher, ConsentClass.Sleep, Sleep, "total_sleep_duration", DayCombination.Night, "Sleep of the night, without time awake."),
        Of("deep_sleep_duration", "Deep sleep", "s", 1m, 0m, 90000m, MetricDirection.Higher, ConsentClass.Sleep, Sleep, "deep_sleep_duration", DayCombination.Night, "Deep sleep of the night."),
        Of("light_sleep_duration", "Light sleep", "s", 1m, 0m, 90000m, MetricDirection.Neither, ConsentClass.Sleep, Sleep, "light_sleep_duration", DayCombination.Night, "Light sleep of the night."),
        Of("rem_sleep_duration", "REM sleep", "s", 1m, 0m, 90000m, MetricDirection.Higher, ConsentClass.Sleep, Sleep, "rem_sleep_duration", DayCombination.Night, "REM sleep of the night."),
        Of("awake_time", "Awake time", "s", 1m, 0m, 90000m, MetricDirection.Lower, ConsentClass.Sleep, Sleep, "awake_time", DayCombination.Night, "Time awake between going to bed and getting up."),
        Of("time_in_bed", "Time in bed", "s", 1m, 0m, 90000m, MetricDirection.Neither, ConsentClass.Sleep, Sleep, "time_in_bed", DayCombination.Night, "Length of the night, from going to bed to getting up."),
        Of("sleep_latency", "Sleep latency", "s", 1m, 0m, 36000m, MetricDirection.Lower, ConsentClass.Sleep, Sleep, "latency", DayCombination.Night, "Time until the member fell asleep."),
        Of("sleep_efficiency", "Sleep efficiency", "%", 1m, 0m, 100m, MetricDirection.Higher, ConsentClass.Sleep, Sleep, "efficiency", DayCombination.Night, "Share of the time in bed spent asleep."),
        Of("restless_periods", "Restless periods", "{period}", 1m, 0m, 5000m, MetricDirection.Lower, ConsentClass.Sleep, Sleep, "restless_periods", DayCombination.Night, "Restless periods in the night."),
        Of("average_heart_rate", "Average heart rate", "/min", 0.01m, 20m, 250m, MetricDirection.Lower, ConsentClass.Vitals, Sleep, "average_heart_rate", DayCombination.Night, "Mean heart rate of the night, beats a minute."),
        Of("lowest_heart_rate", "Lowest heart rate", "/min", 1m, 20m, 250m, MetricDirection.Lower, ConsentClass.Vitals, Sleep, "lowest_heart_rate", DayCombination.Night, "Lowest heart rate of the night, beats a minute."),
        Of("average_hrv", "Average HRV", "ms", 1m, 1m, 500m, MetricDirection.Higher, ConsentClass.Vitals, Sleep, "average_hrv", DayCombination.Night, "Mean heart rate variability (RMSSD) of the night."),
        Of("average_breath", "Respiratory rate", "/min", 0.01m, 1m, 60m, MetricDirection.Neither, ConsentClass.Vitals, Sleep, "average_breath", DayCombination.Night, "Mean respiratory rate of the night, breaths a minute."),
        Of("sleep_outside_night", "Sleep outside the night", "s", 1m, 0m, 90000m, MetricDirection.Neither, ConsentClass.Sleep, Sleep, "total_sleep_duration", DayCombination.SumOutsideNight, "Sleep of the day's other sleeps, naps among them; missing on a day without one."),
        Of("spo2", "Blood oxygen", "%", 0.1m, 50m, 100m, MetricDirection.Higher, ConsentClass.Vitals, "daily_spo2", "spo2_percentage.average", DayCombination.Current, "Mean blood oxygen saturation of the night."),
        Of("breathing_disturbance_index", "Breathing disturbance", "1", 1m, 0m, 100m, MetricDirection.Lower, ConsentClass.Vitals, "daily_spo2", "breathing_disturbance_index", DayCombination.Current, "Oura's index of breathing disturbances in the night."),
        Of("stress_time", "Stress time", "s", 1m, 0m, 90000m, MetricDirection.Lower, ConsentClass.Stress, "daily_stress", "stress_high", DayCombination.Current, "Time in high stress by day."),
        Of("recovery_time", "Recovery time", "s", 1m, 0m, 90000m, MetricDirection.Higher, ConsentClass.Stress, "daily_stress", "recovery_high", DayCombination.Current, "Time in high recovery by day."),
        Of("resilience_level", "Resilience level", "1", 1m, 1m, 5m, MetricDirection.Higher, ConsentClass.Stress, "daily_resilience", "level", DayCombination.Current, "Oura's resilience: 1 limited, 2 adequate, 3 solid, 4 strong, 5 exceptional.") with
        {
            Reading = ValueReading.Level,
            Levels = ["limited", "adequate", "solid", "strong", "exceptional"],
        },
        Of("resilience_sleep_recovery", "Sleep recovery (resilience contributor)", "1", 0.1m, 0m, 100m, MetricDirection.Higher, ConsentClass.Stress, "daily_resilience", "contributors.sleep_recovery", DayCombination.Current, "Sleep recovery as a contributor to resilience, 0 to 100."),
        Of("resilience_daytime_recovery", "Daytime recovery (resilience contributor)", "1", 0.1m, 0m, 100m, MetricDirection.Higher, ConsentClass.Stress, "daily_resilience", "contributors.daytime_recovery", DayCombination.Current, "Daytime recovery as a contributor to resilience, 0 to 100."),
        Of("resilience_stress", "Stress (resilience contributor)", "1", 0.1m, 0m, 100m, MetricDirection.Higher, ConsentClass.Stress, "daily_resilience", "contributors.stress", DayCombination.Current, "Stress as a contributor to resilience, 0 to 100."),
        Of("cardiovascular_age", "Cardiovascular age", "a", 1m, 18m, 100m, MetricDirection.Lower, ConsentClass.Vitals, "daily_cardiovascular_age", "vascular_age", DayCombination.Current, "Cardiovascular age in years."),
        Of("pulse_wave_velocity", "Pulse wave velocity", "m/s", 0.01m, 1m, 30m, MetricDirection.Lower, ConsentClass.Vitals, "daily_cardiovascular_age", "pulse_wave_velocity", DayCombination.Current, "Pulse wave velocity."),
        Of("vo2_max", "VO2 max", "mL/kg/min", 0.1m, 5m, 100m, MetricDirection.Higher, ConsentClass.Activity, "vO2_max", "vo2_max", DayCombination.Current, "Estimated maximal oxygen uptake."),
        Of("workouts", "Workouts", "{workout}", 1m, 0m, 100m, MetricDirection.Neither, ConsentClass.Activity, Workout, "id", DayCombination.Sum, "Workouts of the day.") with { Reading = ValueReading.Count },
        Of("workout_time", "Workout time", "s", 1m, 0m, 90000m, MetricDirection.Neither, ConsentClass.Activity, Workout, "start_datetime..end_datetime", DayCombination.Sum, "Time in workouts.") with { Reading = ValueReading.Seconds },
        Of("hard_workout_time", "Hard workout time", "s", 1m, 0m, 90000m, MetricDirection.Neither, ConsentClass.Activity, Workout, "start_datetime..end_datetime", DayCombination.Sum, "Time in workouts of hard intensity.") with
        {
            Reading = ValueReading.Seconds,
            Only = ("intensity", "hard"),
        },
        Of("workout_calories", "Workout calories", "kcal", 1m, 0m, 20000m, MetricDirection.Neither, ConsentClass.Activity, Workout, "calories", DayCombination.Sum, "Energy spent in workouts."),
        Of("workout_distance", "Workout distance", "m", 1m, 0m, 1000000m, MetricDirection.Neither, ConsentClass.Activity, Workout, "distance", DayCombination.Sum, "Distance covered in workouts."),
        Of("sessions", "Sessions", "{session}", 1m, 0m, 100m, MetricDirection.Neither, ConsentClass.Stress, Session, "id", DayCombination.Sum, "Guided or unguided sessions of the day: breathing, meditation, rest.") with { Reading = ValueReading.Count },
        Of("session_time", "Session time", "s", 1m, 0m, 90000m, MetricDirection.Neither, ConsentClass.Stress, Session, "start_datetime..end_datetime", DayCombination.Sum, "Time in sessions.") with { Reading = ValueReading.Seconds },
        Of("bedtime", "Bedtime", "min", 1m, 0m, 1439m, MetricDirection.Neither, ConsentClass.Sleep, Sleep, "bedtime_start", DayCombination.Night, "When the night began: minutes since midnight on the wearer's clock. Aggregates go round at midnight.") with
        {
            Reading = ValueReading.TimeOfDay,
            Period = MinutesOfDay,
        },
        Of("wake_time", "Wake time", "min", 1m, 0m, 1439m, MetricDirection.Neither, ConsentClass.Sleep, Sleep, "bedtime_end", DayCombination.Night, "When the night ended: minutes since midnight on the wearer's clock. Aggregates go round at midnight.") with
        {
            Reading = ValueReading.TimeOfDay,
            Period = MinutesOfDay,
        },
        Of("high_activity_met_minutes", "High activity MET minutes", "{MET}.min", 1m, 0m, 20000m, MetricDirection.Higher, ConsentClass.Activity, DailyActivity, "high_activity_met_minutes", DayCombination.Current, "MET minutes at high intensity."),
        Of("medium_activity_met_minutes", "Medium activity MET minutes", "{MET}.min", 1m, 0m, 20000m, MetricDirection.Higher, ConsentClass.Activity, DailyActivity, "medium_activity_met_minutes", DayCombination.Current, "MET minutes at medium intensity."),
        Of("low_activity_met_minutes", "Low activity MET minutes", "{MET}.min", 1m, 0m, 20000m, MetricDirection.Higher, ConsentClass.Activity, DailyActivity, "low_activity_met_minutes", DayCombination.Current, "MET minutes at low intensity."),
        Of("sedentary_met_minutes", "Sedentary MET minutes", "{MET}.min", 1m, 0m, 20000m, MetricDirection.Neither, ConsentClass.Activity, DailyActivity, "sedentary_met_minutes", DayCombination.Current, "MET minutes awake without movement."),
        Of("moderate_workout_time", "Moderate workout time", "s", 1m, 0m, 90000m, MetricDirection.Neither, ConsentClass.Activity, Workout, "start_datetime..end_datetime", DayCombination.Sum, "Time in workouts of moderate intensity.") with
        {
            Reading = ValueReading.Seconds,
            Only = ("intensity", "moderate"),
        },
        Of("easy_workout_time", "Easy workout time", "s", 1m, 0m, 90000m, MetricDirection.Neither, ConsentClass.Activity, Workout, "start_datetime..end_datetime", DayCombination.Sum, "Time in workouts of easy intensity.") with
        {
            Reading = ValueReading.Seconds,
            Only = ("intensity", "easy"),
        },
        Of("recommended_bedtime_start", "Recommended bedtime, from", "min", 1m, 0m, 1439m, MetricDirection.Neither, ConsentClass.Sleep, SleepTime, "optimal_bedtime.start_offset", DayCombination.Current, "When the bedtime that Oura recommends begins: minutes since midnight on the wearer's clock. Aggregates go round at midnight.") with
        {
            Reading = ValueReading.MidnightOffset,
            Period = MinutesOfDay,
        },
        Of("recommended_bedtime_end", "Recommended bedtime, to", "min", 1m, 0m, 1439m, MetricDirection.Neither, ConsentClass.Sleep, SleepTime, "optimal_bedtime.end_offset", DayCombination.Current, "When the bedtime that Oura recommends ends: minutes since midnight on the wearer's clock. Aggregates go round at midnight.") with
        {
            Reading = ValueReading.MidnightOffset,
            Period = MinutesOfDay,
        },
        Of("rest_modes_begun", "Rest modes begun", "{period}", 1m, 0m, 100m, MetricDirection.Neither, ConsentClass.Readiness, RestMode, "id", DayCombination.Sum, "Rest modes that began on the day.") with { Reading = ValueReading.Count },
        Of("rest_mode_days", "Days of rest mode", "d", 1m, 1m, 1000m, MetricDirection.Neither, ConsentClass.Readiness, RestMode, "start_day..end_day", DayCombination.Sum, "Days of the rest mode that began on the day, its first and last among them; missing while it lasts.") with { Reading = ValueReading.Days },
        Of("tags", "Tags", "{tag}", 1m, 0m, 1000m, MetricDirection.Neither, ConsentClass.Notes, "enhanced_tag", "id", DayCombination.Sum, "Tags that the member gave the day, those of several days on their first.") with { Reading = ValueReading.Count },
        Of("older_tags", "Tags in the older form", "{tag}", 1m, 0m, 1000m, MetricDirection.Neither, ConsentClass.Notes, "tag", "id", DayCombination.Sum, "The member's tags as Oura's older kind of document tells them; they mostly repeat the newer.") with { Reading = ValueReading.Count },
        Of("cardiovascular_age_difference", "Cardiovascular age minus age", "a", 1m, -100m, 100m, MetricDirection.Lower, ConsentClass.Vitals, CardiovascularAge, "vascular_age", DayCombination.Derived, "Cardiovascular age minus the age in personal_info; negative when the vessels are younger than the member."),
        Of("day_lowest_heart_rate", "Lowest heart rate of the day", "/min", 1m, 20m, 250m, MetricDirection.Neither, ConsentClass.Vitals, HeartRate, "bpm", DayCombination.RowsOfDay, "Lowest heart rate measured in the day, beats a minute."),
        Of("day_average_heart_rate", "Average heart rate of the day", "/min", 0.01m, 20m, 250m, MetricDirection.Neither, ConsentClass.Vitals, HeartRate, "bpm", DayCombination.RowsOfDay, "Mean of the day's measurements, beats a minute. Oura measures more often in workouts."),
        Of("day_highest_heart_rate", "Highest heart rate of the day", "/min", 1m, 20m, 250m, MetricDirection.Neither, ConsentClass.Vitals, HeartRate, "bpm", DayCombination.RowsOfDay, "Highest heart rate measured in the day, beats a minute."),
        Of("night_lowest_heart_rate", "Lowest heart rate of the night", "/min", 1m, 20m, 250m, MetricDirection.Lower, ConsentClass.Vitals, HeartRate, "bpm", DayCombination.RowsOfNight, "Lowest heart rate measured in the night, beats a minute."),
        Of("night_average_heart_rate", "Average heart rate of the night", "/min", 0.01m, 20m, 250m, MetricDirection.Lower, ConsentClass.Vitals, HeartRate, "bpm", DayCombination.RowsOfNight, "Mean of the night's measurements, beats a minute."),
        Of("night_highest_heart_rate", "Highest heart rate of the night", "/min", 1m, 20m, 250m, MetricDirection.Neither, ConsentClass.Vitals, HeartRate, "bpm", DayCombination.RowsOfNight, "Highest heart rate measured in the night, beats a minute."),
        Of("night_average_ibi", "Average interbeat interval", "ms", 0.1m, 200m, 2000m, MetricDirection.Higher, ConsentClass.Vitals, Interbeat, "ibi", DayCombination.RowsOfNight, "Mean time between two heart beats in the night, over intervals of validity 1 and 3."),
        Of("night_ibi_rmssd", "RMSSD of interbeat intervals", "ms", 0.1m, 0m, 1000m, MetricDirection.Higher, ConsentClass.Vitals, Interbeat, "ibi", DayCombination.RowsOfNight, "Root mean square of the differences between successive intervals in the night; none is taken across a gap or an interval that can't be trusted."),
        Of("night_ibi_sdnn", "SDNN of interbeat intervals", "ms", 0.1m, 0m, 1000m, MetricDirection.Higher, ConsentClass.Vitals, Interbeat, "ibi", DayCombination.RowsOfNight, "Standard deviation of the intervals in the night."),
        Of("lowest_battery_level", "Lowest battery level", "%", 1m, 0m, 100m, MetricDirection.Higher, ConsentClass.Ring, Battery, "level", DayCombination.RowsOfDay, "Least charge of the ring in the day."),
        Of("last_battery_level", "Last battery level", "%", 1m, 0m, 100m, MetricDirection.Higher, ConsentClass.Ring, Battery, "level", DayCombination.RowsOfDay, "The day's last known charge of the ring."),
        Of("charging_time", "Charging time", "s", 1m, 0m, 90000m, MetricDirection.Neither, ConsentClass.Ring, Battery, "charging", DayCombination.RowsOfDay, "Time that the ring charged; missing on a day whose rows don't say whether it did."),
    ]);

    private static readonly Dictionary<string, MetricDefinition> ById = All.ToDictionary(metric => metric.Id, StringComparer.Ordinal);

    /// <summary>Metrics that a document of a kind, as routes name it, says by itself.</summary>
    public static ILookup<string, MetricDefinition> ByDocumentKind { get; } = All
        .Where(metric => metric.Combination is DayCombination.Current or DayCombination.Night or DayCombination.Sum)
        .ToLookup(metric => metric.DocumentKind, StringComparer.Ordinal);

    /// <summary>Whether all documents of a kind count for their day, rather than one current one.</summary>
    public static bool AllCount(string documentKind) => ByDocumentKind[documentKind].All(metric => metric.Combination == DayCombination.Sum);

    /// <summary>The metric of that id, or null.</summary>
    public static MetricDefinition? Find(string id) => ById.GetValueOrDefault(id);

    private static MetricDefinition Score(string id, string name, ConsentClass consent, string kind, string field, string description) =>
        Of(id, name, "1", 1m, 0m, 100m, MetricDirection.Higher, consent, kind, field, DayCombination.Current, description);

    private static MetricDefinition Of(
        string id,
        string name,
        string unit,
        decimal resolution,
        decimal minimum,
        decimal maximum,
        MetricDirection direction,
        ConsentClass consent,
        string kind,
        string field,
        DayCombination combination,
        string description) => new()
        {
            Number = 0,
            Id = id,
            Name = name,
            Unit = unit,
            Resolution = resolution,
            Minimum = minimum,
            Maximum = maximum,
            Direction = direction,
            ConsentClass = consent,
            DocumentKind = kind,
            Field = field,
            Combination = combination,
            Description = description,
        };

    private static MetricDefinition[] Number(IEnumerable<MetricDefinition> metrics) =>
        [.. metrics.Select((metric, number) => metric with { Number = number })];
}
