using OuraTeams.Contracts.Organizations;
using OuraTeams.Contracts.States;

namespace OuraTeams.Grains.Organizations;

/// <summary>
/// The rules of a connection log: a ring of fixed pages, in which the newest page takes the place of the oldest. A rule answers
/// what is to be written; the caller writes it and then has it kept.
/// </summary>
internal sealed class ConnectionLog
{
    /// <summary>Changes of a page: with the longest ids it stays below 16 kB.</summary>
    public const int PageSize = 64;

    /// <summary>Pages of the ring.</summary>
    public const int Pages = 17;

    /// <summary>Changes that are held at least, once there were as many: all pages but the one that was begun last.</summary>
    public const int LeastHeld = (Pages - 1) * PageSize;

    /// <summary>Most changes of one answer.</summary>
    public const int MostRead = 256;

    private readonly NumberedConnectionChange?[] _ring = new NumberedConnectionChange?[Pages * PageSize];
    private readonly Dictionary<string, NumberedConnectionChange> _newestOfMember = new(StringComparer.Ordinal);

    /// <summary>Takes what is stored. What lies before a gap is not held: a page may have been lost.</summary>
    public ConnectionLog(IEnumerable<ConnectionLogPageState> pages)
    {
        NumberedConnectionChange[] stored = [.. pages.SelectMany(page => page.Changes).OrderBy(change => change.Number)];
        foreach ((int index, NumberedConnectionChange change) in stored.Index())
        {
            if (index == 0 || change.Number != Newest + 1)
            {
                Begin(change.Number);
            }

            Keep(change);
        }
    }

    /// <summary>Number of the oldest change that is held; one more than <see cref="Newest"/> when none is.</summary>
    public long Oldest { get; private set; } = 1;

    /// <summary>Number of the newest change; 0 before the first.</summary>
    public long Newest { get; private set; }

    /// <summary>The page that a change is on.</summary>
    public static int PageOf(long number) => (int)((number - 1) / PageSize % Pages);

    /// <summary>The change with its number; null when it, or a later one of its member, is held already.</summary>
    public NumberedConnectionChange? Number(ConnectionChange change) =>
        _newestOfMember.TryGetValue(change.Member, out NumberedConnectionChange? known)
        && change.Incarnation <= known.Change.Incarnation
        && change.Change <= known.Change.Change
            ? null
            : new NumberedConnectionChange(Newest + 1, change);

    /// <summary>The page of a new change, as it is to be written.</summary>
    public ConnectionLogPageState PageWith(NumberedConnectionChange added) =>
        new() { Changes = [.. Held(Math.Max(Oldest, FirstOfPage(added.Number)), added.Number - 1), added] };

    /// <summary>Keeps the change after the newest, in the place of the oldest page if its page is begun with it.</summary>
    public void Keep(NumberedConnectionChange added)
    {
        if (added.Number == FirstOfPage(added.Number))
        {
            DropBefore(added.Number - LeastHeld);
        }

        _ring[Place(added.Number)] = added;
        _newestOfMember[added.Change.Member] = added;
        Newest = added.Number;
    }

    /// <summary>What follows a number.</summary>
    /// <param name="after">Number of the last change that the caller has; null to begin with the oldest.</param>
    public ConnectionChanges Read(long? after)
    {
        bool goesOn = after is not { } number || (number >= Oldest - 1 && number <= Newest);
        long first = after + 1 ?? Oldest;
        return new ConnectionChanges
        {
            Oldest = Oldest,
            Newest = Newest,
            GoesOn = goesOn,
            Changes = goesOn ? [.. Held(first, Math.Min(Newest, first + MostRead - 1))] : [],
        };
    }

    private static long FirstOfPage(long number) => ((number - 1) / PageSize * PageSize) + 1;

    private static int Place(long number) => (int)((number - 1) % (Pages * PageSize));

    private IEnumerable<NumberedConnectionChange> Held(long first, long last)
    {
        for (long number = first; number <= last; number++)
        {
            yield return _ring[Place(number)]!;
        }
    }

    /// <summary>Begins with a number: what was before is not held.</summary>
    private void Begin(long number)
    {
        DropBefore(Newest + 1);
        (Oldest, Newest) = (number, number - 1);
    }

    private void DropBefore(long number)
    {
        for (; Oldest < number; Oldest++)
        {
            NumberedConnectionChange dropped = _ring[Place(Oldest)]!;
            _ring[Place(Oldest)] = null;
            if (_newestOfMember[dropped.Change.Member] == dropped)
            {
                _newestOfMember.Remove(dropped.Change.Member);
            }
        }
    }
}
