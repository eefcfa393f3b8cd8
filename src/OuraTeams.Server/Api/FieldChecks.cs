using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using OuraTeams.Contracts.Keys;

namespace OuraTeams.Server.Api;

/// <summary>Reads the fields of a request and gathers what is wrong with them, so that a caller learns it all at once.</summary>
internal sealed class FieldChecks
{
    /// <summary>Longest name for people.</summary>
    private const int LongestName = 100;

    private const int LongestToken = 512;

    private const int LongestRequestId = 100;

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

    /// <summary>The id that a caller gives to a request; null when there is none.</summary>
    public string? RequestId(string field, string value)
    {
        Require(value.Length <= LongestRequestId && value.All(sign => sign is > ' ' and <= '~'), field, $"must be at most {LongestRequestId} visible ASCII characters");
        return value.Length == 0 ? null : value;
    }

    /// <summary>Number of entries of a page.</summary>
    public int PageSize(string field, int value, int usual = 50, int largest = 200)
    {
        Require(value >= 0 && value <= largest, field, $"must be 0 to {largest}");
        return value == 0 ? usual : value;
    }

    /// <summary>The fields that an update is to change: those of the mask, or without a mask those that are not empty.</summary>
    /// <param name="field">Name of the mask's field.</param>
    /// <param name="mask">The mask; null when there is none.</param>
    /// <param name="values">The fields that can be changed, with the values of the request.</param>
    public IReadOnlySet<string> Changed(string field, FieldMask? mask, params (string Path, string Value)[] values)
    {
        string[] known = [.. values.Select(value => value.Path)];
        if (mask is null or { Paths.Count: 0 })
        {
            return values.Where(value => value.Value.Length > 0).Select(value => value.Path).ToHashSet(StringComparer.Ordinal);
        }

        if (mask.Paths is ["*"])
        {
            return known.ToHashSet(StringComparer.Ordinal);
        }

        Require(mask.Paths.All(known.Contains), field, $"must name only {string.Join(", ", known)}");
        return mask.Paths.ToHashSet(StringComparer.Ordinal);
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
