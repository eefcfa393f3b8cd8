using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using OuraTeams.Contracts.Accounts;
using OuraTeams.Contracts.Keys;
using OuraTeams.Contracts.Members;
using OuraTeams.Contracts.Teams;
using OuraTeams.EndToEnd;
using OuraTeams.Protocol.V1;
using OuraTeams.Sandbox;
using OuraTeams.Server.Host;
using ConnectionStatus = OuraTeams.Contracts.Accounts.ConnectionStatus;

namespace OuraTeams.Benchmarks;

/// <summary>
/// Inviting and connecting a member costs the same whatever the size of the team. A server in this process, over real HTTP/2 and
/// the embedded store. A member is invited by the gRPC call; their connection is what it costs the team: the member is tied to a
/// ring account, and the account reports how it stands. What Oura and the account itself take is left out: it has nothing to do
/// with the team.
/// </summary>
public sealed class TeamGrowthBenchmark
{
    private const string Organization = "club";
    private const int Thousand = 1_000;
    private const int Thousands = 10;
    private const int AtOnce = 4;
    private const double MostGrowth = 1.2;

    [Fact(Explicit = true)]
    public async Task The_last_thousand_of_ten_thousand_is_invited_and_connected_in_at_most_1_2_times_the_time_of_the_first()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("ourateams-benchmark-");
        await using OuraSandbox sandbox = await OuraSandbox.StartAsync(new SandboxOptions { Url = "http://127.0.0.1:0", Members = 1, Seed = 1, HistoryDays = 1 });
        var settings = new ServerSettings(sandbox, folder.FullName);
        await using (WebApplication server = ServerApplication.Build([], settings.Values, TestLog.Configure))
        {
            await server.StartAsync();
            using var client = new Client(settings);
            IGrainFactory grains = server.Services.GetRequiredService<IGrainFactory>();
            await client.Organizations.CreateOrganizationAsync(new CreateOrganizationRequest { OrganizationId = Organization, DisplayName = "Club" }, client.Headers);
            await CreateAsync(client, "warm-up");
            await GrowAsync(client, grains, "warm-up", 2 * Thousand);

            await CreateAsync(client, "large");
            var times = new List<TimeSpan>();
            for (int thousand = 1; thousand <= Thousands; thousand++)
            {
                TimeSpan computed = Process.GetCurrentProcess().TotalProcessorTime;
                long began = Stopwatch.GetTimestamp();
                await GrowAsync(client, grains, "large", Thousand);
                times.Add(Stopwatch.GetElapsedTime(began));
                computed = Process.GetCurrentProcess().TotalProcessorTime - computed;
                Tell($"{thousand,2}. thousand: {times[^1].TotalSeconds:0.00} s, {computed.TotalSeconds:0.00} s of processors");
            }

            double growth = times[^1] / times[0];
            Tell($"The last took {growth:0.00} times as long as the first.");
            Team team = (await client.Teams.GetTeamAsync(new GetTeamRequest { OrganizationId = Organization, TeamId = "large" }, client.Headers)).Team;
            Assert.Equal((Thousands * Thousand, Thousands * Thousand), (team.MemberCount, team.ConnectedCount));
            Assert.True(growth <= MostGrowth, $"The last thousand took {growth:0.00} times as long as the first.");
            await server.StopAsync();
        }

        folder.Delete(recursive: true);
    }

    private static async Task CreateAsync(Client client, string team) => await client.Teams.CreateTeamAsync(
        new CreateTeamRequest { OrganizationId = Organization, TeamId = team, DisplayName = team }, client.Headers);

    private static Task GrowAsync(Client client, IGrainFactory grains, string team, int members) => Parallel.ForAsync(
        0, members, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (_, cancellation) =>
        {
            InviteMemberResponse invitation = await client.Teams.InviteMemberAsync(
                new InviteMemberRequest { OrganizationId = Organization, TeamId = team, DisplayName = "Member" }, client.Headers, cancellationToken: cancellation);
            var member = new MemberKey(Organization, invitation.Member.MemberId);
            Attachment attachment = (await grains.GetGrain<IMemberGrain>(member.ToString()).AttachAsync(new AccountKey(Organization, Guid.NewGuid().ToString()), 1))!;
            await grains.GetGrain<ITeamPartitionGrain>(attachment.Partitions.Single().ToString()).NoteSummaryAsync(member, attachment.Incarnation, Summary(), isFirstTeam: true);
        });

    private static AccountSummary Summary()
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        return new AccountSummary
        {
            Status = ConnectionStatus.Connected,
            Reason = OuraTeams.Contracts.Accounts.ReconnectReason.None,
            ConnectedAt = now,
            LastSyncedAt = null,
            Documents = 0,
            Waiting = 40,
            WaitingLive = 0,
            HistoryLeft = 40,
            HistoryAsked = 40,
            NextDue = now,
            Rings = [new RingView { RingId = Guid.NewGuid().ToString(), HardwareType = "gen4", FirmwareVersion = "3.2.11", Color = "silver", Design = "horizon", Size = 9, SetUpAt = now }],
        };
    }

    private static void Tell(FormattableString line) => TestContext.Current.TestOutputHelper?.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
