using System.Collections;
using System.Globalization;
using System.Reflection;

namespace OuraTeams.Cluster.Tests;

/// <summary>Writes down what a value holds, a line for each property, in an order that does not change.</summary>
internal static class Description
{
    /// <summary>The properties that are serialized.</summary>
    public static IEnumerable<PropertyInfo> Properties(Type type) => type
        .GetProperties(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance)
        .Where(property => property.GetCustomAttribute<IdAttribute>() is not null);

    /// <summary>The lines.</summary>
    public static IEnumerable<string> Of(object? value, string path = "")
    {
        switch (value)
        {
            case null:
                return [$"{path} = nothing"];
            case string or StreamId:
                return [$"{path} = {value}"];
            case IFormattable number when value.GetType().IsPrimitive || value is Guid or Enum or TimeSpan:
                return [$"{path} = {(value is Enum ? Convert.ToInt64(value, CultureInfo.InvariantCulture) : number.ToString(null, CultureInfo.InvariantCulture))}"];
            case bool:
                return [$"{path} = {value}"];
            case DateOnly day:
                return [$"{path} = {day:yyyy-MM-dd}"];
            case DateTimeOffset time:
                return [$"{path} = {time:O}"];
            case IDictionary pairs:
                return pairs.Keys.Cast<object>().SelectMany((key, index) => Of(key, $"{path}[{index}].key").Concat(Of(pairs[key], $"{path}[{index}].value")));
            case IEnumerable items:
                return items.Cast<object>().SelectMany((item, index) => Of(item, $"{path}[{index}]"));
            case Orleans.Streams.StreamSequenceToken token:
                return [$"{path} = {token.SequenceNumber}:{token.EventIndex}"];
            default:
                return Properties(value.GetType()).SelectMany(property => Of(property.GetValue(value), $"{path}.{property.Name}"));
        }
    }
}
