using System.Text.Json.Serialization;

namespace OuraTeams.Oura.Documents.Sleep;

/// <summary>Why a period of sleep was analysed.</summary>
public enum SleepAnalysisReason
{
    /// <summary>The wearer opened the app.</summary>
    [JsonStringEnumMemberName("foreground_sleep_analysis")]
    ForegroundSleepAnalysis,

    /// <summary>The wearer changed its times.</summary>
    [JsonStringEnumMemberName("bedtime_edit")]
    BedtimeEdit,

    /// <summary>The ring synced by itself. Since 1.35.</summary>
    [JsonStringEnumMemberName("background_sleep_analysis")]
    BackgroundSleepAnalysis,

    /// <summary>The ring synced by itself, and the wearer opened the app later. Since 1.35.</summary>
    [JsonStringEnumMemberName("background_created_foreground_updated")]
    BackgroundCreatedForegroundUpdated,
}
