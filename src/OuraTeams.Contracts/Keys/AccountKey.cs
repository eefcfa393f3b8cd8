namespace OuraTeams.Contracts.Keys;

/// <summary>Key of a ring account: organization, Oura user. The same person in two organizations is two accounts.</summary>
/// <param name="Organization">Id of the organization.</param>
/// <param name="OuraUser">Oura's id of the person.</param>
[GenerateSerializer, Immutable, Alias("ourateams.account-key")]
public readonly record struct AccountKey([property: Id(0)] string Organization, [property: Id(1)] string OuraUser)
{
    /// <summary>Reads a key back.</summary>
    /// <exception cref="FormatException">The text is no such key.</exception>
    public static AccountKey Parse(string key)
    {
        string[] parts = KeyText.Split(key, 2);
        return new AccountKey(parts[0], parts[1]);
    }

    /// <summary>The key as the grain's primary key.</summary>
    public override string ToString() => KeyText.Join(Organization, OuraUser);
}
