using System.Globalization;
using OuraTeams.Contracts.Keys;

namespace OuraTeams.Server.Api;

/// <summary>Places in a listing as the text that a page token holds.</summary>
internal static class Places
{
    /// <summary>A place in a team.</summary>
    public static string? Text(SlotPlace? place) =>
        place is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known.Partition}.{known.Slot}") : null;

    /// <summary>Reads a place in a team back.</summary>
    public static SlotPlace? Slot(string? text) =>
        text?.Split('.') is [var partition, var slot]
            ? new SlotPlace(int.Parse(partition, CultureInfo.InvariantCulture), int.Parse(slot, CultureInfo.InvariantCulture))
            : null;
}
