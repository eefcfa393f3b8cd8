using Microsoft.Extensions.DependencyInjection;
using OuraTeams.Contracts.Accounts;
using OuraTeams.Contracts.Fleet;
using OuraTeams.Contracts.Keys;

namespace OuraTeams.EndToEnd;

/// <summary>A scheduler and its accounts, which call each other.</summary>
public sealed class SchedulerTests
{
    private const int Rounds = 10;

    [Fact]
    public async Task An_account_that_connects_while_its_scheduler_waits_for_it_does_not_wait_for_the_scheduler()
    {
        await using SmallPlatform platform = await SmallPlatform.StartAsync(1);
        await platform.IsRightAsync();
        var key = new AccountKey(SmallPlatform.Organization, platform.People[0].Id);
        IGrainFactory grains = platform.Services.GetRequiredService<IGrainFactory>();
        var request = new ConnectRequest
        {
            Member = new MemberKey(SmallPlatform.Organization, (await platform.MembersAsync()).Single().MemberId),
            App = ServerSettings.App,
            Credential = await platform.CredentialAsync(platform.People[0]),
        };
        for (int round = 0; round < Rounds; round++)
        {
            // Two that waited for each other would end with a TimeoutException.
            Task<int> verifying = grains.GetGrain<ISchedulerGrain>(SchedulerShare.Of(key)).VerifyAsync();
            Assert.Equal(ConnectOutcome.Connected, await grains.GetGrain<IRingAccountGrain>(key.ToString()).ConnectAsync(request));
            await verifying;
        }

        await platform.IsRightAsync();
    }
}
