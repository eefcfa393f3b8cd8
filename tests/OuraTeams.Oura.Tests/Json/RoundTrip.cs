using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using OuraTeams.Oura.Json;
using OuraTeams.Oura.Kinds;

namespace OuraTeams.Oura.Tests;

/// <summary>Reads JSON as the record of its kind, writes that again, and compares.</summary>
internal static class RoundTrip
{
    /// <summary>What the record of that kind is read and written by.</summary>
    public static JsonTypeInfo Json(OuraKind kind) => kind == OuraKind.PersonalInfo
        ? OuraJson.Default.PersonalInfo
        : (JsonTypeInfo)kind.GetType().GetProperty("Json")!.GetValue(kind)!;

    /// <summary>What got lost or changed, by path. Empty when nothing did.</summary>
    public static List<string> Losses(OuraKind kind, JsonElement before)
    {
        object record = before.Deserialize(Json(kind))!;
        JsonElement after = JsonSerializer.SerializeToElement(record, Json(kind));
        var losses = new List<string>();
        Compare("$", before, after, losses);
        return losses;
    }

    private static void Compare(string path, JsonElement before, JsonElement after, List<string> losses)
    {
        if (before.ValueKind == JsonValueKind.Object && after.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty member in before.EnumerateObject())
            {
                if (after.TryGetProperty(member.Name, out JsonElement same))
                {
                    Compare($"{path}.{member.Name}", member.Value, same, losses);
                }
                else
                {
                    losses.Add($"{path}.{member.Name} is lost");
                }
            }

            // What was absent may come back as null, and as nothing else.
            losses.AddRange(after.EnumerateObject()
                .Where(member => member.Value.ValueKind != JsonValueKind.Null && !before.TryGetProperty(member.Name, out _))
                .Select(member => $"{path}.{member.Name} is made up"));
        }
        else if (before.ValueKind == JsonValueKind.Array && after.ValueKind == JsonValueKind.Array && before.GetArrayLength() == after.GetArrayLength())
        {
            for (int index = 0; index < before.GetArrayLength(); index++)
            {
                Compare($"{path}[{index}]", before[index], after[index], losses);
            }
        }
        else if (!JsonElement.DeepEquals(before, after) && !SameTime(before, after))
        {
            losses.Add($"{path}: {before.GetRawText()} became {after.GetRawText()}");
        }
    }

    /// <summary>The same instant with the same offset, such as <c>…00.000Z</c> and <c>…00+00:00</c>.</summary>
    private static bool SameTime(JsonElement before, JsonElement after) =>
        before.ValueKind == JsonValueKind.String && after.ValueKind == JsonValueKind.String
        && before.GetString()!.Length > 10
        && before.TryGetDateTimeOffset(out DateTimeOffset left) && after.TryGetDateTimeOffset(out DateTimeOffset right)
        && left.EqualsExact(right);
}
