using System.Text.Json.Nodes;
using OuraTeams.Sandbox.Simulation;

namespace OuraTeams.Sandbox.Documents;

/// <summary><c>session</c>: a quiet moment with the app in the evening, measured every five seconds.</summary>
internal static class SessionKind
{
    private const int SampleSeconds = 5;
    private static readonly string[] Types = ["breathing", "meditation", "nap", "relaxation", "rest", "body_status"];
    private static readonly string[] Moods = ["bad", "worse", "same", "good", "great"];

    /// <summary>The kind.</summary>
    public static DocumentKind Definition { get; } = new()
    {
        Route = "session",
        DataType = "session",
        Scope = "session",
        ComparedInstant = body => Iso.Read(body, "start_datetime"),
        EndIsInclusive = false,
        AppearsAt = (day, _) => Time(day).End,
        Slots = day => day.Noise(NoiseTopic.Session).Chance(0.22) ? [0] : [],
        Write = Write,
    };

    /// <summary>From when to when it took. Only on a day that has one.</summary>
    public static (DateTimeOffset Start, DateTimeOffset End) Time(MemberDay day)
    {
        var noise = day.Noise(NoiseTopic.Session, 1);
        var start = day.At(TimeSpan.FromMinutes(noise.Whole((19 * 60) + 15, 20 * 60)));
        return (start, start + TimeSpan.FromMinutes(noise.Whole(3, 16)));
    }

    private static void Write(JsonObject body, MemberDay day, int slot)
    {
        var (start, end) = Time(day);
        var noise = day.Noise(NoiseTopic.Session, day.Variation + 2);
        var type = Types[day.Noise(NoiseTopic.Session, 1).Whole(0, Types.Length)];
        var count = (int)((end - start).TotalSeconds / SampleSeconds);
        var measured = !noise.Chance(0.1);
        JsonObject? Series(double from, double to, double spread, double gaps)
        {
            var items = new List<double?>(count);
            for (var i = 0; i < count; i++)
            {
                var value = Math.Round(Math.Max(0, from + ((to - from) * i / count) + (spread * noise.Normal())));
                items.Add(noise.Chance(gaps) ? null : value);
            }

            return measured ? Sample.Of(start, SampleSeconds, items) : null;
        }

        var rate = day.Member.RestingHeartRate;
        body["day"] = Iso.Day(day.Day);
        body["end_datetime"] = Iso.Seconds(end);
        body["heart_rate"] = Series(rate + 14, rate + 6, 1.5, 0.03);
        body["heart_rate_variability"] = Series(day.Member.Hrv * 0.7, day.Member.Hrv, 4, 0.06);
        body["mood"] = noise.Chance(0.3) ? null : Moods[noise.Whole(0, Moods.Length)];
        body["motion_count"] = Series(1, 0, 0.6, 0);
        body["start_datetime"] = Iso.Seconds(start);
        body["type"] = type;
    }
}
