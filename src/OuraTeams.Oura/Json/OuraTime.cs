using System.Text.Json;
using System.Text.Json.Serialization;

namespace OuraTeams.Oura.Json;

/// <summary>Times keep their own offset. Oura sends some without one; those are UTC, wherever this process runs.</summary>
internal sealed class OuraTime : JsonConverter<DateTimeOffset>
{
    /// <summary>Reads a member of a row or a document.</summary>
    public static bool TryRead(JsonElement json, out DateTimeOffset time)
    {
        time = default;
        if (json.ValueKind != JsonValueKind.String || !json.TryGetDateTime(out DateTime text))
        {
            return false;
        }

        if (text.Kind == DateTimeKind.Unspecified)
        {
            time = new DateTimeOffset(text, TimeSpan.Zero);
            return true;
        }

        return json.TryGetDateTimeOffset(out time);
    }

    /// <inheritdoc/>
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String || !reader.TryGetDateTime(out DateTime text))
        {
            throw new JsonException();
        }

        return text.Kind == DateTimeKind.Unspecified ? new DateTimeOffset(text, TimeSpan.Zero)
            : reader.TryGetDateTimeOffset(out DateTimeOffset time) ? time
            : throw new JsonException();
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
