using OuraTeams.Grains.Accounts.Cache;
using OuraTeams.Grains.Accounts.Inbox;
using OuraTeams.Metrics.Documents;
using OuraTeams.Oura.Http;

namespace OuraTeams.Grains.Accounts.Steps;

/// <summary>What Oura said to a <see cref="FetchJob"/>: readings of documents, or why there are none.</summary>
/// <param name="Readings">The documents, read; of a time series, its days.</param>
/// <param name="Failure">Null when the read is complete.</param>
internal sealed record FetchAnswer(IReadOnlyList<DocumentReading> Readings, OuraException? Failure)
{
    /// <summary>What came and can't be used, by reason; empty when everything can.</summary>
    public IReadOnlyDictionary<UnusableReason, int> Unusable { get; init; } = new Dictionary<UnusableReason, int>();

    /// <summary>Whether more may exist than the read brought: then nothing is taken for deleted.</summary>
    public bool IsPartial { get; init; }

    /// <summary>What was read beside documents.</summary>
    public ReadExtras Extras { get; init; } = new();
}
