using System.Collections.Frozen;
using System.Text.Json;

namespace OuraTeams.Grains.Telemetry;

/// <summary>The values of an enumeration as values of a label: <c>needs_reconnect</c> for <c>NeedsReconnect</c>.</summary>
internal static class Label<T>
    where T : struct, Enum
{
    private static readonly FrozenDictionary<T, string> Names =
        Enum.GetValues<T>().ToFrozenDictionary(value => value, value => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()));

    /// <summary>Every one.</summary>
    public static IReadOnlyCollection<string> All => Names.Values;

    /// <summary>The text of one.</summary>
    public static string Of(T value) => Names[value];
}
