using System.Text.Json.Nodes;

namespace OuraTeams.Sandbox.Data;

/// <summary><c>personal_info</c>: a bare object; the id always, the rest as far as the scopes go.</summary>
internal sealed class PersonalInfoEndpoint(World world, Access access)
{
    /// <summary>GET.</summary>
    public async Task AnswerAsync(HttpContext context)
    {
        if (await access.RequireAsync(context, scope: null) is not { } grant)
        {
            return;
        }

        var member = world.Member(grant.MemberId)!;
        var personal = grant.Scopes.Contains("personal");
        await Answer.JsonAsync(context, StatusCodes.Status200OK, new JsonObject
        {
            ["id"] = member.Id,
            ["age"] = personal ? member.Age : null,
            ["weight"] = personal ? member.Weight : null,
            ["height"] = personal ? member.Height : null,
            ["biological_sex"] = personal ? member.BiologicalSex : null,
            ["email"] = grant.Scopes.Contains("email") ? member.Email : null,
        });
    }
}
