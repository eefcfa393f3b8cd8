using OuraTeams.Contracts.Accounts;
using OuraTeams.Grains.Accounts.Cache;
using OuraTeams.Grains.Accounts.Inbox;
using OuraTeams.Grains.Telemetry;
using OuraTeams.Metrics.Documents;
using OuraTeams.Metrics.Rings;
using OuraTeams.Metrics.Series;
using OuraTeams.Oura.Documents;
using OuraTeams.Oura.Http;
using OuraTeams.Oura.Kinds;

namespace OuraTeams.Grains.Accounts.Steps;

/// <summary>Carries out a <see cref="FetchJob"/> against Oura. Holds no state.</summary>
internal static class Fetcher
{
    /// <summary>Highest age that is believed; a higher one is ignored.</summary>
    private const int OldestAge = 130;

    /// <summary>Asks Oura.</summary>
    /// <param name="oura">Whom.</param>
    /// <param name="job">For what.</param>
    /// <param name="nights">The nights that are known.</param>
    /// <param name="accessToken">With which token.</param>
    /// <param name="budget">Asked before each request.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>What a complete read brought, or the failure and nothing.</returns>
    public static async Task<FetchAnswer> FetchAsync(
        OuraClient oura, FetchJob job, IReadOnlyList<Night> nights, string accessToken, IRequestBudget budget, CancellationToken cancellation)
    {
        long began = System.Diagnostics.Stopwatch.GetTimestamp();
        var unusable = new UnusableTally(job.Kind);
        try
        {
            FetchAnswer answer = job.Kind switch
            {
                DocumentKind { DayMember: null } rings => await RingsAsync(oura, rings, unusable, accessToken, budget, cancellation),
                DocumentKind kind => await DocumentsAsync(oura, kind, job, unusable, accessToken, budget, cancellation),
                TimeSeriesKind series => await RowsAsync(oura, series, job, nights, unusable, accessToken, budget, cancellation),
                _ => await PersonAsync(oura, accessToken, budget, cancellation),
            };
            Instruments.Fetched(job.Kind, null, began);
            return answer with { Unusable = unusable.Counts, IsPartial = unusable.IsPartial };
        }
        catch (OuraException failure)
        {
            Instruments.Fetched(job.Kind, failure.Failure, began);
            return new FetchAnswer([], failure);
        }
    }

    private static async Task<FetchAnswer> DocumentsAsync(OuraClient oura, DocumentKind kind, FetchJob job, UnusableTally unusable, string accessToken, IRequestBudget budget, CancellationToken cancellation)
    {
        var readings = new List<DocumentReading>();
        if (job.DocumentId is not null)
        {
            Read(await oura.GetAsync(kind, job.DocumentId, accessToken, budget, cancellation), readings, unusable);
        }
        else
        {
            await foreach (OuraDocument document in oura.ListAsync(kind, job.First, job.Last, accessToken, budget, unusable.Add, cancellation))
            {
                Read(document, readings, unusable);
            }
        }

        return new FetchAnswer(readings, null);
    }

    /// <summary>Folds the rows as they come; none is kept.</summary>
    private static async Task<FetchAnswer> RowsAsync(
        OuraClient oura, TimeSeriesKind kind, FetchJob job, IReadOnlyList<Night> nights, UnusableTally unusable, string accessToken, IRequestBudget budget, CancellationToken cancellation)
    {
        SeriesFold fold = SeriesFold.For(kind.Name, job.First, job.Last, nights);
        await foreach (OuraRow row in oura.ListAsync(kind, fold.From, fold.To, accessToken, budget, unusable.Add, cancellation))
        {
            fold.Add(row.Body);
        }

        unusable.Add(UnusableReason.NoValue, fold.Unusable);
        return new FetchAnswer(fold.Readings(), null) { Extras = new ReadExtras { Hours = new HoursRead(kind.Name, fold.From, fold.To, fold.Hours()) } };
    }

    /// <summary>All rings that were ever paired; they belong to no day.</summary>
    private static async Task<FetchAnswer> RingsAsync(OuraClient oura, DocumentKind kind, UnusableTally unusable, string accessToken, IRequestBudget budget, CancellationToken cancellation)
    {
        var rings = new List<RingView>();
        await foreach (OuraDocument document in oura.ListAsync(kind, default, default, accessToken, budget, unusable.Add, cancellation))
        {
            if (RingReading.TryRead(document.Body, out RingReading? ring, out _))
            {
                rings.Add(new RingView
                {
                    RingId = ring.Id,
                    HardwareType = ring.HardwareType,
                    FirmwareVersion = ring.FirmwareVersion,
                    Color = ring.Color,
                    Design = ring.Design,
                    Size = ring.Size,
                    SetUpAt = ring.SetUpAt,
                });
            }
            else
            {
                unusable.Add(UnusableReason.NotAnObject);
            }
        }

        return new FetchAnswer([], null) { Extras = new ReadExtras { Rings = [.. rings.OrderBy(ring => ring.RingId, StringComparer.Ordinal)] } };
    }

    private static async Task<FetchAnswer> PersonAsync(OuraClient oura, string accessToken, IRequestBudget budget, CancellationToken cancellation)
    {
        PersonalInfo person = await oura.GetPersonalInfoAsync(accessToken, budget, cancellation);
        return new FetchAnswer([], null) { Extras = new ReadExtras { Age = person.Age is >= 1 and <= OldestAge ? person.Age : null } };
    }

    private static void Read(OuraDocument document, List<DocumentReading> readings, UnusableTally unusable)
    {
        if (DocumentReader.TryRead(document.Kind.Name, document.Id, document.Day!.Value, document.Body, out DocumentReading? reading, out _))
        {
            readings.Add(reading);
            if (reading.Implausible > 0)
            {
                Instruments.Implausible(document.Kind, reading.Implausible);
            }
        }
        else
        {
            unusable.Add(UnusableReason.NotAnObject);
        }
    }
}
