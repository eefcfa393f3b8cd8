using System.Text.Json.Nodes;
using OuraTeams.Sandbox.Documents;

namespace OuraTeams.Sandbox.Data;

/// <summary>Answers one kind of document: the collection and the single document.</summary>
/// <param name="options">The settings.</param>
/// <param name="world">The documents.</param>
/// <param name="access">Who may read what.</param>
/// <param name="kind">The kind.</param>
/// <param name="isMirror">True under <c>/v2/sandbox/</c>, where there is no <c>fields</c>.</param>
internal sealed class CollectionEndpoint(SandboxOptions options, World world, IDataAccess access, DocumentKind kind, bool isMirror)
{
    /// <summary>A document can be compared by an instant this far from its day.</summary>
    private const int DaysAround = 2;

    private readonly bool _takesFields = kind.TakesFields && !isMirror;

    /// <summary>GET of the collection.</summary>
    public async Task ListAsync(HttpContext context)
    {
        if (await access.MemberAsync(context, kind.Scope) is not { } member)
        {
            return;
        }

        var faults = new List<InvalidInput>();
        var query = Query(context.Request.Query, member, faults);
        if (faults.Count > 0)
        {
            await Answer.InvalidAsync(context, options, faults);
        }
        else if (query is null)
        {
            await Answer.DetailAsync(context, StatusCodes.Status400BadRequest, "The next_token is not valid here.");
        }
        else if (query.Start > query.End)
        {
            await Answer.DetailAsync(context, StatusCodes.Status400BadRequest, "The start date is after the end date.");
        }
        else
        {
            await Answer.JsonAsync(context, StatusCodes.Status200OK, List(member, query));
        }
    }

    /// <summary>GET of one document. What belongs to another member is not found.</summary>
    public async Task GetAsync(HttpContext context)
    {
        if (await access.MemberAsync(context, kind.Scope) is not { } member)
        {
            return;
        }

        var id = (string)context.Request.RouteValues["id"]!;
        if (world.Find(member, kind.Route, id) is { } document)
        {
            await Answer.JsonAsync(context, StatusCodes.Status200OK, document.Body);
            return;
        }

        await Answer.DetailAsync(context, StatusCodes.Status404NotFound, "The document was not found.");
    }

    private CollectionQuery? Query(IQueryCollection parameters, string member, List<InvalidInput> faults)
    {
        if (parameters["next_token"].ToString() is { Length: > 0 } token)
        {
            return CollectionQuery.ReadToken(kind.Route, token);
        }

        if (kind.IsUndated)
        {
            return CollectionQuery.Everything(kind.Route, parameters, _takesFields);
        }

        var offset = options.LocalMidnight ? world.Profile(member).UtcOffset : TimeSpan.Zero;
        return CollectionQuery.Read(kind.Route, parameters, _takesFields, world.Today, offset, faults);
    }

    private JsonObject List(string memberId, CollectionQuery query)
    {
        var page = world.Documents(memberId, kind, Day(query.Start, -DaysAround), Day(query.End, DaysAround))
            .Select(document => (Document: document, Instant: kind.ComparedInstant(document.Body)))
            .Where(entry => entry.Instant >= query.Start && (kind.EndIsInclusive ? entry.Instant <= query.End : entry.Instant < query.End))
            .OrderBy(entry => entry.Instant).ThenBy(entry => entry.Document.Id, StringComparer.Ordinal)
            .Where(entry => query.AfterInstant is not { } after || entry.Instant > after
                || (entry.Instant == after && string.CompareOrdinal(entry.Document.Id, query.After) > 0))
            .Take(options.PageSize + 1)
            .ToList();
        var more = page.Count > options.PageSize;
        var shown = page.Take(options.PageSize);
        return new JsonObject
        {
            ["data"] = new JsonArray([.. shown.Select(entry => Only(entry.Document.Body, query.Fields))]),
            ["next_token"] = more ? query.Token(page[^2].Document.Id, page[^2].Instant) : null,
        };
    }

    /// <summary>The members asked for. That id and day always come is ours: Oura doesn't list what always comes.</summary>
    private static JsonObject Only(JsonObject body, IReadOnlyList<string>? fields)
    {
        if (fields is not null)
        {
            foreach (var name in body.Select(member => member.Key).Where(name => name is not ("id" or "day") && !fields.Contains(name)).ToList())
            {
                body.Remove(name);
            }
        }

        return body;
    }

    private static DateOnly Day(DateTimeOffset instant, int days)
    {
        var number = DateOnly.FromDateTime(instant.UtcDateTime).DayNumber + days;
        return DateOnly.FromDayNumber(Math.Clamp(number, DateOnly.MinValue.DayNumber, DateOnly.MaxValue.DayNumber));
    }
}
