namespace OuraTeams.Sandbox.Data;

/// <summary>Finds out whose data a request reads.</summary>
internal interface IDataAccess
{
    /// <summary>The member whose data the request may read; null when the request is answered already.</summary>
    /// <param name="context">The request.</param>
    /// <param name="scope">What the request must be allowed to read.</param>
    Task<string?> MemberAsync(HttpContext context, string scope);
}
