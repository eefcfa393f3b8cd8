using System.Text.Json;
using System.Text.Json.Serialization;

namespace OuraTeams.Oura.Json;

/// <summary>Keeps the text whatever it is.</summary>
internal sealed class OpenEnumConverter<TEnum> : JsonConverter<OpenEnum<TEnum>>
    where TEnum : struct, Enum
{
    /// <inheritdoc/>
    public override OpenEnum<TEnum> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String ? new(reader.GetString()!) : throw new JsonException();

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, OpenEnum<TEnum> value, JsonSerializerOptions options) => writer.WriteStringValue(value.Text);
}
