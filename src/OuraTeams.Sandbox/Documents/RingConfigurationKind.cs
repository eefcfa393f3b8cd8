using System.Text.Json.Nodes;
using OuraTeams.Sandbox.Simulation;

namespace OuraTeams.Sandbox.Documents;

/// <summary><c>ring_configuration</c>: one document for each ring that a member ever paired, whatever the dates asked for.</summary>
internal static class RingConfigurationKind
{
    private static readonly string[] Colors =
        ["silver", "stealth_black", "brushed_silver", "rose", "glossy_black", "matt_gold", "titanium", "glossy_gold", "cloud", "petal", "midnight", "tide", "deep_rose"];

    private static readonly string[] Designs = ["horizon", "heritage", "balance", "ceramic", "balance_diamond"];

    /// <summary>The kind. Slot 0 is the ring that is worn, slot 1 the one before it.</summary>
    public static DocumentKind Definition { get; } = new()
    {
        Route = "ring_configuration",
        DataType = "ring_configuration",
        Scope = "ring_configuration",
        ComparedInstant = body => Iso.Read(body, "set_up_at"),
        EndIsInclusive = true,
        IsUndated = true,
        Slots = day => day.Noise(NoiseTopic.Ring).Chance(0.3) ? [0, 1] : [0],
        Write = Write,
        MakeOlder = body =>
        {
            body["color"] = (string?)body["color"] == "deep_rose" ? "rose" : (string?)body["color"];
            body["hardware_type"] = (string?)body["hardware_type"] == "or5" ? "gen4" : (string?)body["hardware_type"];
        },
    };

    private static void Write(JsonObject body, MemberDay day, int slot)
    {
        var noise = day.Noise(NoiseTopic.Ring, slot + 1);
        var hardware = slot == 1 ? (noise.Chance(0.5) ? "gen2m" : "gen3") : noise.Chance(0.1) ? "or5" : noise.Chance(0.6) ? "gen4" : "gen3";
        var color = Colors[noise.Whole(0, Colors.Length)];
        var design = Designs[noise.Whole(0, Designs.Length)];
        var size = noise.Whole(6, 14);
        var setUp = new DateTimeOffset(2021, 1, 1, 9, 0, 0, TimeSpan.Zero).AddMinutes(noise.Whole(0, 4 * 365 * 1440));
        body["color"] = color;
        body["design"] = design;
        body["firmware_version"] = $"{(slot == 1 ? 2 : 3)}.{noise.Whole(0, 5)}.{day.Variation}";
        body["hardware_type"] = hardware;

        // 1970 is what Oura answers where it doesn't know.
        body["set_up_at"] = Iso.UtcSeconds(slot == 1 ? DateTimeOffset.UnixEpoch : setUp);
        body["size"] = size;
    }
}
