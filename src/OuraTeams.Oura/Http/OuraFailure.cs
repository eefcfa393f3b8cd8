namespace OuraTeams.Oura.Http;

/// <summary>Why a call to Oura gave no answer that can be used.</summary>
public enum OuraFailure
{
    /// <summary>Oura could not be reached, answered 5xx, took too long, or sent something that is not its JSON. Try again later.</summary>
    Unavailable,

    /// <summary>Oura answered, and what it answered can't be used: such as a document without a day. Asking again brings the same.</summary>
    Unusable,

    /// <summary>401: the access token is expired, revoked or unknown. A refresh may help.</summary>
    Unauthorized,

    /// <summary>401 whose text names a scope: the member did not grant it. A refresh doesn't help.</summary>
    ScopeMissing,

    /// <summary>403: the member's Oura membership has lapsed, or a webhook subscription id is unknown.</summary>
    Forbidden,

    /// <summary>404: no such document, for this token.</summary>
    NotFound,

    /// <summary>429: wait for <see cref="OuraException.RetryAfter"/>.</summary>
    RateLimited,

    /// <summary>400, 409, 422: the request itself is wrong; on 422 <see cref="OuraException.Problems"/> say where.</summary>
    Invalid,

    /// <summary>The token endpoint refused the grant (<c>invalid_grant</c>): the code or refresh token is used, expired or revoked.</summary>
    InvalidGrant,

    /// <summary>426: the Oura app on the member's phone is too old. Only the member can update it. Known from older documentation alone.</summary>
    AppTooOld,
}
