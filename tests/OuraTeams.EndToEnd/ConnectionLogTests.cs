using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Core.Internal;
using OuraTeams.Contracts.Accounts;
using OuraTeams.Contracts.Organizations;
using OuraTeams.Protocol.V1;
using ChangedConnection = OuraTeams.Contracts.Organizations.ConnectionChange;

namespace OuraTeams.EndToEnd;

/// <summary>What watchers of connections are told, over the real service.</summary>
public sealed class ConnectionLogTests
{
    [Fact]
    public async Task A_watcher_who_is_too_far_behind_is_told_which_changes_are_held()
    {
        await using SmallPlatform platform = await SmallPlatform.StartAsync(1, join: false);
        IConnectionLogGrain log = Log(platform);
        for (int member = 1; member <= 1_100; member++)
        {
            await log.NoteAsync(Change($"made-up-{member}"));
        }

        RpcException behind = await RefusalAsync(platform, after: 12);
        Assert.Equal(StatusCode.OutOfRange, behind.StatusCode);
        Assert.Equal(
            "after_number: What follows 12 is not held any more. The changes 65 to 1100 are held. Begin with 0, and list the ring accounts to see how they stand.",
            behind.Status.Detail);
        Assert.Equal(StatusCode.OutOfRange, (await RefusalAsync(platform, after: 63)).StatusCode);

        // From the oldest that is held, whether asked for by 0 or by its number; also by an activation that reads the store.
        await log.AsReference<IGrainManagementExtension>().DeactivateOnIdle();
        long[] held = [.. Enumerable.Range(65, 1_100 - 64).Select(number => (long)number)];
        Assert.Equal(held, await NumbersAsync(platform, after: 0, held.Length));
        Assert.Equal(held, await NumbersAsync(platform, after: 64, held.Length));
        Assert.Equal(1_100, Assert.Single(await NumbersAsync(platform, after: 1_099, 1)));
    }

    [Fact]
    public async Task A_watcher_who_is_ahead_of_the_server_is_told_so_and_one_who_has_all_waits_for_the_next()
    {
        await using SmallPlatform platform = await SmallPlatform.StartAsync(1, join: false);
        Assert.Equal(
            "after_number: 5 is ahead of the newest change, 0. No changes are held. Begin with 0.",
            (await RefusalAsync(platform, after: 5)).Status.Detail);
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        using AsyncServerStreamingCall<WatchConnectionChangesResponse> first = Watch(platform, 0, limit.Token);
        Task<bool> told = first.ResponseStream.MoveNext(limit.Token);
        Assert.False(told.IsCompleted);

        await Log(platform).NoteAsync(Change("anna"));

        Assert.True(await told);
        Assert.Equal(1, first.ResponseStream.Current.Change.Number);
        RpcException ahead = await RefusalAsync(platform, after: 2);
        Assert.Equal(
            (StatusCode.OutOfRange, "after_number: 2 is ahead of the newest change, 1. The changes 1 to 1 are held. Begin with 0."),
            (ahead.StatusCode, ahead.Status.Detail));

        using AsyncServerStreamingCall<WatchConnectionChangesResponse> second = Watch(platform, 1, limit.Token);
        Task<bool> next = second.ResponseStream.MoveNext(limit.Token);
        await Log(platform).NoteAsync(Change("ben"));
        Assert.True(await next);
        Assert.Equal((2, "ben"), (second.ResponseStream.Current.Change.Number, second.ResponseStream.Current.Change.MemberId));
    }

    [Fact]
    public async Task A_change_of_an_organization_that_there_is_not_is_dropped()
    {
        await using SmallPlatform platform = await SmallPlatform.StartAsync(1, join: false);
        IConnectionLogGrain log = platform.Services.GetRequiredService<IGrainFactory>().GetGrain<IConnectionLogGrain>("nobody");

        await log.NoteAsync(Change("anna"));
        using var done = new CancellationTokenSource();
        await done.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => log.ReadAsync(null, done.Token));
    }

    [Fact]
    public async Task The_changes_of_an_organization_go_with_it()
    {
        await using SmallPlatform platform = await SmallPlatform.StartAsync(1, join: false);
        await Log(platform).NoteAsync(Change("anna"));
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        using AsyncServerStreamingCall<WatchConnectionChangesResponse> watch = Watch(platform, 0, limit.Token);
        Assert.True(await watch.ResponseStream.MoveNext(limit.Token));
        Task<bool> told = watch.ResponseStream.MoveNext(limit.Token);

        await platform.Client.Organizations.DeleteOrganizationAsync(
            new DeleteOrganizationRequest { OrganizationId = SmallPlatform.Organization, Force = true }, platform.Client.Headers);

        // Who watches is sent away, and a later organization of the same id begins anew.
        Assert.Equal(StatusCode.OutOfRange, (await Assert.ThrowsAsync<RpcException>(() => told)).StatusCode);
        Assert.Equal(StatusCode.NotFound, (await RefusalAsync(platform, after: 0)).StatusCode);
        await platform.Client.Organizations.CreateOrganizationAsync(
            new CreateOrganizationRequest { OrganizationId = SmallPlatform.Organization, DisplayName = "Club" }, platform.Client.Headers);
        await Log(platform).NoteAsync(Change("anna"));
        Assert.Equal(1, Assert.Single(await NumbersAsync(platform, after: 0, 1)));
    }

    private static IConnectionLogGrain Log(SmallPlatform platform) =>
        platform.Services.GetRequiredService<IGrainFactory>().GetGrain<IConnectionLogGrain>(SmallPlatform.Organization);

    private static ChangedConnection Change(string member) => new()
    {
        Member = member,
        Incarnation = 1,
        Change = 1,
        Status = ConnectionStatus.Connected,
        Reason = OuraTeams.Contracts.Accounts.ReconnectReason.None,
        At = TimeProvider.System.GetUtcNow(),
    };

    private static AsyncServerStreamingCall<WatchConnectionChangesResponse> Watch(SmallPlatform platform, long after, CancellationToken cancellation) =>
        platform.Client.Fleet.WatchConnectionChanges(
            new WatchConnectionChangesRequest { OrganizationId = SmallPlatform.Organization, AfterNumber = after }, platform.Client.Headers, cancellationToken: cancellation);

    private static async Task<RpcException> RefusalAsync(SmallPlatform platform, long after)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        using AsyncServerStreamingCall<WatchConnectionChangesResponse> watch = Watch(platform, after, limit.Token);
        return await Assert.ThrowsAsync<RpcException>(() => watch.ResponseStream.MoveNext(limit.Token));
    }

    private static async Task<long[]> NumbersAsync(SmallPlatform platform, long after, int count)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        using AsyncServerStreamingCall<WatchConnectionChangesResponse> watch = Watch(platform, after, limit.Token);
        var numbers = new List<long>();
        while (numbers.Count < count && await watch.ResponseStream.MoveNext(limit.Token))
        {
            numbers.Add(watch.ResponseStream.Current.Change.Number);
        }

        return [.. numbers];
    }
}
