using System.Globalization;

namespace OuraTeams.Contracts.Keys;

/// <summary>Key of a team partition: organization, team, number.</summary>
/// <param name="Organization">Id of the organization.</param>
/// <param name="Team">Id of the team in it.</param>
/// <param name="Number">Number of the partition, from 0.</param>
[GenerateSerializer, Immutable, Alias("ourateams.partition-key")]
public readonly record struct PartitionKey([property: Id(0)] string Organization, [property: Id(1)] string Team, [property: Id(2)] int Number)
{
    /// <summary>Reads a key back.</summary>
    /// <exception cref="FormatException">The text is no such key.</exception>
    public static PartitionKey Parse(string key)
    {
        string[] parts = KeyText.Split(key, 3);
        return new PartitionKey(parts[0], parts[1], int.Parse(parts[2], CultureInfo.InvariantCulture));
    }

    /// <summary>The key as the grain's primary key.</summary>
    public override string ToString() => KeyText.Join(Organization, Team, Number.ToString(CultureInfo.InvariantCulture));
}
