using System.Net;
using System.Text.Json.Nodes;

namespace OuraTeams.Sandbox.Tests.Contract;

/// <summary>The sandbox against both of Oura's own descriptions, every path and method of them.</summary>
public sealed class ContractTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("1.29", OuraGeneration.V129, 74, 77)]
    [InlineData("1.37", OuraGeneration.V137, 72, 75)]
    public async Task Every_operation_answers_as_it_is_described(string version, OuraGeneration generation, int paths, int operations)
    {
        var description = await ApiDescription.ReadAsync(version);
        Assert.Equal((paths, operations), (description.Paths, description.Operations.Count));

        await using var walk = await ContractWalk.BeginAsync(description, generation);
        await walk.WalkAsync();

        Assert.Equal(description.Operations, walk.Seen.Keys);
        Assert.All(walk.Seen, entry => Assert.Contains(entry.Key.Success, entry.Value));
        var missing = description.Operations.SelectMany(operation => operation.Statuses
            .Where(status => !walk.Seen[operation].Contains(status) && !CanNotHappen(operation, status))
            .Select(status => $"{operation} {status}"));
        Assert.Empty(missing);

        var errors = walk.Seen.Sum(entry => entry.Value.Count - 1);
        var never = description.Operations.Sum(operation => operation.Statuses.Count(status => CanNotHappen(operation, status)));
        var line = $"Oura {version}: {description.Paths} paths, {walk.Seen.Count} operations checked with success, {errors} error answers, "
            + $"{walk.Documents} documents and rows validated; {never} documented error answers can not happen";
        output.WriteLine(line);
        Console.WriteLine(line);
    }

    [Theory]
    [InlineData("1.29", OuraGeneration.V129)]
    [InlineData("1.37", OuraGeneration.V137)]
    public async Task Documents_of_many_members_are_as_described_when_they_are_new_and_when_they_were_revised(string version, OuraGeneration generation)
    {
        var description = await ApiDescription.ReadAsync(version);
        await using var sandbox = await TestSandbox.StartAsync(set: options => (options.Members, options.HistoryDays, options.Generation) = (30, 120, generation));
        foreach (var operation in description.Operations.Where(operation => operation is { IsSingle: true, IsMirror: false }))
        {
            var checkedOnes = 0;
            foreach (var member in sandbox.World.Members)
            {
                foreach (var document in sandbox.World.Documents(member.Id, operation.Kind).Where((_, place) => place % 30 == 0))
                {
                    sandbox.World.Revise(member.Id, document.Kind, document.Id);
                    foreach (var body in new[] { document.Body, sandbox.World.Find(member.Id, document.Kind, document.Id)!.Body })
                    {
                        Assert.Empty(description.Faults(operation, 200, body.ToJsonString()));
                        checkedOnes++;
                    }
                }
            }

            Assert.True(checkedOnes >= 10, $"{operation}: {checkedOnes}");
        }
    }

    [Theory]
    [InlineData("1.29", OuraGeneration.V129, 23)]
    [InlineData("1.37", OuraGeneration.V137, 17)]
    public async Task Every_data_type_and_event_type_of_the_description_can_be_subscribed_to_and_no_other(string version, OuraGeneration generation, int dataTypes)
    {
        var description = await ApiDescription.ReadAsync(version);
        await using var callback = await CallbackServer.StartAsync();
        await using var sandbox = await TestSandbox.StartAsync(set: options => options.Generation = generation);
        using var app = new TestApp(sandbox);
        Assert.Equal(dataTypes, description.Values("ExtApiV2DataType").Count);
        foreach (var dataType in description.Values("ExtApiV2DataType"))
        {
            foreach (var eventType in description.Values("WebhookOperation"))
            {
                Assert.Equal(HttpStatusCode.Created, (await app.SubscribeAsync(callback.Address, eventType, dataType)).Status);
            }
        }

        foreach (var other in new[] { generation == OuraGeneration.V129 ? "meal" : "pregnancy", "heartrate", "vO2_max" })
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await app.SubscribeAsync(callback.Address, "create", other)).Status);
        }

        Assert.Equal(3 * dataTypes, (await app.WebhookAsync(HttpMethod.Get, "")).Body!.AsArray().Count);
    }

    [Fact]
    public async Task The_validator_refuses_what_is_not_as_described()
    {
        var description = await ApiDescription.ReadAsync("1.37");
        await using var sandbox = await TestSandbox.StartAsync();
        var good = sandbox.World.Documents(sandbox.World.Members[0].Id, "sleep")[0].Body;
        Assert.Empty(description.Faults("PublicModifiedSleepModel", good));
        foreach (var spoil in new Action<JsonObject>[]
        {
            sleep => sleep.Remove("bedtime_end"),
            sleep => sleep["period"] = "first",
            sleep => sleep["average_hrv"] = 41.5,
            sleep => sleep["type"] = "siesta",
            sleep => sleep["bedtime_start"] = null,
            sleep => sleep["heart_rate"]!["items"]!.AsArray()[0] = "60",
            sleep => sleep["heart_rate"]!.AsObject().Remove("interval"),
            sleep => sleep["meta"] = new JsonObject { ["updated_at"] = "2026-01-01T00:00:00+00:00", ["version"] = 1 },
        })
        {
            var bad = good.DeepClone().AsObject();
            spoil(bad);
            Assert.NotEmpty(description.Faults("PublicModifiedSleepModel", bad));
        }
    }

    /// <summary>
    /// What is described but has no cause: an id or a token is any text, so a route without dates has nothing invalid;
    /// and the mirrors take any Authorization value (API.md 6).
    /// </summary>
    private static bool CanNotHappen(ApiOperation operation, int status) =>
        (status == 422 && !operation.IsDated && operation is not ({ Method: "POST" } or { Method: "PUT", Path: "/v2/webhook/subscription/{id}" }))
        || (status is 401 or 403 && operation.IsMirror);
}
