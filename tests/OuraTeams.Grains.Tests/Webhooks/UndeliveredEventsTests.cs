using OuraTeams.Contracts.Accounts;
using OuraTeams.Contracts.Keys;
using OuraTeams.Contracts.States;
using OuraTeams.Grains.Webhooks;

namespace OuraTeams.Grains.Tests;

public sealed class UndeliveredEventsTests
{
    private static readonly AccountKey Club = new("club", "anna");
    private static readonly AccountKey Firm = new("firm", "anna");
    private static readonly DateTimeOffset Noon = new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Of_several_events_about_a_document_the_newest_is_kept_with_the_age_of_the_first()
    {
        (List<UndeliveredEvent> kept, _) = UndeliveredEvents.Add([], Club, Event("1"), Noon);
        (kept, _) = UndeliveredEvents.Add(kept, Club, Event("2"), Noon);
        (kept, IReadOnlyList<UndeliveredEvent> givenUp) = UndeliveredEvents.Add(kept, Club, Event("1", isDelete: true), Noon.AddHours(1));

        Assert.Empty(givenUp);
        Assert.Equal(["2", "1"], kept.Select(one => one.Event.ObjectId));
        Assert.True(kept[1].Event.IsDelete);
        Assert.Equal(Noon, kept[1].Since);
    }

    [Fact]
    public void Accounts_have_lists_of_their_own_and_the_oldest_of_a_full_one_is_given_up()
    {
        List<UndeliveredEvent> kept = [];
        for (int number = 0; number < UndeliveredEvents.MostOfAccount; number++)
        {
            (kept, IReadOnlyList<UndeliveredEvent> none) = UndeliveredEvents.Add(kept, Club, Event($"{number}"), Noon);
            Assert.Empty(none);
        }

        (kept, IReadOnlyList<UndeliveredEvent> givenUp) = UndeliveredEvents.Add(kept, Firm, Event("0"), Noon);
        Assert.Empty(givenUp);
        (kept, givenUp) = UndeliveredEvents.Add(kept, Club, Event("new"), Noon);
        Assert.Equal((Club, "0"), (Assert.Single(givenUp).Account, givenUp[0].Event.ObjectId));
        Assert.Equal(UndeliveredEvents.MostOfAccount + 1, kept.Count);
        Assert.Equal("new", kept[^1].Event.ObjectId);
    }

    [Fact]
    public void What_came_about_a_document_since_an_account_took_it_stays()
    {
        (List<UndeliveredEvent> first, _) = UndeliveredEvents.Add([], Club, Event("1"), Noon);
        (List<UndeliveredEvent> both, _) = UndeliveredEvents.Add(first, Club, Event("1", isDelete: true), Noon);

        Assert.Empty(UndeliveredEvents.Remove(first, first));
        Assert.True(Assert.Single(UndeliveredEvents.Remove(both, first)).Event.IsDelete);
    }

    [Fact]
    public void An_event_ends_after_seven_days()
    {
        (List<UndeliveredEvent> kept, _) = UndeliveredEvents.Add([], Club, Event("1"), Noon);

        Assert.Empty(UndeliveredEvents.Expired(kept, Noon.AddDays(7).AddTicks(-1)));
        Assert.Single(UndeliveredEvents.Expired(kept, Noon.AddDays(7)));
    }

    private static RingEvent Event(string id, bool isDelete = false) =>
        new() { DataType = "daily_sleep", ObjectId = id, IsDelete = isDelete, EventTime = Noon, ReceivedAt = Noon };
}
