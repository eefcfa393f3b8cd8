using System.Text.Json.Serialization;
using OuraTeams.Oura.Json;

namespace OuraTeams.Oura.Documents.Rings;

/// <summary>A ring that was ever paired.</summary>
public sealed record RingConfiguration : OpenRecord
{
    /// <summary>Oura's id of the document. Opaque.</summary>
    [JsonPropertyName("id")]
    public required string Id { get; init; }

    /// <summary>Version and time of the last change; absent since 1.34.</summary>
    [JsonPropertyName("meta")]
    public DocumentMeta? Meta { get; init; }

    /// <summary>Colour.</summary>
    [JsonPropertyName("color")]
    public OpenEnum<RingColor>? Color { get; init; }

    /// <summary>Design.</summary>
    [JsonPropertyName("design")]
    public OpenEnum<RingDesign>? Design { get; init; }

    /// <summary>Generation of the hardware.</summary>
    [JsonPropertyName("hardware_type")]
    public OpenEnum<RingHardware>? Hardware { get; init; }

    /// <summary>Version of the firmware.</summary>
    [JsonPropertyName("firmware_version")]
    public string? FirmwareVersion { get; init; }

    /// <summary>When it was set up, UTC. A time in 1970 is how Oura says that it doesn't know.</summary>
    [JsonPropertyName("set_up_at")]
    public DateTimeOffset? SetUpAt { get; init; }

    /// <summary>US ring size.</summary>
    [JsonPropertyName("size")]
    public int? Size { get; init; }
}
