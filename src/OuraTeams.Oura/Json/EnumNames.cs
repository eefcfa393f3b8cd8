using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json.Serialization;

namespace OuraTeams.Oura.Json;

/// <summary>What Oura calls the values of an enumeration, as their attributes say.</summary>
internal static class EnumNames<TEnum>
    where TEnum : struct, Enum
{
    private static readonly FrozenDictionary<TEnum, string> Names = Enum.GetValues<TEnum>().ToFrozenDictionary(
        value => value,
        value => typeof(TEnum).GetField(value.ToString())!.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()!.Name);

    private static readonly FrozenDictionary<string, TEnum> Values = Names.ToFrozenDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);

    public static string Of(TEnum value) => Names.TryGetValue(value, out string? name)
        ? name
        : throw new ArgumentOutOfRangeException(nameof(value), value, "No such value.");

    public static TEnum? Find(string? text) => text is not null && Values.TryGetValue(text, out TEnum value) ? value : null;
}
