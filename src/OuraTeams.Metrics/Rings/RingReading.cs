using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;

namespace OuraTeams.Metrics.Rings;

/// <summary>A ring that was ever paired, as a <c>ring_configuration</c> document tells of it. It belongs to no day and to no metric.</summary>
public sealed record RingReading
{
    /// <summary>Oura's id of the ring.</summary>
    public required string Id { get; init; }

    /// <summary>Generation of the hardware, e.g. <c>gen4</c>. Oura adds new ones.</summary>
    public string? HardwareType { get; init; }

    /// <summary>Version of its firmware.</summary>
    public string? FirmwareVersion { get; init; }

    /// <summary>Its colour, e.g. <c>stealth_black</c>.</summary>
    public string? Color { get; init; }

    /// <summary>Its design, e.g. <c>horizon</c>.</summary>
    public string? Design { get; init; }

    /// <summary>Its US size.</summary>
    public int? Size { get; init; }

    /// <summary>When it was set up, UTC. Oura's 1970 stands for not known.</summary>
    public DateTimeOffset? SetUpAt { get; init; }

    /// <summary>Reads a document.</summary>
    /// <param name="document">The document.</param>
    /// <param name="ring">The ring, when the document can be used.</param>
    /// <param name="problem">Otherwise one sentence.</param>
    public static bool TryRead(JsonElement document, [NotNullWhen(true)] out RingReading? ring, [NotNullWhen(false)] out string? problem)
    {
        ring = null;
        try
        {
            if (Text(document, "id") is not { Length: > 0 } id)
            {
                problem = "id is missing.";
                return false;
            }

            ring = new RingReading
            {
                Id = id,
                HardwareType = Text(document, "hardware_type"),
                FirmwareVersion = Text(document, "firmware_version"),
                Color = Text(document, "color"),
                Design = Text(document, "design"),
                Size = document.TryGetProperty("size", out JsonElement size) && size.ValueKind == JsonValueKind.Number && size.TryGetInt32(out int whole) ? whole : null,
                SetUpAt = SetUp(Text(document, "set_up_at")),
            };
            problem = null;
            return true;
        }
        catch (InvalidOperationException)
        {
            // JSON may hold escapes that are no Unicode; System.Text.Json finds them only when the text is read.
            problem = "The document holds text that is not Unicode.";
            return false;
        }
    }

    private static DateTimeOffset? SetUp(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset time)
            && time.Year > 1970
            ? time
            : null;

    private static string? Text(JsonElement document, string name) =>
        document.ValueKind == JsonValueKind.Object && document.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
