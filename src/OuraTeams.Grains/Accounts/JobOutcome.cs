using OuraTeams.Metrics;
using OuraTeams.Oura;

namespace OuraTeams.Grains;

/// <summary>What an answer of Oura means for the cache and for the marks that asked.</summary>
/// <param name="Read">Whether data was read.</param>
/// <param name="Retried">Whether the job is tried again.</param>
/// <param name="Dropped">Marks given up.</param>
/// <param name="Reason">Why, for the log.</param>
internal sealed record JobOutcome(bool Read, bool Retried, int Dropped, string Reason)
{
    private const int InvalidAttempts = 5;

    /// <summary>Applies an answer.</summary>
    /// <returns>Whether the cache changed.</returns>
    public static bool Apply(
        FetchJob job, FetchAnswer answer, MetricCache cache, Inbox inbox, AccountOptions options, DateTimeOffset now, out JobOutcome outcome)
    {
        outcome = new JobOutcome(Read: answer.Failure is null, Retried: false, Dropped: 0, "");
        switch (answer.Failure?.Failure)
        {
            case null:
                return Succeeded(job, answer.Readings, cache, inbox);
            case OuraFailure.NotFound when job.DocumentId is not null:
                return NotFound(job, cache, inbox, options, now, ref outcome);
            case OuraFailure.ScopeMissing:
                outcome = GiveUp(job, inbox, "scope not granted");
                return false;
            case OuraFailure.Invalid when job.Marks.All(mark => mark.Attempts + 1 >= InvalidAttempts):
                outcome = GiveUp(job, inbox, "refused as invalid");
                return false;
            case OuraFailure.RateLimited:
                // The budget is closed until Oura's reset; the marks stay as they are.
                outcome = outcome with { Retried = true };
                return false;
            default:
                Retry(job, inbox, now, answer.Failure.RetryAfter);
                outcome = outcome with { Retried = true };
                return false;
        }
    }

    private static bool Succeeded(FetchJob job, IReadOnlyList<DocumentReading> readings, MetricCache cache, Inbox inbox)
    {
        long readOrder = cache.BeginRead();
        int documents = job.DocumentId is not null
            ? cache.Apply(readings, readOrder)
            : cache.ApplyRange(job.Kind.Name, job.First, job.Last, readings, readOrder);
        if (job.IsReconcile && documents > inbox.WaitingEvents(job.Kind.DataType))
        {
            // What an event is on its way for was not missed.
            Instruments.Missed(job.Kind, documents - inbox.WaitingEvents(job.Kind.DataType));
        }

        bool changed = documents > 0;
        var present = readings.Select(reading => reading.DocumentId).ToHashSet(StringComparer.Ordinal);
        foreach (Contracts.InboxMark mark in job.Marks)
        {
            bool answered = job.DocumentId is not null || mark.DocumentId is null || present.Contains(mark.DocumentId) || mark.IsDelete;
            if (!answered)
            {
                // Perhaps its day is none of those that were read.
                inbox.AskAlone(mark);
                continue;
            }

            if (mark is { DocumentId: not null, IsDelete: true } && !present.Contains(mark.DocumentId))
            {
                changed |= cache.Remove(job.Kind.Name, mark.DocumentId) > 0;
            }

            inbox.Done(mark);
        }

        return changed;
    }

    /// <summary>Deleted, when an event said so; else perhaps not there yet, until it was asked for often enough.</summary>
    private static bool NotFound(FetchJob job, MetricCache cache, Inbox inbox, AccountOptions options, DateTimeOffset now, ref JobOutcome outcome)
    {
        Contracts.InboxMark mark = job.Marks[0];
        if (!inbox.IsUnchanged(mark))
        {
            return false;
        }

        if (!mark.IsDelete && mark.Attempts + 1 < options.NotFoundAttempts)
        {
            inbox.Retry(mark, now, null);
            outcome = outcome with { Retried = true };
            return false;
        }

        inbox.Done(mark);
        outcome = outcome with { Read = true };
        return cache.Remove(job.Kind.Name, job.DocumentId!) > 0;
    }

    private static JobOutcome GiveUp(FetchJob job, Inbox inbox, string reason)
    {
        foreach (Contracts.InboxMark mark in job.Marks)
        {
            inbox.Done(mark);
        }

        Instruments.Dropped(job.Marks.Count, reason);
        return new JobOutcome(Read: false, Retried: false, job.Marks.Count, reason);
    }

    private static void Retry(FetchJob job, Inbox inbox, DateTimeOffset now, TimeSpan? pause)
    {
        foreach (Contracts.InboxMark mark in job.Marks)
        {
            inbox.Retry(mark, now, pause);
        }
    }
}
