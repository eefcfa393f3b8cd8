using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using OuraTeams.Contracts;

namespace OuraTeams.Server;

/// <summary>Reads the fields of a request and gathers what is wrong with them, so that a caller learns it all at once.</summary>
internal sealed class FieldChecks
{
    /// <summary>Longest name for people.</summary>
    private const int LongestName = 100;

    private const int LongestToken = 512;

    private readonly BadRequest _problems = new();

    /// <summary>An id by the rule of <see cref="Slug"/>.</summary>
    public string Id(string field, string value)
    {
        Require(Slug.IsValid(value), field, Slug.Rule);
        return value;
    }

    /// <summary>A member's id: a UUID, as the server makes them.</summary>
    public string MemberId(string field, string value)
    {
        Require(Guid.TryParseExact(value, "D", out _), field, "must be the id of a member, a UUID");
        return value;
    }

    /// <summary>A name for people.</summary>
    public string Name(string field, string value)
    {
        string name = value.Trim();
        Require(name.Length is > 0 and <= LongestName && !name.Any(char.IsControl), field, $"must be 1 to {LongestName} characters without control characters");
        return name;
    }

    /// <summary>A day.</summary>
    public DateOnly Day(string field, string value)
    {
        Require(
            DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day),
            field,
            "must be a day, yyyy-MM-dd");
        return day;
    }

    /// <summary>An IANA time zone; empty is UTC.</summary>
    public string TimeZone(string field, string value)
    {
        string zone = value.Length == 0 ? "UTC" : value;
        Require(TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _), field, "must be an IANA time zone such as Europe/Helsinki");
        return zone;
    }

    /// <summary>A bearer token: characters that a header can carry. The problem never repeats the text.</summary>
    public string Token(string field, string value)
    {
        Require(value.Length is > 0 and <= LongestToken && value.All(sign => sign is > ' ' and <= '~'), field, $"must be 1 to {LongestToken} visible ASCII characters");
        return value;
    }

    /// <summary>Notes a problem unless a condition holds.</summary>
    public void Require(bool holds, string field, string rule)
    {
        if (!holds)
        {
            _problems.FieldViolations.Add(new BadRequest.Types.FieldViolation { Field = field, Description = $"{field} {rule}." });
        }
    }

    /// <summary>Ends the call with INVALID_ARGUMENT when anything is wrong.</summary>
    /// <exception cref="RpcException">Names every field at fault.</exception>
    public void ThrowIfAny()
    {
        if (_problems.FieldViolations.Count > 0)
        {
            throw Refusal.Of(Code.InvalidArgument, string.Join(' ', _problems.FieldViolations.Select(violation => violation.Description)), Any.Pack(_problems));
        }
    }
}
