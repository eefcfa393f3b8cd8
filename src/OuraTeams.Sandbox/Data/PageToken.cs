using System.Buffers.Text;
using System.Text.Json;

namespace OuraTeams.Sandbox.Data;

/// <summary>How a query is written down as an opaque page token, so that it works with the first parameters or alone.</summary>
internal static class PageToken
{
    /// <summary>Writes a query.</summary>
    public static string Write<T>(T query) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(query));

    /// <summary>Reads a query; null when the token is none.</summary>
    public static T? Read<T>(string token)
        where T : class
    {
        try
        {
            return Base64Url.IsValid(token) ? JsonSerializer.Deserialize<T>(Base64Url.DecodeFromChars(token)) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
