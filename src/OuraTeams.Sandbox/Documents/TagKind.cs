using System.Text.Json.Nodes;
using OuraTeams.Sandbox.Simulation;

namespace OuraTeams.Sandbox.Documents;

/// <summary><c>tag</c>, the older form of what <see cref="EnhancedTagKind"/> tells: the same notes under ids of their own.</summary>
internal static class TagKind
{
    /// <summary>The kind.</summary>
    public static DocumentKind Definition { get; } = new()
    {
        Route = "tag",
        DataType = "tag",
        Scope = "tag",
        ComparedInstant = body => Iso.Read(body, "timestamp"),
        EndIsInclusive = false,
        TakesFields = false,
        HasMeta = false,
        AppearsAt = EnhancedTagKind.Definition.AppearsAt,
        Slots = Note.SlotsOf,
        Write = (body, day, slot) =>
        {
            var note = Note.For(day, slot, day.Variation);
            body["day"] = Iso.Day(day.Day);
            body["text"] = note.Comment;
            body["timestamp"] = Iso.Seconds(note.Start);
            body["tags"] = note.Code is { } code ? new JsonArray(code) : [];
        },
    };
}
