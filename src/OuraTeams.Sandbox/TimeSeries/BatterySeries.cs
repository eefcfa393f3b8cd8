using System.Text.Json.Nodes;
using OuraTeams.Sandbox.Documents;
using OuraTeams.Sandbox.Simulation;

namespace OuraTeams.Sandbox.TimeSeries;

/// <summary>
/// <c>ring_battery_level</c>: a charge lasts some days; the level is told every hour, in the charger every five minutes.
/// </summary>
internal static class BatterySeries
{
    private const int ChargeMinutes = 60;
    private const int Empty = 18;

    /// <summary>The series.</summary>
    public static TimeSeriesKind Definition { get; } = new() { Route = "ring_battery_level", Scope = "ring_configuration", Rows = Rows };

    private static IEnumerable<TimeSeriesRow> Rows(MemberProfile member, DateTimeOffset from, DateTimeOffset to)
    {
        var noise = Noise.Of(member.Seed, member.Index, (int)NoiseTopic.Battery);
        var cycle = 60L * noise.Whole(72, 144);
        var shift = 5L * noise.Whole(0, (int)cycle / 5);
        var minute = (from.ToUnixTimeSeconds() + 59) / 60;
        for (minute += Mod(-(minute - shift), 5); ; minute += 5)
        {
            var at = DateTimeOffset.FromUnixTimeSeconds(60 * minute);
            if (at > to)
            {
                yield break;
            }

            var phase = Mod(minute - shift, cycle);
            var isCharging = phase < ChargeMinutes;
            if (isCharging || phase % 60 == 0)
            {
                var level = isCharging
                    ? Line.At(phase, 0, Empty, ChargeMinutes, 100)
                    : Line.At(phase, ChargeMinutes, 100, cycle, Empty);
                yield return new(at, Iso.UtcSeconds(at),
                    ("charging", JsonValue.Create(isCharging)),
                    ("in_charger", JsonValue.Create(isCharging)),
                    ("level", JsonValue.Create((int)Math.Round(level))));
            }
        }
    }

    private static long Mod(long value, long modulus) => ((value % modulus) + modulus) % modulus;
}
