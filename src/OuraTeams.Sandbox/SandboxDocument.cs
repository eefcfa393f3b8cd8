using System.Text.Json.Nodes;

namespace OuraTeams.Sandbox;

/// <summary>One document of a member as the API answers it now.</summary>
/// <param name="Kind">The route name, such as <c>daily_sleep</c>.</param>
/// <param name="Id">A UUID that follows from seed, member, kind and day.</param>
/// <param name="MemberId">Whose document it is.</param>
/// <param name="Day">The calendar day it counts to.</param>
/// <param name="Version">1 when created, one more with each change.</param>
/// <param name="Body">The JSON; a private copy that the caller may change.</param>
public sealed record SandboxDocument(
    string Kind, string Id, string MemberId, DateOnly Day, long Version, JsonObject Body);
