using Orleans.Serialization;

namespace OuraTeams.Grains.Tests;

/// <summary>An example of a stored state.</summary>
/// <param name="Name">Name of the state.</param>
internal abstract record StoredShape(string Name)
{
    /// <summary>The bytes that storage would seal.</summary>
    public abstract byte[] Write(Serializer serializer);

    /// <summary>Reads what a release has stored and writes it as this one does.</summary>
    public abstract byte[] Rewrite(Serializer serializer, byte[] stored);
}

/// <inheritdoc/>
internal sealed record StoredShape<T>(string Name, T State) : StoredShape(Name)
{
    public override byte[] Write(Serializer serializer) => serializer.SerializeToArray(State);

    public override byte[] Rewrite(Serializer serializer, byte[] stored) => serializer.SerializeToArray(serializer.Deserialize<T>(stored));
}
