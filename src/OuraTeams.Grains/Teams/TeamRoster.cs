using Microsoft.Extensions.Logging;
using OuraTeams.Contracts.Keys;
using OuraTeams.Contracts.Members;
using OuraTeams.Contracts.Teams;
using OuraTeams.Grains.Calls;

namespace OuraTeams.Grains.Teams;

/// <summary>
/// Gives members their slots and lists them. A slot is written before the member knows of it, so that nobody exists who is not listed;
/// a slot whose member does not know of it counts for nothing, and is freed when it is listed.
/// </summary>
internal sealed class TeamRoster(TeamKey team, IGrainFactory grains, TeamOptions options, TimeProvider clock, ILogger logger)
{
    /// <summary>Members asked, or removed, at once.</summary>
    private const int Parallelism = 32;

    /// <summary>How long one call may remove members; less than the cluster's response timeout.</summary>
    private static readonly TimeSpan LongestRemoval = TimeSpan.FromSeconds(10);

    /// <summary>Members whose slot is written and who are about to learn of it.</summary>
    private readonly HashSet<MemberKey> _coming = [];

    /// <summary>The first partition that may have a free slot.</summary>
    private int _room;

    /// <summary>A partition.</summary>
    public ITeamPartitionGrain Partition(int number) =>
        grains.GetGrain<ITeamPartitionGrain>(new PartitionKey(team.Organization, team.Team, number).ToString());

    /// <summary>A slot was freed.</summary>
    public void NoteFreed(int partition) => _room = Math.Min(_room, partition);

    /// <summary>Adds a new member, or invites the one again whom the same request has made.</summary>
    public async Task<InviteAnswer> InviteAsync(string displayName, string? requestId, Func<int> partitions, Func<Task> addPartition)
    {
        MemberKey member = requestId is null
            ? new MemberKey(team.Organization, Guid.CreateVersion7(clock.GetUtcNow()).ToString())
            : new MemberKey(team.Organization, RequestedMember.Id(team, requestId));
        IMemberGrain grain = Member(member);
        if (requestId is not null && await grain.GetAsync() is { } known)
        {
            if (known.DisplayName != displayName)
            {
                return new InviteAnswer(InviteOutcome.OtherName, null);
            }

            if (known.Teams.FirstOrDefault(place => place.Team == team) is { } place)
            {
                return place.IsLeaving || await grain.RenewJoinLinkAsync(team) is not { } renewed
                    ? new InviteAnswer(InviteOutcome.Leaving, null)
                    : new InviteAnswer(InviteOutcome.Invited, renewed);
            }
        }

        Invitation? invitation = await WithSlotAsync(
            member, partitions, addPartition, partition => grain.InviteAsync(displayName, team, partition), invited => invited is not null);
        return new InviteAnswer(invitation is null ? InviteOutcome.OtherName : InviteOutcome.Invited, invitation);
    }

    /// <summary>Adds a member of another team.</summary>
    /// <returns>False when there is no such member.</returns>
    public async Task<bool> AddAsync(MemberKey member, Func<int> partitions, Func<Task> addPartition)
    {
        if (await Member(member).GetAsync() is not { } known)
        {
            return false;
        }

        return known.IsIn(team)
            || await WithSlotAsync(member, partitions, addPartition, partition => Member(member).JoinAsync(team, partition), joined => joined);
    }

    /// <summary>Reads slots in order.</summary>
    public async Task<SlotPage> ListAsync(SlotPlace? after, int count, int partitions, CancellationToken cancellation)
    {
        var slots = new List<SlotView>();
        (int number, int slot) = after is { } place ? (place.Partition, place.Slot + 1) : (0, 0);
        for (; number < partitions && slots.Count < count; number++, slot = 0)
        {
            slots.AddRange(await Partition(number).ListAsync(slot, count - slots.Count).WaitAsync(cancellation));
        }

        return new SlotPage(slots, slots.Count == count && count > 0 ? slots[^1].Place : null);
    }

    /// <summary>Adds the members' names to slots. One that can't be read has none; a slot whose member knows nothing of it is freed.</summary>
    public async Task<IReadOnlyList<ListedMember>> NameAsync(IReadOnlyList<SlotView> slots, CancellationToken cancellation)
    {
        var members = new ListedMember?[slots.Count];
        var unknown = new List<SlotView>();
        await new MovingWindow(Parallelism, options.AccountTimeout, clock).AskAsync(
            Enumerable.Range(0, slots.Count),
            index => Member(slots[index].Member).GetAsync(),
            (index, view) =>
            {
                SlotView slot = slots[index];
                if (view?.Teams.Any(place => place.Team == team && place.Partition == slot.Place.Partition) == true)
                {
                    members[index] = new ListedMember(view, slot.Summary);
                }
                else if (!_coming.Contains(slot.Member))
                {
                    unknown.Add(slot);
                }
            },
            (index, error) =>
            {
                SlotView slot = slots[index];
                TeamLog.MemberNotRead(logger, error, slot.Member.ToString());
                members[index] = new ListedMember(
                    new MemberView { Member = slot.Member, DisplayName = "", Account = slot.Account, Disconnected = false, Teams = [] }, slot.Summary);
            },
            cancellation);
        foreach (SlotView slot in unknown)
        {
            await Partition(slot.Place.Partition).FreeAsync(slot.Member);
        }

        return [.. members.OfType<ListedMember>()];
    }

    /// <summary>Removes every member, for some seconds at most.</summary>
    /// <returns>Whether nobody is left.</returns>
    public async Task<bool> RemoveAllAsync(int partitions, CancellationToken cancellation)
    {
        long began = clock.GetTimestamp();
        SlotPlace? after = null;
        while (true)
        {
            SlotPage page = await ListAsync(after, Parallelism, partitions, cancellation);
            bool all = true;
            await new MovingWindow(Parallelism, options.AccountTimeout, clock).AskAsync(
                page.Slots,
                RemoveAsync,
                (_, _) => { },
                (slot, error) =>
                {
                    TeamLog.MemberNotRemoved(logger, error, slot.Member.ToString());
                    all = false;
                },
                cancellation);
            if (!all || clock.GetElapsedTime(began) > LongestRemoval)
            {
                return false;
            }

            if (page.Next is null)
            {
                return true;
            }

            after = page.Next;
        }
    }

    private async Task<bool> RemoveAsync(SlotView slot) =>
        await Member(slot.Member).LeaveAsync(team) || await Partition(slot.Place.Partition).FreeAsync(slot.Member);

    /// <summary>Finds a slot for a member and tells them of it.</summary>
    private async Task<T> WithSlotAsync<T>(MemberKey member, Func<int> partitions, Func<Task> addPartition, Func<int, Task<T>> tell, Func<T, bool> isTaken)
    {
        _coming.Add(member);
        try
        {
            int partition = await SlotAsync(member, partitions, addPartition);
            T answer = await tell(partition);
            if (!isTaken(answer))
            {
                await Partition(partition).FreeAsync(member);
            }

            return answer;
        }
        finally
        {
            _coming.Remove(member);
        }
    }

    private async Task<int> SlotAsync(MemberKey member, Func<int> partitions, Func<Task> addPartition)
    {
        while (true)
        {
            int number = _room;
            if (number >= partitions())
            {
                await addPartition();
            }

            if (await Partition(number).AddAsync(member))
            {
                return number;
            }

            // Unless a slot in an earlier partition was freed meanwhile.
            if (_room == number)
            {
                _room++;
            }
        }
    }

    private IMemberGrain Member(MemberKey member) => grains.GetGrain<IMemberGrain>(member.ToString());
}
