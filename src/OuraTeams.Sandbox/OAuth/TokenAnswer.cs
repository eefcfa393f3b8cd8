namespace OuraTeams.Sandbox.OAuth;

/// <summary>What the token endpoint decided: a pair of tokens, or an error of RFC 6749 section 5.2.</summary>
internal sealed record TokenAnswer
{
    /// <summary>The grant as it is now, when tokens were issued.</summary>
    public Grant? Grant { get; private init; }

    /// <summary>The status of an error.</summary>
    public int Status { get; private init; }

    /// <summary>The error's name.</summary>
    public string Error { get; private init; } = "";

    /// <summary>A sentence about it.</summary>
    public string Description { get; private init; } = "";

    /// <summary>Tokens of the grant's newest generation.</summary>
    public static TokenAnswer Issue(Grant grant) => new() { Grant = grant };

    /// <summary>400 <c>invalid_grant</c>.</summary>
    public static TokenAnswer InvalidGrant(string description) => new() { Status = 400, Error = "invalid_grant", Description = description };

    /// <summary>400 <c>invalid_request</c>.</summary>
    public static TokenAnswer InvalidRequest(string description) => new() { Status = 400, Error = "invalid_request", Description = description };

    /// <summary>401 <c>invalid_client</c>.</summary>
    public static TokenAnswer InvalidClient(string description) => new() { Status = 401, Error = "invalid_client", Description = description };

    /// <summary>400 <c>unsupported_grant_type</c>.</summary>
    public static TokenAnswer UnsupportedGrantType() =>
        new() { Status = 400, Error = "unsupported_grant_type", Description = "grant_type must be authorization_code or refresh_token." };
}
