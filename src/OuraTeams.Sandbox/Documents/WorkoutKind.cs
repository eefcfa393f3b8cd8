using System.Text.Json.Nodes;
using OuraTeams.Sandbox.Simulation;

namespace OuraTeams.Sandbox.Documents;

/// <summary><c>workout</c>: one document for each training, from its end on.</summary>
internal static class WorkoutKind
{
    private static readonly string[] Sources = ["autodetected", "confirmed", "manual", "workout_heart_rate"];

    /// <summary>The kind.</summary>
    public static DocumentKind Definition { get; } = new()
    {
        Route = "workout",
        DataType = "workout",
        Scope = "workout",
        ComparedInstant = body => Iso.Read(body, "start_datetime"),
        EndIsInclusive = false,
        AppearsAt = (day, slot) => Find(day, slot).End,
        Slots = day => Training.For(day).Select(training => training.Slot),
        Write = Write,
    };

    private static Training Find(MemberDay day, int slot) => Training.For(day).First(training => training.Slot == slot);

    private static void Write(JsonObject body, MemberDay day, int slot)
    {
        var training = Find(day, slot);
        var noise = day.Noise(NoiseTopic.Workout, (day.Variation * 16) + slot + 1);
        var minutes = training.Length.TotalMinutes;
        var effort = (training.HeartRate - day.Member.RestingHeartRate) / 10;
        var metresAMinute = training.Activity switch { "walking" => 85, "running" => 160, "cycling" => 400, "rowing" => 180, _ => 0 };
        body["activity"] = training.Activity;
        body["calories"] = Math.Round(minutes * effort * day.Member.Member.Weight / 70 * noise.Between(0.9, 1.1), 3);
        body["day"] = Iso.Day(day.Day);
        body["distance"] = metresAMinute == 0 ? null : Math.Round(minutes * metresAMinute * noise.Between(0.9, 1.1), 1);
        body["end_datetime"] = Iso.Seconds(training.End);
        body["intensity"] = effort < 5 ? "easy" : effort < 8.5 ? "moderate" : "hard";
        body["label"] = noise.Chance(0.15) ? "With the team" : null;
        body["source"] = slot == 1 ? Sources[noise.Whole(0, 2)] : Sources[noise.Whole(0, Sources.Length)];
        body["start_datetime"] = Iso.Seconds(training.Start);
    }
}
