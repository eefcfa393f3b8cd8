using System.Text;
using OuraTeams.Contracts.Accounts;
using OuraTeams.Contracts.States;
using OuraTeams.Contracts.Teams;

namespace OuraTeams.Grains.Teams;

/// <summary>A slot that is to become another one.</summary>
/// <param name="Number">Number of the slot in its partition.</param>
/// <param name="Slot">What it becomes.</param>
internal readonly record struct SlotChange(int Number, Slot Slot);

/// <summary>
/// The rules of a partition's slots. A rule looks at the slots and answers the change that follows; the caller writes the page with
/// the change and then has it kept. Only what ring accounts say of themselves is kept first and written later.
/// </summary>
internal sealed class PartitionSlots
{
    /// <summary>Slots of one page: with the longest texts that a slot takes in, a page stays below 64 kB.</summary>
    public const int PageSize = 64;

    /// <summary>Pages of a partition.</summary>
    public const int Pages = ITeamGrain.PartitionCapacity / PageSize;

    /// <summary>Rings that a slot shows of one member: the ones that were set up last.</summary>
    public const int MostRings = 3;

    /// <summary>Bytes of the longest text about a ring that a slot shows.</summary>
    public const int LongestText = 40;

    /// <summary>What a slot shows until the account of an ended connection is taken off it.</summary>
    private static readonly AccountSummary Ended = new()
    {
        Status = ConnectionStatus.Disconnected,
        Reason = ReconnectReason.None,
        ConnectedAt = null,
        LastSyncedAt = null,
        Documents = 0,
        Waiting = 0,
        WaitingLive = 0,
        HistoryLeft = 0,
        HistoryAsked = 0,
        NextDue = null,
    };

    private readonly Slot[] _slots = new Slot[ITeamGrain.PartitionCapacity];
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly HashSet<int> _unwritten = [];

    /// <summary>Takes what is stored.</summary>
    public PartitionSlots(IEnumerable<SlotPageState> pages)
    {
        Array.Fill(_slots, Slot.Free);
        foreach ((int page, SlotPageState state) in pages.Index())
        {
            foreach ((int place, Slot slot) in state.Slots.Index())
            {
                Keep(new SlotChange((page * PageSize) + place, slot));
            }
        }
    }

    /// <summary>Slots that somebody has.</summary>
    public int Members => _numbers.Count;

    /// <summary>Slots whose member has a connected ring account.</summary>
    public int Connected { get; private set; }

    /// <summary>Pages with something that is not written yet.</summary>
    public IReadOnlyCollection<int> Unwritten => _unwritten;

    /// <summary>A slot.</summary>
    public Slot this[int number] => _slots[number];

    /// <summary>The page that holds a slot.</summary>
    public static int PageOf(int number) => number / PageSize;

    /// <summary>Number of the slot that a member has; null when they have none.</summary>
    public int? Find(string member) => _numbers.TryGetValue(member, out int number) ? number : null;

    /// <summary>Number of the slot that a member has with an incarnation, while their ring account is connected.</summary>
    public int? Find(string member, long incarnation) =>
        Find(member) is { } number && _slots[number].OuraUser is not null && _slots[number].Incarnation == incarnation ? number : null;

    /// <summary>Gives the first free slot to a member; null when there is none.</summary>
    public SlotChange? Add(string member)
    {
        int free = _numbers.Count == _slots.Length ? -1 : Array.FindIndex(_slots, slot => slot.Member is null);
        return free < 0 ? null : new SlotChange(free, new Slot { Member = member });
    }

    /// <summary>Frees a member's slot; null when they have none.</summary>
    public SlotChange? Free(string member) => Find(member) is { } number ? new SlotChange(number, Slot.Free) : null;

    /// <summary>Notes a connected ring account; null when nothing changes, because it is known or a later one is.</summary>
    public SlotChange? Attach(int number, string ouraUser, long incarnation, bool isFirstTeam)
    {
        Slot slot = _slots[number];
        bool known = slot.OuraUser == ouraUser && slot.Incarnation == incarnation;
        return slot.Incarnation > incarnation || (known && slot.IsFirstTeam == isFirstTeam)
            ? null
            : new SlotChange(number, slot with
            {
                OuraUser = ouraUser,
                Incarnation = incarnation,
                Summary = known ? slot.Summary : null,
                IsFirstTeam = isFirstTeam,
            });
    }

    /// <summary>Forgets a ring account; null when it is not the slot's, or a later incarnation is.</summary>
    public SlotChange? Detach(int number, string ouraUser, long incarnation)
    {
        Slot slot = _slots[number];
        return slot.OuraUser != ouraUser || slot.Incarnation > incarnation
            ? null
            : new SlotChange(number, new Slot { Member = slot.Member, Incarnation = incarnation });
    }

    /// <summary>Refuses everything from incarnations below one, whose connection has ended; null when that is so already.</summary>
    public SlotChange? Refuse(int number, long incarnation)
    {
        Slot slot = _slots[number];
        return slot.Incarnation >= incarnation
            ? null
            : new SlotChange(number, slot with { Incarnation = incarnation, Summary = slot.OuraUser is null ? null : Ended });
    }

    /// <summary>Takes in how a ring account stands.</summary>
    /// <returns>The change; null when nothing changes, or it comes from another incarnation.</returns>
    public SlotChange? Describe(string member, long incarnation, AccountSummary summary, bool isFirstTeam)
    {
        if (Find(member, incarnation) is not { } number)
        {
            return null;
        }

        Slot slot = _slots[number] with { Summary = Bounded(summary), IsFirstTeam = isFirstTeam };
        return Same(slot, _slots[number]) ? null : new SlotChange(number, slot);
    }

    /// <summary>Whether a change of what a slot shows is to be written at once.</summary>
    public bool IsUrgent(SlotChange change)
    {
        Slot slot = _slots[change.Number];
        return slot.Summary?.Status != change.Slot.Summary?.Status
            || slot.Summary?.Reason != change.Slot.Summary?.Reason
            || slot.IsFirstTeam != change.Slot.IsFirstTeam;
    }

    /// <summary>The page of a change, with the change and everything of the page that is not written yet.</summary>
    public SlotPageState PageWith(SlotChange change)
    {
        int first = PageOf(change.Number) * PageSize;
        Slot[] slots = _slots.AsSpan(first, PageSize).ToArray();
        slots[change.Number - first] = change.Slot;
        int used = Array.FindLastIndex(slots, slot => slot != Slot.Free) + 1;
        return new SlotPageState { Slots = [.. slots[..used]] };
    }

    /// <summary>A page as it is.</summary>
    public SlotPageState Page(int page) => PageWith(new SlotChange(page * PageSize, _slots[page * PageSize]));

    /// <summary>Keeps a change.</summary>
    public void Keep(SlotChange change)
    {
        Slot before = _slots[change.Number];
        if (before.Member is { } left)
        {
            _numbers.Remove(left);
        }

        if (change.Slot.Member is { } member)
        {
            _numbers[member] = change.Number;
        }

        Connected += (change.Slot.OuraUser is null ? 0 : 1) - (before.OuraUser is null ? 0 : 1);
        _slots[change.Number] = change.Slot;
    }

    /// <summary>Keeps a change that is written later.</summary>
    public void KeepUnwritten(SlotChange change)
    {
        Keep(change);
        _unwritten.Add(PageOf(change.Number));
    }

    /// <summary>A page is being written with everything that it holds.</summary>
    public void Writing(int page) => _unwritten.Remove(page);

    /// <summary>Slots that somebody has, in order.</summary>
    public IEnumerable<(int Number, Slot Slot)> Used(int from) =>
        Enumerable.Range(from, Math.Max(0, _slots.Length - from)).Where(number => _slots[number].Member is not null).Select(number => (number, _slots[number]));

    private static bool Same(Slot one, Slot other) =>
        one.IsFirstTeam == other.IsFirstTeam
        && one.Summary is { } left
        && other.Summary is { } right
        && left.IsSameAs(right);

    /// <summary>What a slot shows of an account has a bound, however many rings the member has and whatever Oura calls them.</summary>
    private static AccountSummary Bounded(AccountSummary summary) => summary with
    {
        Rings = [.. summary.Rings
            .Where(ring => Short(ring.RingId) is not null)
            .OrderByDescending(ring => ring.SetUpAt ?? DateTimeOffset.MinValue)
            .Take(MostRings)
            .Select(ring => ring with
            {
                HardwareType = Short(ring.HardwareType),
                FirmwareVersion = Short(ring.FirmwareVersion),
                Color = Short(ring.Color),
                Design = Short(ring.Design),
            })],
    };

    private static string? Short(string? text) => text is not null && Encoding.UTF8.GetByteCount(text) <= LongestText ? text : null;
}
