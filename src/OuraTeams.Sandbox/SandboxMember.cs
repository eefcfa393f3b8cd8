namespace OuraTeams.Sandbox;

/// <summary>A person of the sandbox's world, as <c>personal_info</c> shows them.</summary>
/// <param name="Id">A UUID that follows from the seed; the <c>user_id</c> of webhook events.</param>
/// <param name="Name">A made-up name, for the consent page only: Oura's API has no names.</param>
/// <param name="Email">An address at example.com, unique in the world.</param>
/// <param name="Age">Years.</param>
/// <param name="Weight">Kilograms.</param>
/// <param name="Height">Metres.</param>
/// <param name="BiologicalSex"><c>female</c> or <c>male</c>.</param>
public sealed record SandboxMember(
    string Id, string Name, string Email, int Age, double Weight, double Height, string BiologicalSex);
