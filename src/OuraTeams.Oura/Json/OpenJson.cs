using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using OuraTeams.Oura.Documents;

namespace OuraTeams.Oura.Json;

/// <summary>Reads members of Oura's JSON as far as their meaning is certain, though their form is not the documented one.</summary>
internal static class OpenJson
{
    /// <summary>Finds a member that is given and not null. Names and texts that are not Unicode are none.</summary>
    public static JsonElement? Member(JsonElement json, string name)
    {
        try
        {
            return json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null
                && (value.ValueKind != JsonValueKind.String || value.GetString() is not null) ? value : null;
        }
        catch (InvalidOperationException)
        {
            // Shows only when a name is compared or a text is read.
            return null;
        }
    }

    /// <summary>Reads a text; a number stands for its digits. Null when there is none, or it is empty.</summary>
    public static string? Text(JsonElement json, string name) => Member(json, name) switch
    {
        { ValueKind: JsonValueKind.String } value => value.GetString() is { Length: > 0 } text ? text : null,
        { ValueKind: JsonValueKind.Number } value => value.GetRawText(),
        _ => null,
    };

    /// <summary>Reads a number; digits in a text are one. Null when there is none.</summary>
    public static double? Number(JsonElement json, string name) => Member(json, name) switch
    {
        { ValueKind: JsonValueKind.Number } value when value.TryGetDouble(out double number) => number,
        { ValueKind: JsonValueKind.String } value
            when double.TryParse(value.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) => number,
        _ => null,
    };

    /// <summary>
    /// Reads a record member by member: one that can't be read is left out, as if it had not come. Null when a member is
    /// missing that the record can't do without.
    /// </summary>
    public static T? Record<T>(JsonElement json, JsonTypeInfo<T> type)
        where T : OpenRecord
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        try
        {
            return json.Deserialize(type);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return WithoutFaults(json, type);
        }
    }

    private static T? WithoutFaults<T>(JsonElement json, JsonTypeInfo<T> type)
        where T : OpenRecord
    {
        // By name, so that of a member that is given twice the last one counts, as everywhere else.
        var rest = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (JsonProperty member in json.EnumerateObject())
        {
            if (Name(member) is { } name && Member(json, name) is { } value)
            {
                rest[name] = value;
            }
        }

        while (true)
        {
            try
            {
                return new JsonObject(rest.Select(member => KeyValuePair.Create(member.Key, JsonSerializer.SerializeToNode(member.Value, OuraJson.Default.JsonElement)))).Deserialize(type);
            }
            catch (JsonException error) when (rest.Keys.FirstOrDefault(name => IsAt(error.Path, name)) is { } fault)
            {
                rest.Remove(fault);
            }
            catch (Exception error) when (error is JsonException or InvalidOperationException)
            {
                return null;
            }
        }
    }

    private static string? Name(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static bool IsAt(string? path, string name) =>
        path is not null && (path == $"$.{name}" || path.StartsWith($"$.{name}.", StringComparison.Ordinal) || path.StartsWith($"$.{name}[", StringComparison.Ordinal)
        || path.StartsWith($"$['{name}']", StringComparison.Ordinal));
}
