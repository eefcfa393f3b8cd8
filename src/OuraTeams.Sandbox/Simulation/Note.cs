namespace OuraTeams.Sandbox.Simulation;

/// <summary>Something that a member noted in the app: a tag with a time, perhaps with an end and words.</summary>
internal sealed record Note(int Slot, string? Code, string? CustomName, string? Comment, DateTimeOffset Start, DateTimeOffset? End)
{
    private const int Most = 3;
    private static readonly string[] Codes =
        ["tag_generic_coffee", "tag_generic_alcohol", "tag_generic_late_meal", "tag_generic_stress", "tag_generic_travel", "tag_generic_sauna", "tag_generic_supplements"];

    private static readonly string[] Comments = ["Slept badly", "Good day", "Long meeting", "Race tomorrow", "New shoes"];

    /// <summary>Which notes the day has.</summary>
    public static IEnumerable<int> SlotsOf(MemberDay day)
    {
        for (var slot = 0; slot < Most; slot++)
        {
            if (Of(day, slot).Chance(slot == 0 && NightPlan.HasFever(day.Member, day.Day) ? 0.9 : 0.16))
            {
                yield return slot;
            }
        }
    }

    /// <summary>One of the day's notes, in the words of the given account.</summary>
    public static Note For(MemberDay day, int slot, int variation)
    {
        var noise = Of(day, slot + Most);
        var start = day.At(TimeSpan.FromMinutes(noise.Whole(7 * 60, 21 * 60)));
        var lasts = noise.Chance(0.2) ? TimeSpan.FromMinutes(noise.Whole(20, 2000)) : (TimeSpan?)null;
        var roll = noise.Unit();
        var words = Of(day, slot + (Most * (variation + 2)));
        var comment = words.Chance(0.4) || roll is >= 0.85 and < 0.93 || variation > 0 ? $"{Comments[words.Whole(0, Comments.Length)]}{(variation > 0 ? $" ({variation})" : "")}" : null;
        var code = slot == 0 && NightPlan.HasFever(day.Member, day.Day) ? "tag_generic_sick"
            : roll < 0.85 ? Codes[noise.Whole(0, Codes.Length)]
            : roll < 0.93 ? null : "custom";
        return new(slot, code, code == "custom" ? "Cold shower" : null, comment, start, start + lasts);
    }

    private static Noise Of(MemberDay day, int part) => day.Noise(NoiseTopic.Tag, part);
}
