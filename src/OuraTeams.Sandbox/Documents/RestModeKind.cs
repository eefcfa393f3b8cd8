using System.Text.Json.Nodes;
using OuraTeams.Sandbox.Simulation;

namespace OuraTeams.Sandbox.Documents;

/// <summary><c>rest_mode_period</c>: some days of rest in a fever. It is open, with null ends, until a sync reaches its last day.</summary>
internal static class RestModeKind
{
    private static readonly string[] Tags = ["tag_generic_sick", "tag_generic_fever", "tag_generic_headache", "tag_generic_cough"];

    /// <summary>The kind.</summary>
    public static DocumentKind Definition { get; } = new()
    {
        Route = "rest_mode_period",
        DataType = "rest_mode_period",
        Scope = "daily",
        ComparedInstant = body => Iso.ReadDay(body, "start_day"),
        EndIsInclusive = true,
        Slots = day => NightPlan.HasFever(day.Member, day.Day) && !NightPlan.HasFever(day.Member, day.Day.AddDays(-1))
            && day.Noise(NoiseTopic.RestMode).Chance(0.8) ? [0] : [],
        LastDay = (day, _) => Last(day),
        Write = Write,
    };

    private static DateOnly Last(MemberDay day) => day.Day.AddDays(day.Noise(NoiseTopic.RestMode, 1).Whole(1, 5));

    private static void Write(JsonObject body, MemberDay day, int slot)
    {
        var noise = day.Noise(NoiseTopic.RestMode, day.Variation + 2);
        var last = Last(day);
        var isOpen = last > day.KnownThrough;
        var episodes = new JsonArray();
        for (var count = noise.Whole(0, 3); count > 0; count--)
        {
            episodes.Add(new JsonObject
            {
                ["tags"] = new JsonArray(Tags[noise.Whole(0, Tags.Length)]),
                ["timestamp"] = Iso.Seconds(day.At(TimeSpan.FromMinutes(noise.Whole(8 * 60, 20 * 60)))),
            });
        }

        body["end_day"] = isOpen ? null : Iso.Day(last);
        body["end_time"] = isOpen ? null : Iso.Seconds(day.Member.At(last, TimeSpan.FromMinutes(noise.Whole(7 * 60, 12 * 60))));
        body["episodes"] = episodes;
        body["start_day"] = Iso.Day(day.Day);
        body["start_time"] = Iso.Seconds(day.At(TimeSpan.FromMinutes(noise.Whole(6 * 60, 11 * 60))));
    }
}
