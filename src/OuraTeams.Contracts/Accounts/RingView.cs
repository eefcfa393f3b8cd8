namespace OuraTeams.Contracts;

/// <summary>A ring that the member has paired, as Oura names its parts. Null is what Oura did not say.</summary>
[GenerateSerializer, Immutable, Alias("ourateams.ring-view")]
public sealed record RingView
{
    /// <summary>Oura's id of the ring.</summary>
    [Id(0)]
    public required string RingId { get; init; }

    /// <summary>Generation, e.g. <c>gen3</c>.</summary>
    [Id(1)]
    public string? HardwareType { get; init; }

    /// <summary>Firmware version.</summary>
    [Id(2)]
    public string? FirmwareVersion { get; init; }

    /// <summary>Colour.</summary>
    [Id(3)]
    public string? Color { get; init; }

    /// <summary>Design.</summary>
    [Id(4)]
    public string? Design { get; init; }

    /// <summary>US ring size.</summary>
    [Id(5)]
    public int? Size { get; init; }

    /// <summary>When it was set up.</summary>
    [Id(6)]
    public DateTimeOffset? SetUpAt { get; init; }
}
