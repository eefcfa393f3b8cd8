namespace OuraTeams.Contracts.Keys;

/// <summary>Key of a member: organization, member.</summary>
/// <param name="Organization">Id of the organization.</param>
/// <param name="Member">Id of the member in it.</param>
[GenerateSerializer, Immutable, Alias("ourateams.member-key")]
public readonly record struct MemberKey([property: Id(0)] string Organization, [property: Id(1)] string Member)
{
    /// <summary>Reads a key back.</summary>
    /// <exception cref="FormatException">The text is no such key.</exception>
    public static MemberKey Parse(string key)
    {
        string[] parts = KeyText.Split(key, 2);
        return new MemberKey(parts[0], parts[1]);
    }

    /// <summary>The key as the grain's primary key.</summary>
    public override string ToString() => KeyText.Join(Organization, Member);
}
