using System.Text;

namespace OuraTeams.Sandbox.OAuth;

/// <summary>The page on which a member allows or denies what an app asks for.</summary>
internal static class ConsentPage
{
    /// <summary>The name of the field that carries the scopes asked for; <c>scope</c> is the ticked ones.</summary>
    public const string RequestedScopeField = "requested_scope";

    /// <summary>A list longer than this is of no use to anyone; <c>login_hint</c> reaches every member.</summary>
    private const int MembersShown = 500;

    /// <summary>The page for a request.</summary>
    public static string Of(AuthorizeRequest request, World world, string path)
    {
        var hinted = request.LoginHint is { } hint
            ? world.Members.FirstOrDefault(member => member.Id == hint || string.Equals(member.Email, hint, StringComparison.OrdinalIgnoreCase))
            : null;
        var shown = world.Members.Take(MembersShown);
        var body = new StringBuilder();
        body.Append($"""
            <p>The app <code>{Page.Encode(request.ClientId)}</code> asks for access to a member's Oura data.
            This is a sandbox: nobody here is real. Choose who you are.</p>
            <form method="post" action="{Page.Encode(path)}">
            <label class="field" for="member">Member</label>
            <select id="member" name="member">

            """);
        foreach (var member in hinted is null || shown.Contains(hinted) ? shown : shown.Prepend(hinted))
        {
            body.Append($"""<option value="{Page.Encode(member.Id)}"{(member == hinted ? " selected" : "")}>{Page.Encode(member.Name)} ({Page.Encode(member.Email)})</option>""").Append('\n');
        }

        body.Append("</select>\n<fieldset><legend>The app may read</legend>\n");
        foreach (var scope in Scopes.All.Where(known => request.Scopes.Contains(known.Name)))
        {
            body.Append($"""<label><input type="checkbox" name="scope" value="{scope.Name}" checked><span>{Page.Encode(scope.Opens)}</span> <span class="note">{scope.Name}</span></label>""").Append('\n');
        }

        body.Append("</fieldset>\n");
        Hidden(body, "response_type", request.IsImplicit ? "token" : "code");
        Hidden(body, "client_id", request.ClientId);
        Hidden(body, "redirect_uri", request.NamesRedirect ? request.RedirectUri : null);
        Hidden(body, "state", request.State);
        Hidden(body, RequestedScopeField, request.ScopeText);
        Hidden(body, "code_challenge", request.Challenge);
        Hidden(body, "code_challenge_method", request.Challenge is null ? null : request.IsPlainChallenge ? "plain" : "S256");
        body.Append("""
            <div class="actions"><button class="main" name="decision" value="allow">Allow</button>
            <button name="decision" value="deny">Deny</button></div>
            </form>
            """);
        return Page.Of("Connect your ring", body.ToString());
    }

    private static void Hidden(StringBuilder body, string name, string? value)
    {
        if (value is not null)
        {
            body.Append($"""<input type="hidden" name="{name}" value="{Page.Encode(value)}">""").Append('\n');
        }
    }
}
