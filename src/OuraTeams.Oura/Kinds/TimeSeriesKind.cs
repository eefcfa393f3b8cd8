using OuraTeams.Oura.Documents.TimeSeries;
using OuraTeams.Oura.Json;

namespace OuraTeams.Oura.Kinds;

/// <summary>One time series: rows without an id that are asked for by time and have no webhook events.</summary>
public abstract class TimeSeriesKind : OuraKind
{
    static TimeSeriesKind()
    {
        OuraJson json = OuraJson.Default;
        HeartRate = new("heartrate", "heartrate", json.HeartRate);
        RingBatteryLevel = new("ring_battery_level", "ring_configuration", json.RingBatteryLevel);
        InterbeatInterval = new("interbeat_interval", "research", json.InterbeatInterval);
        All = [HeartRate, RingBatteryLevel, InterbeatInterval];
    }

    private protected TimeSeriesKind(string name, string scope)
        : base(name, scope)
    {
    }

    /// <summary>Heart rate.</summary>
    public static TimeSeriesKind<HeartRate> HeartRate { get; }

    /// <summary>Charge of the ring's battery.</summary>
    public static TimeSeriesKind<RingBatteryLevel> RingBatteryLevel { get; }

    /// <summary>Times between heart beats. Version 1.29 only.</summary>
    public static TimeSeriesKind<InterbeatInterval> InterbeatInterval { get; }

    /// <summary>All 3 time series.</summary>
    public static new IReadOnlyList<TimeSeriesKind> All { get; }
}
