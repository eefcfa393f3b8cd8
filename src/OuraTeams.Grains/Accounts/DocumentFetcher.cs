using OuraTeams.Metrics;
using OuraTeams.Oura;

namespace OuraTeams.Grains;

/// <summary>Carries out a <see cref="FetchJob"/> against Oura. Holds no state.</summary>
internal static class DocumentFetcher
{
    /// <summary>Asks Oura.</summary>
    /// <returns>The readings of a complete read, or the failure and nothing.</returns>
    public static async Task<FetchAnswer> FetchAsync(OuraClient oura, FetchJob job, string accessToken, CancellationToken cancellation)
    {
        long began = System.Diagnostics.Stopwatch.GetTimestamp();
        try
        {
            var readings = new List<DocumentReading>();
            if (job.DocumentId is not null)
            {
                Read(await oura.GetAsync(job.Kind, job.DocumentId, accessToken, cancellation), readings);
            }
            else
            {
                await foreach (OuraDocument document in oura.ListAsync(job.Kind, job.First, job.Last, accessToken, cancellation))
                {
                    Read(document, readings);
                }
            }

            Instruments.Fetched(job.Kind, null, began);
            return new FetchAnswer(readings, null);
        }
        catch (OuraException failure)
        {
            Instruments.Fetched(job.Kind, failure.Failure, began);
            return new FetchAnswer([], failure);
        }
    }

    private static void Read(OuraDocument document, List<DocumentReading> readings)
    {
        if (DocumentReader.TryRead(document.Kind.Name, document.Body, out DocumentReading? reading, out _))
        {
            readings.Add(reading);
            if (reading.Implausible > 0)
            {
                Instruments.Implausible(document.Kind, reading.Implausible);
            }
        }
        else
        {
            Instruments.Unusable(document.Kind);
        }
    }
}
