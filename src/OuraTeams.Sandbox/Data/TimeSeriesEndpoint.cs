using System.Text.Json.Nodes;
using OuraTeams.Sandbox.TimeSeries;

namespace OuraTeams.Sandbox.Data;

/// <summary>Answers one time series.</summary>
/// <param name="options">The settings.</param>
/// <param name="world">The rows.</param>
/// <param name="access">Who may read what.</param>
/// <param name="series">The series.</param>
/// <param name="isMirror">True under <c>/v2/sandbox/</c>, where there is neither <c>fields</c> nor <c>latest</c>.</param>
internal sealed class TimeSeriesEndpoint(SandboxOptions options, World world, IDataAccess access, TimeSeriesKind series, bool isMirror)
{
    /// <summary>GET.</summary>
    public async Task ListAsync(HttpContext context)
    {
        if (await access.MemberAsync(context, series.Scope) is not { } member)
        {
            return;
        }

        var faults = new List<InvalidInput>();
        var offset = options.LocalMidnight ? world.Profile(member).UtcOffset : TimeSpan.Zero;
        var query = context.Request.Query["next_token"].ToString() is { Length: > 0 } token
            ? TimeSeriesQuery.ReadToken(series.Route, token)
            : TimeSeriesQuery.Read(series.Route, context.Request.Query, isMirror, world.Now, offset, faults);
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
            await Answer.DetailAsync(context, StatusCodes.Status400BadRequest, "The start is after the end.");
        }
        else if (query.End - query.Start > TimeSeriesQuery.Longest)
        {
            // The status is ours: that there is a limit is known, not how it is told.
            await Answer.DetailAsync(context, StatusCodes.Status400BadRequest, "The range is longer than 30 days.");
        }
        else
        {
            await Answer.JsonAsync(context, StatusCodes.Status200OK, List(member, query));
        }
    }

    private JsonObject List(string member, TimeSeriesQuery query)
    {
        var rows = world.Rows(member, series, query.Start, query.End);
        List<TimeSeriesRow> page = query.Latest
            ? [.. rows.TakeLast(1)]
            : [.. rows.Skip(query.Seen).Take(options.TimeSeriesPageSize + 1)];
        string? next = null;
        if (page.Count > options.TimeSeriesPageSize)
        {
            page.RemoveAt(page.Count - 1);
            var last = page[^1].Instant;
            var seen = page.Count(row => row.Instant == last) + (last == query.Start ? query.Seen : 0);
            next = query.Token(last, seen);
        }

        return new JsonObject
        {
            ["data"] = new JsonArray([.. page.Select(row => Only(row.ToJson(), query.Fields))]),
            ["next_token"] = next,
        };
    }

    /// <summary>The members asked for. That timestamp always comes is ours: Oura doesn't list what always comes.</summary>
    private static JsonObject Only(JsonObject row, IReadOnlyList<string>? fields)
    {
        if (fields is not null)
        {
            foreach (var name in row.Select(member => member.Key).Where(name => name is not "timestamp" && !fields.Contains(name)).ToList())
            {
                row.Remove(name);
            }
        }

        return row;
    }
}
