using System.Net;

namespace OuraTeams.Sandbox.Tests;

public sealed class PaginationTests : IAsyncLifetime
{
    private const string Range = "sleep?start_date=2025-12-20&end_date=2026-01-14";
    private OuraSandbox _sandbox = null!;
    private TestApp _app = null!;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await TestSandbox.StartAsync(set: options => options.PageSize = 4);
        _app = new TestApp(_sandbox);
    }

    public ValueTask DisposeAsync()
    {
        _app.Dispose();
        return _sandbox.DisposeAsync();
    }

    [Theory]
    [InlineData("sleep?next_token=")]
    [InlineData(Range + "&next_token=")]
    public async Task Following_the_token_alone_or_with_the_first_parameters_gives_every_document_once(string next)
    {
        var (access, _) = await _app.ConnectAsync();
        var expected = _sandbox.World.Documents(_sandbox.World.Members[0].Id, "sleep")
            .Where(document => document.Day > new DateOnly(2025, 12, 22) && document.Day < new DateOnly(2026, 1, 13))
            .Select(document => document.Id).ToList();
        var seen = new List<string>();
        var pages = 0;
        for (var path = Range; path is not null; pages++)
        {
            var (status, body) = await _app.GetAsync(path, access);
            Assert.Equal(HttpStatusCode.OK, status);
            var data = body["data"]!.AsArray();
            Assert.InRange(data.Count, 1, 4);
            seen.AddRange(data.Select(document => (string)document!["id"]!));
            path = body["next_token"] is { } token ? next + (string)token! : null;
        }

        Assert.True(pages > 4);
        Assert.Equal(seen.Count, seen.Distinct().Count());
        Assert.Subset(seen.ToHashSet(), expected.ToHashSet());
    }

    [Fact]
    public async Task A_token_that_is_made_up_or_of_another_kind_is_a_400()
    {
        var (access, _) = await _app.ConnectAsync();
        var token = (string)(await _app.GetAsync(Range, access)).Body["next_token"]!;
        Assert.Equal(HttpStatusCode.BadRequest, await _app.StatusAsync("sleep?next_token=made-up", access));
        Assert.Equal(HttpStatusCode.BadRequest, await _app.StatusAsync("daily_sleep?next_token=" + token, access));
    }

    [Fact]
    public async Task The_last_page_has_a_token_of_null_and_not_none()
    {
        var (access, _) = await _app.ConnectAsync();
        var (_, body) = await _app.GetAsync("daily_sleep?start_date=2026-01-05&end_date=2026-01-06", access);
        Assert.True(body.ContainsKey("next_token"));
        Assert.Null(body["next_token"]);
    }
}
