namespace OuraTeams.Sandbox.Webhooks;

/// <summary>What can be subscribed to. That is more than the sandbox has documents of.</summary>
internal static class WebhookTypes
{
    private static readonly string[] InBoth =
    [
        "tag", "enhanced_tag", "workout", "session", "sleep", "daily_sleep", "daily_readiness", "daily_activity", "daily_spo2",
        "sleep_time", "rest_mode_period", "ring_configuration", "daily_stress", "daily_cardiovascular_age", "daily_resilience", "vo2_max",
    ];

    private static readonly string[] Newest = [.. InBoth, "meal"];

    private static readonly string[] Older =
    [
        .. InBoth, "daily_cycle_phases", "activation_status", "period_start", "pregnancy", "fertile_window", "ovulation_confirmed", "blood_glucose",
    ];

    /// <summary>The types of events.</summary>
    public static IReadOnlyList<string> Events { get; } = ["create", "update", "delete"];

    /// <summary>The data types of the version that the sandbox answers as.</summary>
    public static IReadOnlyList<string> Data(SandboxOptions options) => options.Generation == OuraGeneration.V129 ? Older : Newest;
}
