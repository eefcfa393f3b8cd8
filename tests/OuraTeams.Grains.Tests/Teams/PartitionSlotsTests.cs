using CsCheck;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using OuraTeams.Contracts.Accounts;
using OuraTeams.Contracts.States;
using OuraTeams.Contracts.Teams;
using OuraTeams.Grains.Teams;
using OuraTeams.Oura.Documents;

namespace OuraTeams.Grains.Tests;

public sealed class PartitionSlotsTests
{
    private static readonly DateTimeOffset Time = new(2026, 3, 10, 7, 30, 0, TimeSpan.Zero);
    private static readonly Serializer Serializer = new ServiceCollection().AddSerializer().BuildServiceProvider().GetRequiredService<Serializer>();

    [Fact]
    public void A_member_keeps_their_slot_and_a_freed_one_is_used_again()
    {
        PartitionSlots slots = With("anna", "bert", "cleo");

        slots.Keep(slots.Free("bert")!.Value);
        Assert.Equal((0, 2), (slots.Find("anna"), slots.Find("cleo")));
        Assert.Null(slots.Find("bert"));

        slots.Keep(slots.Add("dora")!.Value);
        Assert.Equal(1, slots.Find("dora"));
        Assert.Equal(3, slots.Members);
    }

    [Fact]
    public void A_full_partition_takes_nobody()
    {
        PartitionSlots slots = With([.. Enumerable.Range(0, ITeamGrain.PartitionCapacity).Select(number => $"member-{number}")]);

        Assert.Null(slots.Add("one-more"));

        slots.Keep(slots.Free("member-700")!.Value);
        Assert.Equal(700, slots.Add("one-more")!.Value.Number);
    }

    [Fact]
    public void Nothing_of_the_one_before_is_in_a_slot_that_is_used_again()
    {
        PartitionSlots slots = With("anna");
        slots.Keep(slots.Attach(0, "oura-1", 7, isFirstTeam: true)!.Value);
        slots.Keep(slots.Free("anna")!.Value);
        Assert.Empty(slots.Page(0).Slots);

        slots.Keep(slots.Add("bert")!.Value);

        Assert.Equal(new Slot { Member = "bert" }, slots[0]);
        Assert.Equal(0, slots.Connected);
    }

    [Fact]
    public void An_earlier_incarnation_changes_nothing()
    {
        PartitionSlots slots = With("anna");
        slots.Keep(slots.Attach(0, "oura-1", 7, isFirstTeam: true)!.Value);

        Assert.Null(slots.Attach(0, "oura-2", 6, isFirstTeam: true));
        Assert.Null(slots.Detach(0, "oura-1", 6));
        Assert.Null(slots.Refuse(0, 7));
        Assert.Null(slots.Describe("anna", 6, Summary(), isFirstTeam: true));
        Assert.Null(slots.Describe("anna", 8, Summary(), isFirstTeam: true));
        Assert.Null(slots.Find("anna", 6));
        Assert.Equal(0, slots.Find("anna", 7));
    }

    [Fact]
    public void An_ended_connection_is_shown_as_ended_until_it_is_forgotten()
    {
        PartitionSlots slots = With("anna");
        slots.Keep(slots.Attach(0, "oura-1", 7, isFirstTeam: true)!.Value);
        slots.Keep(slots.Describe("anna", 7, Summary(), isFirstTeam: true)!.Value);

        slots.Keep(slots.Refuse(0, 8)!.Value);
        Assert.Equal(ConnectionStatus.Disconnected, slots[0].Summary!.Status);
        Assert.Null(slots.Find("anna", 7));

        slots.Keep(slots.Detach(0, "oura-1", 8)!.Value);
        Assert.Equal(new Slot { Member = "anna", Incarnation = 8 }, slots[0]);
        Assert.Null(slots.Find("anna", 8));
    }

    [Fact]
    public void Connecting_again_forgets_what_the_connection_before_said()
    {
        PartitionSlots slots = With("anna");
        slots.Keep(slots.Attach(0, "oura-1", 7, isFirstTeam: true)!.Value);
        slots.Keep(slots.Describe("anna", 7, Summary(), isFirstTeam: true)!.Value);
        Assert.Null(slots.Attach(0, "oura-1", 7, isFirstTeam: true));

        slots.Keep(slots.Attach(0, "oura-1", 8, isFirstTeam: true)!.Value);

        Assert.Null(slots[0].Summary);
        Assert.Equal(1, slots.Connected);
    }

    [Fact]
    public void A_change_of_the_connection_is_urgent_and_other_changes_wait_for_the_next_write_of_their_page()
    {
        PartitionSlots slots = With("anna", "bert");
        slots.Keep(slots.Attach(0, "oura-1", 7, isFirstTeam: true)!.Value);
        SlotChange first = slots.Describe("anna", 7, Summary(), isFirstTeam: true)!.Value;
        Assert.True(slots.IsUrgent(first));
        slots.Keep(first);
        Assert.Null(slots.Describe("anna", 7, Summary(), isFirstTeam: true));

        SlotChange more = slots.Describe("anna", 7, Summary() with { Documents = 9 }, isFirstTeam: true)!.Value;
        Assert.False(slots.IsUrgent(more));
        slots.KeepUnwritten(more);
        Assert.Equal([0], slots.Unwritten);
        Assert.Equal(9, slots.PageWith(slots.Attach(1, "oura-2", 1, isFirstTeam: true)!.Value).Slots[0].Summary!.Documents);

        slots.Writing(0);
        Assert.Empty(slots.Unwritten);
        Assert.True(slots.IsUrgent(slots.Describe("anna", 7, Summary() with { Status = ConnectionStatus.NeedsReconnect }, isFirstTeam: true)!.Value));
    }

    [Fact]
    public void A_page_with_the_longest_texts_in_every_slot_is_below_64_kB()
    {
        PartitionSlots slots = With([.. Enumerable.Range(0, ITeamGrain.PartitionCapacity).Select(_ => Guid.NewGuid().ToString())]);
        var text = new string('x', PartitionSlots.LongestText);
        RingView[] rings = [.. Enumerable.Range(0, 50).Select(ring => new RingView
        {
            RingId = text, HardwareType = text, FirmwareVersion = text, Color = text, Design = text, Size = int.MaxValue, SetUpAt = Time.AddDays(ring),
        })];
        AccountSummary summary = new()
        {
            Status = ConnectionStatus.NeedsReconnect,
            Reason = ReconnectReason.ScopesTooNarrow,
            ConnectedAt = Time,
            LastSyncedAt = Time,
            Documents = int.MaxValue,
            Waiting = int.MaxValue,
            WaitingLive = int.MaxValue,
            HistoryLeft = int.MaxValue,
            HistoryAsked = int.MaxValue,
            NextDue = Time,
            Rings = [new RingView { RingId = new string('y', 1_000_000) }, .. rings],
        };
        int largest = 0;
        for (int number = 0; number < ITeamGrain.PartitionCapacity; number++)
        {
            slots.Keep(slots.Attach(number, $"{new string('x', PersonalInfo.LongestId - 4)}{number:0000}", long.MaxValue, isFirstTeam: true)!.Value);
            SlotChange change = slots.Describe(slots[number].Member!, long.MaxValue, summary, isFirstTeam: true)!.Value;
            largest = Math.Max(largest, Serializer.SerializeToArray(slots.PageWith(change)).Length);
            slots.Keep(change);
        }

        Assert.InRange(largest, 10_000, 64_000);
        Assert.Equal(Time.AddDays(49), slots[0].Summary!.Rings[0].SetUpAt);
    }

    /// <summary>Random changes, each stored as a page: whoever reads the pages has the same slots.</summary>
    [Fact]
    public void Whoever_reads_the_pages_has_the_same_slots()
    {
        Gen.Select(Gen.Int[0, 5], Gen.Int[0, 199], Gen.Long[0, 5]).List[1, 400].Sample(steps =>
        {
            SlotPageState[] pages = [.. Enumerable.Range(0, PartitionSlots.Pages).Select(_ => new SlotPageState())];
            var slots = new PartitionSlots(pages);
            foreach ((int kind, int who, long incarnation) in steps)
            {
                string member = $"member-{who}";
                int? slot = slots.Find(member);
                SlotChange? change = (kind, slot) switch
                {
                    (0, _) => slots.Free(member),
                    (_, null) => slots.Add(member),
                    (1, { } number) => slots.Attach(number, $"oura-{who}", incarnation, isFirstTeam: true),
                    (2, { } number) => slots.Detach(number, $"oura-{who}", incarnation),
                    (3, { } number) => slots.Refuse(number, incarnation),
                    _ => slots.Describe(member, incarnation, Summary() with { Documents = who }, isFirstTeam: false),
                };
                if (change is { } made)
                {
                    pages[PartitionSlots.PageOf(made.Number)] = slots.PageWith(made);
                    slots.Keep(made);
                }
            }

            var read = new PartitionSlots(pages);
            return read.Used(0).SequenceEqual(slots.Used(0))
                && (read.Members, read.Connected) == (slots.Members, slots.Connected)
                && read.Used(0).All(used => read.Find(used.Slot.Member!) == used.Number);
        });
    }

    private static PartitionSlots With(params string[] members)
    {
        var slots = new PartitionSlots([]);
        foreach (string member in members)
        {
            slots.Keep(slots.Add(member)!.Value);
        }

        return slots;
    }

    private static AccountSummary Summary() => new()
    {
        Status = ConnectionStatus.Connected,
        Reason = ReconnectReason.None,
        ConnectedAt = Time,
        LastSyncedAt = Time,
        Documents = 1,
        Waiting = 0,
        WaitingLive = 0,
        HistoryLeft = 0,
        HistoryAsked = 0,
        NextDue = null,
        Rings = [new RingView { RingId = "ring-1" }],
    };
}
