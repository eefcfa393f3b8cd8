namespace OuraTeams.Contracts.Keys;

/// <summary>Key of the stream, and of its router, of one Oura user's events under one Oura app.</summary>
/// <param name="App">Name of the Oura app in our settings.</param>
/// <param name="OuraUser">Oura's id of the person.</param>
[GenerateSerializer, Immutable, Alias("ourateams.event-route-key")]
public readonly record struct EventRouteKey([property: Id(0)] string App, [property: Id(1)] string OuraUser)
{
    /// <summary>Reads a key back.</summary>
    /// <exception cref="FormatException">The text is no such key.</exception>
    public static EventRouteKey Parse(string key)
    {
        string[] parts = KeyText.Split(key, 2);
        return new EventRouteKey(parts[0], parts[1]);
    }

    /// <summary>The key as the grain's primary key.</summary>
    public override string ToString() => KeyText.Join(App, OuraUser);
}
