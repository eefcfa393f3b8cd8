namespace OuraTeams.Oura.Json;

/// <summary>A value of a list that Oura extends between versions: the text as sent, and the value where we know it.</summary>
/// <typeparam name="TEnum">The values that we know.</typeparam>
/// <param name="Text">The text as sent.</param>
public readonly record struct OpenEnum<TEnum>(string Text)
    where TEnum : struct, Enum
{
    /// <summary>The value, or null for a text that is new to us.</summary>
    public TEnum? Known => EnumNames<TEnum>.Find(Text);

    /// <summary>The text that stands for a value.</summary>
    public static implicit operator OpenEnum<TEnum>(TEnum value) => new(EnumNames<TEnum>.Of(value));

    /// <summary>The value that a text stands for.</summary>
    public static implicit operator OpenEnum<TEnum>(string text) => new(text);

    /// <summary>The text as sent.</summary>
    public override string ToString() => Text;
}
