using OuraTeams.Grains.Revocations;
using OuraTeams.Oura.Http;

namespace OuraTeams.Grains.Tests;

public sealed class RevocationPolicyTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 30, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Pauses_double_from_the_shortest_to_the_longest_and_end_after_a_day()
    {
        var pauses = new List<TimeSpan>();
        DateTimeOffset now = Start;
        RevocationStep step;
        while ((step = RevocationPolicy.After(Failure(OuraFailure.Unavailable), Start, now, 0)).Outcome is null)
        {
            pauses.Add(step.Pause);
            now += step.Pause;
        }

        Assert.Equal(RevocationOutcome.GivenUp, step.Outcome);
        Assert.Equal([2, 2, 4, 8, 16, 32, 64, 128, 256, 512, 600, 600], pauses.Take(12).Select(pause => pause.TotalSeconds));
        Assert.InRange(now - Start, RevocationPolicy.GiveUpAfter, RevocationPolicy.GiveUpAfter + RevocationPolicy.LongestPause);
    }

    [Fact]
    public void A_revocation_goes_on_until_a_day_is_over_and_no_longer()
    {
        DateTimeOffset end = Start.AddDays(1);

        Assert.Null(RevocationPolicy.After(Failure(OuraFailure.Unavailable), Start, end.AddTicks(-1), 0).Outcome);
        Assert.Equal(RevocationOutcome.GivenUp, RevocationPolicy.After(Failure(OuraFailure.Unavailable), Start, end, 0).Outcome);
    }

    [Theory]
    [InlineData(0, 20)]
    [InlineData(0.5, 25)]
    [InlineData(1, 30)]
    [InlineData(7, 30)]
    public void Chance_makes_a_pause_longer_by_up_to_a_half(double random, double seconds) =>
        Assert.Equal(seconds, RevocationPolicy.After(Failure(OuraFailure.Unavailable), Start, Start.AddSeconds(20), random).Pause.TotalSeconds);

    [Theory]
    [InlineData(-5, 20)]
    [InlineData(1, 20)]
    [InlineData(45, 45)]
    [InlineData(3600, 3600)]
    [InlineData(1e9, 3600)]
    public void Retry_After_counts_only_between_our_own_pause_and_an_hour(double asked, double seconds) =>
        Assert.Equal(
            seconds,
            RevocationPolicy.After(Failure(OuraFailure.RateLimited, TimeSpan.FromSeconds(asked)), Start, Start.AddSeconds(20), 0).Pause.TotalSeconds);

    [Theory]
    [InlineData(OuraFailure.InvalidGrant, (int)RevocationOutcome.Revoked)]
    [InlineData(OuraFailure.Invalid, (int)RevocationOutcome.NotPossible)]
    [InlineData(OuraFailure.Unavailable, null)]
    [InlineData(OuraFailure.RateLimited, null)]
    [InlineData(OuraFailure.Unauthorized, null)]
    [InlineData(OuraFailure.Forbidden, null)]
    [InlineData(OuraFailure.NotFound, null)]
    public void What_Oura_answers_decides_whether_it_goes_on(OuraFailure failure, int? outcome) =>
        Assert.Equal((RevocationOutcome?)outcome, RevocationPolicy.After(Failure(failure), Start, Start.AddMinutes(1), 0).Outcome);

    [Fact]
    public void A_stored_beginning_that_lies_in_the_future_is_replaced_by_now()
    {
        Assert.Equal(Start, RevocationPolicy.Since(Start.AddYears(3), Start));
        Assert.Equal(Start.AddHours(-1), RevocationPolicy.Since(Start.AddHours(-1), Start));
    }

    [Fact]
    public void No_answer_keeps_a_revocation_waiting_for_longer_than_an_hour_whatever_the_chance()
    {
        foreach (double random in new[] { 0, 0.3, 1 })
        {
            RevocationStep step = RevocationPolicy.After(Failure(OuraFailure.RateLimited, TimeSpan.FromSeconds(int.MaxValue)), Start, Start.AddSeconds(20), random);

            Assert.Equal(TimeSpan.FromHours(1), step.Pause);
        }
    }

    private static OuraException Failure(OuraFailure failure, TimeSpan? retryAfter = null) => new(failure, "It failed.") { RetryAfter = retryAfter };
}
