using System.Text.Json.Nodes;

namespace OuraTeams.Sandbox.State;

/// <summary>How a document differs from what seed, member and day make of it. Without one it doesn't.</summary>
internal sealed record DocumentRevision
{
    /// <summary>The document as it was first made.</summary>
    public static DocumentRevision First { get; } = new();

    /// <summary>1 for a new document, one more with each change.</summary>
    public long Version { get; init; } = 1;

    /// <summary>When it last changed; null when it never did.</summary>
    public DateTimeOffset? ChangedAt { get; init; }

    /// <summary>Which account of the day it tells, 0 for the first.</summary>
    public int Variation { get; init; }

    /// <summary>How many minutes after 04:00 a day that isn't over has come; null is all of it.</summary>
    public int? ElapsedMinutes { get; init; }

    /// <summary>How often it was synced again.</summary>
    public int Syncs { get; init; }

    /// <summary>True while it is deleted.</summary>
    public bool Deleted { get; init; }

    /// <summary>Values that replace those of the account; the next account drops them.</summary>
    public IReadOnlyList<FieldValue> Fields { get; init; } = [];

    /// <summary>A value and the dotted path of the member that has it.</summary>
    internal sealed record FieldValue(string Path, JsonNode? Value)
    {
        /// <summary>Writes a copy of the value into a document; missing objects on the way are made.</summary>
        public void PlaceIn(JsonObject body)
        {
            var parts = Path.Split('.');
            var at = body;
            foreach (var part in parts[..^1])
            {
                if (at[part] is not JsonObject inner)
                {
                    inner = [];
                    at[part] = inner;
                }

                at = inner;
            }

            at[parts[^1]] = Value?.DeepClone();
        }
    }
}
