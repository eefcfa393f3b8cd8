using OuraTeams.Contracts.Accounts;
using OuraTeams.Contracts.Keys;
using OuraTeams.Contracts.States;

namespace OuraTeams.Grains.Webhooks;

/// <summary>
/// Rules for the events that a router keeps for accounts which could not take them: one for each account and document, no more
/// than a number for each account, and none for longer than a comparison with Oura looks back.
/// </summary>
internal static class UndeliveredEvents
{
    /// <summary>Events that are kept for one account. For further ones the oldest is given up.</summary>
    public const int MostOfAccount = 256;

    /// <summary>How long an event is kept. An account that comes back later compares its last days with Oura.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    /// <summary>Keeps an event for an account that could not take it.</summary>
    /// <returns>The new list, and what is given up for it.</returns>
    public static (List<UndeliveredEvent> Kept, IReadOnlyList<UndeliveredEvent> GivenUp) Add(
        IReadOnlyList<UndeliveredEvent> events, AccountKey account, RingEvent change, DateTimeOffset now)
    {
        UndeliveredEvent? earlier = events.FirstOrDefault(one => one.Account == account && IsSameDocument(one.Event, change));
        List<UndeliveredEvent> kept =
        [
            .. events.Where(one => one != earlier),
            new UndeliveredEvent { Account = account, Event = change, Since = earlier?.Since ?? now },
        ];
        UndeliveredEvent[] surplus = [.. kept.Where(one => one.Account == account).SkipLast(MostOfAccount)];
        return surplus.Length == 0 ? (kept, []) : ([.. kept.Except(surplus)], surplus);
    }

    /// <summary>Takes out what an account has taken meanwhile; what came about the same document since then stays.</summary>
    public static List<UndeliveredEvent> Remove(IReadOnlyList<UndeliveredEvent> events, IReadOnlyCollection<UndeliveredEvent> delivered) =>
        [.. events.Except(delivered)];

    /// <summary>Events that were kept for too long.</summary>
    public static IReadOnlyList<UndeliveredEvent> Expired(IReadOnlyList<UndeliveredEvent> events, DateTimeOffset now) =>
        [.. events.Where(one => one.Since + Longest <= now)];

    private static bool IsSameDocument(RingEvent one, RingEvent other) => one.DataType == other.DataType && one.ObjectId == other.ObjectId;
}
