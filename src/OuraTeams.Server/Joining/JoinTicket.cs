namespace OuraTeams.Server.Joining;

/// <summary>What a member's journey through Oura's consent carries along, protected, as the OAuth state.</summary>
/// <param name="Organization">Organization of the member.</param>
/// <param name="Member">The member.</param>
/// <param name="Secret">Secret of the join link.</param>
/// <param name="Verifier">PKCE code verifier (RFC 7636).</param>
/// <param name="Nonce">Must be in the cookie of the browser that comes back.</param>
internal sealed record JoinTicket(string Organization, string Member, string Secret, string Verifier, string Nonce);
