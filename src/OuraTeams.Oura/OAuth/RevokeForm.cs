namespace OuraTeams.Oura.OAuth;

/// <summary>How a grant is ended. Oura documents a bare address; these are the forms in use (API.md 1.6).</summary>
public enum RevokeForm
{
    /// <summary>POST with the access token in the query.</summary>
    PostQuery,

    /// <summary>GET with the access token in the query.</summary>
    GetQuery,

    /// <summary>POST with the refresh token in the header <c>Authorization</c>.</summary>
    PostHeader,

    /// <summary>POST of a form with the refresh token and the app's credentials (RFC 7009). That of the new portal.</summary>
    Form,
}
