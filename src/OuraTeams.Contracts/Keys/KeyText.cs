namespace OuraTeams.Contracts.Keys;

/// <summary>Writes and reads the parts of a grain key: joined by a slash, each part escaped.</summary>
internal static class KeyText
{
    public static string Join(params ReadOnlySpan<string> parts)
    {
        var escaped = new string[parts.Length];
        for (int index = 0; index < parts.Length; index++)
        {
            ArgumentException.ThrowIfNullOrEmpty(parts[index]);
            escaped[index] = Uri.EscapeDataString(parts[index]);
        }

        return string.Join('/', escaped);
    }

    public static string[] Split(string key, int count)
    {
        ArgumentNullException.ThrowIfNull(key);
        string[] parts = key.Split('/');
        if (parts.Length != count || parts.Any(string.IsNullOrEmpty))
        {
            throw new FormatException($"A grain key of {count} parts was expected.");
        }

        return [.. parts.Select(Uri.UnescapeDataString)];
    }
}
