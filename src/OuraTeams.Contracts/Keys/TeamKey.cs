namespace OuraTeams.Contracts.Keys;

/// <summary>Key of a team: organization, team.</summary>
/// <param name="Organization">Id of the organization.</param>
/// <param name="Team">Id of the team in it.</param>
[GenerateSerializer, Immutable, Alias("ourateams.team-key")]
public readonly record struct TeamKey([property: Id(0)] string Organization, [property: Id(1)] string Team)
{
    /// <summary>Reads a key back.</summary>
    /// <exception cref="FormatException">The text is no such key.</exception>
    public static TeamKey Parse(string key)
    {
        string[] parts = KeyText.Split(key, 2);
        return new TeamKey(parts[0], parts[1]);
    }

    /// <summary>The key as the grain's primary key.</summary>
    public override string ToString() => KeyText.Join(Organization, Team);
}
