using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;

namespace OuraTeams.Server.Joining;

/// <summary>Protects and opens <see cref="JoinTicket"/>s.</summary>
internal sealed class JoinTickets(IDataProtectionProvider protection)
{
    /// <summary>How long a member may take on Oura's pages.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(30);

    private readonly ITimeLimitedDataProtector _protector = protection.CreateProtector("ourateams.join.1").ToTimeLimitedDataProtector();

    /// <summary>Protects a ticket.</summary>
    public string Protect(JoinTicket ticket) => _protector.Protect(JsonSerializer.Serialize(ticket), Lifetime);

    /// <summary>Opens a ticket; null when it is not ours or too old.</summary>
    public JoinTicket? Open(string? text)
    {
        try
        {
            return string.IsNullOrEmpty(text) ? null : JsonSerializer.Deserialize<JoinTicket>(_protector.Unprotect(text));
        }
        catch (Exception error) when (error is CryptographicException or JsonException)
        {
            return null;
        }
    }
}
