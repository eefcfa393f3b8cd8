using System.Text.Json.Nodes;

namespace OuraTeams.Sandbox;

/// <summary>One thing that is wrong with a request.</summary>
/// <param name="In">Where it is: <c>query</c> or <c>body</c>.</param>
/// <param name="Name">The parameter or member.</param>
/// <param name="Type">A short name of the fault, such as <c>missing</c>.</param>
/// <param name="Message">A sentence.</param>
/// <param name="Input">What was sent.</param>
internal sealed record InvalidInput(string In, string Name, string Type, string Message, JsonNode? Input = null);
