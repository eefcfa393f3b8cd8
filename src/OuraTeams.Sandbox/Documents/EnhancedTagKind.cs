using OuraTeams.Sandbox.Simulation;

namespace OuraTeams.Sandbox.Documents;

/// <summary><c>enhanced_tag</c>: what a member noted, with a code, with words or both. It has no member <c>day</c>.</summary>
internal static class EnhancedTagKind
{
    /// <summary>The kind.</summary>
    public static DocumentKind Definition { get; } = new()
    {
        Route = "enhanced_tag",
        DataType = "enhanced_tag",
        Scope = "tag",
        ComparedInstant = body => Iso.Read(body, "start_time"),
        EndIsInclusive = false,
        TakesFields = false,
        HasMeta = false,
        AppearsAt = (day, slot) => Note.For(day, slot, 0).Start,
        Slots = Note.SlotsOf,
        Write = (body, day, slot) =>
        {
            var note = Note.For(day, slot, day.Variation);
            body["tag_type_code"] = note.Code;
            body["start_time"] = Iso.Seconds(note.Start);
            body["end_time"] = note.End is { } end ? Iso.Seconds(end) : null;
            body["start_day"] = Iso.Day(day.Day);
            body["end_day"] = note.End is { } last ? Iso.Day(DateOnly.FromDateTime(last.DateTime)) : null;
            body["comment"] = note.Comment;
            body["custom_name"] = note.CustomName;
        },
    };
}
