using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace OuraTeams.Oura.Json;

/// <summary>
/// Times keep their own offset. Oura sends some without one; those are UTC, wherever this process runs. A space in place of the
/// <c>T</c>, and <c>UTC</c> in place of <c>Z</c>, mean the same and are taken.
/// </summary>
internal sealed class OuraTime : JsonConverter<DateTimeOffset>
{
    private const int DateLength = 10;
    private const string DateFormat = "yyyy-MM-dd";

    /// <summary>Reads a member of a row or a document.</summary>
    public static bool TryRead(JsonElement json, out DateTimeOffset time)
    {
        time = default;
        return json.ValueKind == JsonValueKind.String && TryParse(json.GetString()!, out time);
    }

    /// <summary>Reads a day. Of a time its date is taken as it is written: that is the wearer's day.</summary>
    public static bool TryReadDay(JsonElement json, out DateOnly day)
    {
        day = default;
        return json.ValueKind == JsonValueKind.String && json.GetString() is { Length: >= DateLength } text
            && DateOnly.TryParseExact(text.AsSpan(0, DateLength), DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out day)
            && (text.Length == DateLength || TryParse(text, out _));
    }

    /// <summary>Reads a text.</summary>
    public static bool TryParse(string text, out DateTimeOffset time)
    {
        time = default;

        // Without this check, .NET would take a time of day for one of today.
        if (text.Length <= DateLength || text[DateLength] is not ('T' or 't' or ' ')
            || !DateOnly.TryParseExact(text.AsSpan(0, DateLength), DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
        {
            return false;
        }

        string exact = $"{text[..DateLength]}T{text[(DateLength + 1)..].TrimEnd()}";
        exact = exact.EndsWith("UTC", StringComparison.OrdinalIgnoreCase) ? $"{exact[..^3].TrimEnd()}Z" : exact;
        return DateTimeOffset.TryParse(exact, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time);
    }

    /// <inheritdoc/>
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && TryParse(reader.GetString()!, out DateTimeOffset time) ? time : throw new JsonException();

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
