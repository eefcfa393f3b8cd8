using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using OuraTeams.Contracts;
using OuraTeams.Contracts.Accounts;

namespace OuraTeams.Cluster.Tests;

/// <summary>Makes a value of any serialized type, the same each time, with something in every property.</summary>
internal static class Samples
{
    private static readonly DateTimeOffset Time = new(2026, 3, 10, 7, 30, 15, TimeSpan.FromHours(2));
    private static readonly MethodInfo OneOf = typeof(Samples).GetMethod(nameof(ListOf), BindingFlags.NonPublic | BindingFlags.Static)!;

    /// <summary>A sample.</summary>
    /// <param name="type">Of what.</param>
    /// <param name="name">Of which property; what it holds depends on it.</param>
    public static object Of(Type type, string name)
    {
        int number = 1 + (name.Sum(letter => letter) % 100);
        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return Of(underlying, name);
        }

        return type switch
        {
            _ when type == typeof(string) => $"a {name}",
            _ when type == typeof(int) => number,
            _ when type == typeof(long) => 1_000_000_000_000L + number,
            _ when type == typeof(double) => number + 0.25,
            _ when type == typeof(bool) => true,
            _ when type == typeof(byte) => (byte)number,
            _ when type == typeof(Guid) => new Guid(number, 2, 3, [4, 5, 6, 7, 8, 9, 10, 11]),
            _ when type == typeof(DateOnly) => new DateOnly(2026, 3, 1).AddDays(number),
            _ when type == typeof(TimeSpan) => TimeSpan.FromSeconds(number),
            _ when type == typeof(DateTimeOffset) => Time.AddMinutes(number),
            _ when type == typeof(object) => Of(typeof(RingEvent), name),
            _ when type == typeof(StreamId) => StreamId.Create(Names.EventNamespace, "main/person"),
            _ when type == typeof(Orleans.Providers.Streams.Common.EventSequenceTokenV2) => new Orleans.Providers.Streams.Common.EventSequenceTokenV2(number, 1),
            { IsEnum: true } => Enum.GetValues(type).Cast<object>().Last(),
            { IsArray: true } => ArrayOf(type.GetElementType()!, name),
            { IsGenericType: true } when type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) => OneOf.MakeGenericMethod(type.GetGenericArguments()).Invoke(null, [name])!,
            { IsGenericType: true } => CollectionOf(type, name),
            _ => FilledIn(type),
        };
    }

    private static IReadOnlyList<T> ListOf<T>(string name) => [(T)Of(typeof(T), name)];

    private static Array ArrayOf(Type type, string name)
    {
        var array = Array.CreateInstance(type, 1);
        array.SetValue(Of(type, name), 0);
        return array;
    }

    private static object CollectionOf(Type type, string name)
    {
        object collection = Activator.CreateInstance(type)!;
        object[] items = [.. type.GetGenericArguments().Select(argument => Of(argument, name))];
        if (collection is IDictionary dictionary)
        {
            dictionary[items[0]] = items[1];
        }
        else
        {
            type.GetMethod("Add", [items[0].GetType()])!.Invoke(collection, items);
        }

        return collection;
    }

    private static object FilledIn(Type type)
    {
        object sample = RuntimeHelpers.GetUninitializedObject(type);
        foreach (PropertyInfo property in Description.Properties(type))
        {
            property.SetValue(sample, Of(property.PropertyType, property.Name));
        }

        return sample;
    }
}
