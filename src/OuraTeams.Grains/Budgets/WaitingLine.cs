using OuraTeams.Contracts.Keys;

namespace OuraTeams.Grains.Budgets;

/// <summary>The accounts that wait for an app's budget at one priority, in the order in which they came.</summary>
/// <param name="longest">Most accounts in line.</param>
internal sealed class WaitingLine(int longest)
{
    /// <summary>How much later than told an account may come back and still have its place.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>How long before its time an account counts as about to come back.</summary>
    private static readonly TimeSpan Haste = TimeSpan.FromSeconds(1);

    private readonly LinkedList<Place> _places = [];
    private readonly Dictionary<AccountKey, LinkedListNode<Place>> _byAccount = [];

    /// <summary>How many wait.</summary>
    public int Count => _places.Count;

    /// <summary>Since when the first has been waiting.</summary>
    public DateTimeOffset? Since => _places.First?.Value.Since;

    /// <summary>Whether nobody else can join.</summary>
    public bool IsFull => _places.Count >= longest;

    /// <summary>Whether an account has a place.</summary>
    public bool Holds(AccountKey account) => _byAccount.ContainsKey(account);

    /// <summary>How many are served before an account, counted no further than a number; for a newcomer all are.</summary>
    public int Ahead(AccountKey account, int enough)
    {
        if (!Holds(account))
        {
            return Count;
        }

        int ahead = 0;
        for (LinkedListNode<Place>? place = _places.First; place!.Value.Account != account && ahead < enough; place = place.Next)
        {
            ahead++;
        }

        return ahead;
    }

    /// <summary>Whether the first in line, if it is another, is about to come back.</summary>
    public bool Expects(AccountKey other, DateTimeOffset now) => _places.First is { Value: var first } && first.Account != other && first.Until - Haste <= now;

    /// <summary>Gives an account a place at the end, or notes that it keeps the one it has.</summary>
    /// <param name="account">Who.</param>
    /// <param name="now">The time.</param>
    /// <param name="until">When it was told to ask again.</param>
    public void Wait(AccountKey account, DateTimeOffset now, DateTimeOffset until)
    {
        if (_byAccount.TryGetValue(account, out LinkedListNode<Place>? place))
        {
            place.Value = place.Value with { Until = until };
        }
        else
        {
            _byAccount[account] = _places.AddLast(new Place(account, now, until));
        }
    }

    /// <summary>Takes an account out: it was served.</summary>
    public void Leave(AccountKey account)
    {
        if (_byAccount.Remove(account, out LinkedListNode<Place>? place))
        {
            _places.Remove(place);
        }
    }

    /// <summary>Takes out those who did not come back.</summary>
    public void Forget(DateTimeOffset now)
    {
        foreach (Place gone in _places.Where(place => place.Until + Patience < now).ToList())
        {
            Leave(gone.Account);
        }
    }

    private sealed record Place(AccountKey Account, DateTimeOffset Since, DateTimeOffset Until);
}
