using OuraTeams.Contracts.States;
using OuraTeams.Grains.Accounts.Cache;
using OuraTeams.Grains.Accounts.Inbox;
using OuraTeams.Grains.Accounts.Options;
using OuraTeams.Grains.Kinds;
using OuraTeams.Grains.Telemetry;
using OuraTeams.Oura.Http;
using OuraTeams.Oura.Kinds;

namespace OuraTeams.Grains.Accounts.Steps;

/// <summary>What an answer of Oura means for the cache and for the marks that asked.</summary>
/// <param name="Read">Whether data was read.</param>
/// <param name="Retried">Whether the job is tried again.</param>
/// <param name="Dropped">Marks given up.</param>
/// <param name="Reason">Why, for the log.</param>
internal sealed record JobOutcome(bool Read, bool Retried, int Dropped, string Reason)
{
    private const int InvalidAttempts = 5;

    /// <summary>Applies an answer.</summary>
    /// <returns>What changed in the cache.</returns>
    public static CacheChange Apply(
        FetchJob job, FetchAnswer answer, MetricCache cache, InboxRules inbox, AccountOptions options, DateTimeOffset now, out JobOutcome outcome)
    {
        outcome = new JobOutcome(Read: answer.Failure is null, Retried: false, Dropped: 0, "");
        switch (answer.Failure?.Failure)
        {
            case null:
                return Succeeded(job, answer, cache, inbox, DateOnly.FromDateTime(now.UtcDateTime));
            case OuraFailure.NotFound when job.DocumentId is not null:
                return NotFound(job, cache, inbox, options, now, ref outcome);
            case OuraFailure.NotFound:
                // Oura has withdrawn kinds before: interbeat_interval is gone since 1.34.
                outcome = GiveUp(job, inbox, "not served");
                break;
            case OuraFailure.Unusable:
                outcome = GiveUp(job, inbox, "answer unusable");
                break;
            case OuraFailure.ScopeMissing:
                outcome = GiveUp(job, inbox, "scope not granted");
                break;
            case OuraFailure.Invalid when job.Marks.All(mark => mark.Attempts + 1 >= InvalidAttempts):
                outcome = GiveUp(job, inbox, "refused as invalid");
                break;
            case OuraFailure.RateLimited:
                // The budget is closed until Oura's reset; the marks stay as they are.
                outcome = outcome with { Retried = true };
                break;
            default:
                Retry(job, inbox, now, answer.Failure.RetryAfter);
                outcome = outcome with { Retried = true };
                break;
        }

        return new CacheChange();
    }

    private static CacheChange Succeeded(FetchJob job, FetchAnswer answer, MetricCache cache, InboxRules inbox, DateOnly today)
    {
        long readOrder = cache.BeginRead();
        CacheChange change = job.DocumentId is not null || answer.IsPartial
            ? cache.Apply(answer.Readings, readOrder)
            : cache.ApplyRange(job.Kind.Name, job.First, job.Last, answer.Readings, readOrder);
        change.Add(cache.Put(answer.Extras, today));
        inbox.NoteUnusable(job.Kind, answer.Unusable, today);
        int waiting = inbox.WaitingEvents(FollowedKinds.DataType(job.Kind));
        if (job.IsReconcile && job.Kind is DocumentKind && change.Documents > waiting)
        {
            // A document for which an event is waiting was not missed.
            Instruments.Missed(job.Kind, change.Documents - waiting);
        }

        var present = answer.Readings.Select(reading => reading.DocumentId).ToHashSet(StringComparer.Ordinal);
        foreach (InboxMark mark in job.Marks)
        {
            bool found = mark.DocumentId is null || present.Contains(mark.DocumentId);
            bool readWhole = job.Kind is DocumentKind { DayMember: null };
            if (!found && job.DocumentId is null && !readWhole && !mark.IsDelete && !mark.ByDays)
            {
                // Its day may lie outside of the days that were read.
                inbox.AskAlone(mark);
                continue;
            }

            if (!found && inbox.IsUnchanged(mark) && (mark.IsDelete || (mark.ByDays && !answer.IsPartial)))
            {
                change.Add(cache.Remove(job.Kind.Name, mark.DocumentId!));
            }

            inbox.Done(mark);
        }

        return change;
    }

    /// <summary>Deleted, when an event said so; else perhaps not there yet: asked for again, then looked for in its days.</summary>
    private static CacheChange NotFound(FetchJob job, MetricCache cache, InboxRules inbox, AccountOptions options, DateTimeOffset now, ref JobOutcome outcome)
    {
        InboxMark mark = job.Marks[0];
        if (!inbox.IsUnchanged(mark))
        {
            return new CacheChange();
        }

        if (mark.IsDelete)
        {
            inbox.Done(mark);
            outcome = outcome with { Read = true };
            return cache.Remove(job.Kind.Name, job.DocumentId!);
        }

        outcome = outcome with { Retried = true };
        if (mark.Attempts + 1 < options.NotFoundAttempts)
        {
            inbox.Retry(mark, now, null);
        }
        else
        {
            inbox.AskByDays(mark);
        }

        return new CacheChange();
    }

    private static JobOutcome GiveUp(FetchJob job, InboxRules inbox, string reason)
    {
        foreach (InboxMark mark in job.Marks)
        {
            inbox.Done(mark);
        }

        Instruments.Dropped(job.Marks.Count, reason);
        return new JobOutcome(Read: false, Retried: false, job.Marks.Count, reason);
    }

    private static void Retry(FetchJob job, InboxRules inbox, DateTimeOffset now, TimeSpan? pause)
    {
        foreach (InboxMark mark in job.Marks)
        {
            inbox.Retry(mark, now, pause);
        }
    }
}
