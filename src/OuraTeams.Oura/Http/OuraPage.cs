using System.Text.Json;
using OuraTeams.Oura.Json;

namespace OuraTeams.Oura.Http;

/// <summary>One page of a list of documents or of a time series.</summary>
/// <param name="Data">Its entries, as they came.</param>
/// <param name="NextToken">Leads to the next page; null on the last one.</param>
internal sealed record OuraPage(IReadOnlyList<JsonElement> Data, string? NextToken)
{
    /// <summary>Reads a page; null when the answer has no list of entries. What it returns outlives the JSON.</summary>
    public static OuraPage? Read(JsonElement json)
    {
        try
        {
            if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty("data", out JsonElement data) || data.ValueKind != JsonValueKind.Array)
            {
                return null;
            }

            // A page whose token can't be sent back is not the last one.
            string? next = OpenJson.Text(json, "next_token");
            return next is null && !IsLast(json) ? null : new OuraPage([.. data.Clone().EnumerateArray()], next);
        }
        catch (InvalidOperationException)
        {
            // A name that is not Unicode shows only when names are compared.
            return null;
        }
    }

    private static bool IsLast(JsonElement json) => !json.TryGetProperty("next_token", out JsonElement token)
        || token.ValueKind == JsonValueKind.Null
        || (token.ValueKind == JsonValueKind.String && token.ValueEquals(""));
}
