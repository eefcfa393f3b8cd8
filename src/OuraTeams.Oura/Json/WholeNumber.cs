using System.Text.Json;
using System.Text.Json.Serialization;

namespace OuraTeams.Oura.Json;

/// <summary>Reads whole numbers that are written with a fraction of zero, such as <c>80.0</c>, too.</summary>
internal sealed class WholeNumber : JsonConverter<int>
{
    /// <inheritdoc/>
    public override int Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType != JsonTokenType.Number ? throw new JsonException()
        : reader.TryGetInt32(out int value) ? value
        : reader.TryGetDouble(out double number) && number is >= int.MinValue and <= int.MaxValue && double.IsInteger(number) ? (int)number
        : throw new JsonException();

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, int value, JsonSerializerOptions options) => writer.WriteNumberValue(value);
}
