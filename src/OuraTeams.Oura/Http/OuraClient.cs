using System.Globalization;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using OuraTeams.Oura.Documents;
using OuraTeams.Oura.Json;
using OuraTeams.Oura.Kinds;

namespace OuraTeams.Oura.Http;

/// <summary>
/// Reads a member's data from Oura Cloud API v2. Holds no token: each call is given one, an OAuth access token or a
/// Personal Access Token. Every document can be had as Oura sent it (<c>Get</c>, <c>List</c>) or as a record
/// (<c>GetRecord</c>, <c>ListRecords</c>). Each call is given a budget, too, from which every HTTP request of the call is
/// taken before it is made; what the budget throws reaches the caller unchanged.
/// </summary>
/// <remarks>
/// A call that is awaited on a task scheduler spends there, for its repeats as well. A list spends where its next item is
/// asked for: on a grain's scheduler read it with <c>await foreach</c>, not with operators that leave it.
/// </remarks>
public sealed class OuraClient
{
    /// <summary>
    /// Days that are asked for beyond the last one wanted. One is not enough: where the end is exclusive, it is midnight
    /// UTC, and an evening west of Greenwich lies behind it.
    /// </summary>
    private const int EndPadding = 2;

    /// <summary>The most pages that one list may have; past it the answer is taken as broken.</summary>
    public const int MaxPages = 10_000;

    /// <summary>The last millisecond of the year 9999.</summary>
    private const long LastMillisecond = 253_402_300_799_999;

    private readonly RetryingReader _reader;
    private readonly Uri _api;
    private readonly string _root;

    /// <param name="reader">Sends the requests.</param>
    /// <param name="api">Root of the API, e.g. <c>https://api.ouraring.com</c>.</param>
    /// <param name="sandbox">True reads Oura's fixed sample data (<c>/v2/sandbox/</c>) instead of the member's. There is no sample of personal_info.</param>
    internal OuraClient(RetryingReader reader, Uri api, bool sandbox)
    {
        _reader = reader;
        _api = api;
        _root = sandbox ? "/v2/sandbox/usercollection/" : "/v2/usercollection/";
    }

    /// <summary>Reads who the token belongs to. Only the id is needed; whatever else can't be read is null.</summary>
    /// <exception cref="OuraException">Oura gave no usable answer, such as one whose id is longer than <see cref="PersonalInfo.LongestId"/>.</exception>
    public async Task<PersonalInfo> GetPersonalInfoAsync(string accessToken, IRequestBudget budget, CancellationToken cancellation)
    {
        using JsonDocument json = await GetJsonAsync("/v2/usercollection/personal_info", accessToken, budget, cancellation);
        return OpenJson.Text(json.RootElement, "id") is { Length: <= PersonalInfo.LongestId } id && Encoding.UTF8.GetByteCount(id) <= PersonalInfo.LongestId
            && OpenJson.Record(json.RootElement, OuraJson.Default.PersonalInfo) is { } info
            ? info with { Id = id }
            : throw new OuraException(OuraFailure.Unavailable, $"personal_info cannot be read: id must be 1 to {PersonalInfo.LongestId} bytes of text.");
    }

    /// <summary>Reads one document as Oura sent it.</summary>
    /// <exception cref="OuraException">Among others <see cref="OuraFailure.NotFound"/>: the document doesn't exist (any more, or yet).</exception>
    public async Task<OuraDocument> GetAsync(DocumentKind kind, string id, string accessToken, IRequestBudget budget, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(kind);
        using JsonDocument json = await GetJsonAsync($"{_root}{kind.Name}/{Uri.EscapeDataString(id)}", accessToken, budget, cancellation);
        return Document(kind, json.RootElement.Clone(), id, out UnusableReason reason)
            ?? throw new OuraException(OuraFailure.Unusable, $"A document of {kind.Name} can't be used: {reason}.");
    }

    /// <summary>Reads one document as a record.</summary>
    /// <exception cref="OuraException">Among others <see cref="OuraFailure.NotFound"/>: the document doesn't exist (any more, or yet).</exception>
    public async Task<T> GetRecordAsync<T>(DocumentKind<T> kind, string id, string accessToken, IRequestBudget budget, CancellationToken cancellation)
        where T : OpenRecord
    {
        ArgumentNullException.ThrowIfNull(kind);
        using JsonDocument json = await GetJsonAsync($"{_root}{kind.Name}/{Uri.EscapeDataString(id)}", accessToken, budget, cancellation);
        return kind.Read(json.RootElement);
    }

    /// <summary>
    /// Reads all documents whose day lies in a range. Oura compares instants, by rules that differ by collection, so
    /// more is asked for on each side and the rest is left out here. Of a kind without days
    /// (<see cref="DocumentKind.DayMember"/>) all documents are read. A page is asked for when the one before is used up.
    /// </summary>
    /// <param name="kind">What to read.</param>
    /// <param name="first">First day wanted.</param>
    /// <param name="last">Last day wanted.</param>
    /// <param name="accessToken">Token of the member.</param>
    /// <param name="budget">What each request is taken from.</param>
    /// <param name="unusable">Told of each entry that is left out because it can't be used; null when nobody wants to know.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="OuraException">Oura gave no usable answer.</exception>
    public async IAsyncEnumerable<OuraDocument> ListAsync(
        DocumentKind kind,
        DateOnly first,
        DateOnly last,
        string accessToken,
        IRequestBudget budget,
        Action<UnusableReason>? unusable,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(kind);
        (string Name, string Value)[] query = kind.DayMember is null ? [] :
        [
            ("start_date", Day(first == DateOnly.MinValue ? first : first.AddDays(-1))),
            ("end_date", Day(last > DateOnly.MaxValue.AddDays(-EndPadding) ? DateOnly.MaxValue : last.AddDays(EndPadding))),
        ];
        await foreach (JsonElement item in ItemsAsync(kind, query, accessToken, budget, unusable, cancellation))
        {
            if (Document(kind, item, null, out UnusableReason reason) is not { } document)
            {
                unusable?.Invoke(reason);
            }
            else if (document.Day is null || (document.Day >= first && document.Day <= last))
            {
                yield return document;
            }
        }
    }

    /// <summary>Reads all documents whose day lies in a range, as records. The same as <see cref="ListAsync(DocumentKind, DateOnly, DateOnly, string, IRequestBudget, Action{UnusableReason}, CancellationToken)"/> otherwise.</summary>
    /// <param name="kind">What to read.</param>
    /// <param name="first">First day wanted.</param>
    /// <param name="last">Last day wanted.</param>
    /// <param name="accessToken">Token of the member.</param>
    /// <param name="budget">What each request is taken from.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="OuraException">Oura gave no usable answer, or its pages go in a circle.</exception>
    public async IAsyncEnumerable<T> ListRecordsAsync<T>(
        DocumentKind<T> kind,
        DateOnly first,
        DateOnly last,
        string accessToken,
        IRequestBudget budget,
        [EnumeratorCancellation] CancellationToken cancellation)
        where T : OpenRecord
    {
        ArgumentNullException.ThrowIfNull(kind);
        await foreach (OuraDocument document in ListAsync(kind, first, last, accessToken, budget, null, cancellation))
        {
            yield return kind.Read(document.Body);
        }
    }

    /// <summary>
    /// Reads the rows of a time series from one time to just before another. Oura allows 30 days at once; longer ranges
    /// are read in parts, whose edges give each row once.
    /// </summary>
    /// <param name="kind">What to read.</param>
    /// <param name="from">Earliest time wanted.</param>
    /// <param name="to">The first time not wanted any more.</param>
    /// <param name="accessToken">Token of the member.</param>
    /// <param name="budget">What each request is taken from.</param>
    /// <param name="unusable">Told of each row that is left out because it can't be used; null when nobody wants to know.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>Part by part in order of time; within one as Oura sends them.</returns>
    /// <exception cref="OuraException">Oura gave no usable answer.</exception>
    public async IAsyncEnumerable<OuraRow> ListAsync(
        TimeSeriesKind kind,
        DateTimeOffset from,
        DateTimeOffset to,
        string accessToken,
        IRequestBudget budget,
        Action<UnusableReason>? unusable,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(kind);
        foreach (TimeSeriesPart part in TimeSeriesPart.Of(from, to))
        {
            (string Name, string Value)[] query = [("start_datetime", Time(part.AskFrom)), ("end_datetime", Time(part.AskTo))];
            await foreach (JsonElement item in ItemsAsync(kind, query, accessToken, budget, unusable, cancellation))
            {
                if (Row(kind, item, out UnusableReason reason) is not { } row)
                {
                    unusable?.Invoke(reason);
                }
                else if (part.Holds(row.Timestamp))
                {
                    yield return row;
                }
            }
        }
    }

    /// <summary>Reads the rows of a time series as records. The same as <see cref="ListAsync(TimeSeriesKind, DateTimeOffset, DateTimeOffset, string, IRequestBudget, Action{UnusableReason}, CancellationToken)"/> otherwise.</summary>
    /// <param name="kind">What to read.</param>
    /// <param name="from">Earliest time wanted.</param>
    /// <param name="to">The first time not wanted any more.</param>
    /// <param name="accessToken">Token of the member.</param>
    /// <param name="budget">What each request is taken from.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="OuraException">Oura gave no usable answer, or its pages go in a circle.</exception>
    public async IAsyncEnumerable<T> ListRecordsAsync<T>(
        TimeSeriesKind<T> kind,
        DateTimeOffset from,
        DateTimeOffset to,
        string accessToken,
        IRequestBudget budget,
        [EnumeratorCancellation] CancellationToken cancellation)
        where T : OpenRecord
    {
        ArgumentNullException.ThrowIfNull(kind);
        await foreach (OuraRow row in ListAsync(kind, from, to, accessToken, budget, null, cancellation))
        {
            yield return kind.Read(row.Body);
        }
    }

    /// <summary>Reads the newest row of a time series.</summary>
    /// <returns>The row, or null when there is none. Oura's sample data knows no newest one and answers what it has.</returns>
    /// <exception cref="OuraException">Oura gave no usable answer.</exception>
    public async Task<T?> LatestRecordAsync<T>(TimeSeriesKind<T> kind, string accessToken, IRequestBudget budget, CancellationToken cancellation)
        where T : OpenRecord
    {
        ArgumentNullException.ThrowIfNull(kind);
        OuraRow? latest = null;
        await foreach (JsonElement item in ItemsAsync(kind, [("latest", "true")], accessToken, budget, null, cancellation))
        {
            latest = Row(kind, item, out _) is { } row && (latest is null || row.Timestamp >= latest.Timestamp) ? row : latest;
        }

        return latest is null ? null : kind.Read(latest.Body);
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Time(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Reads what every document has. A kind with one document a day needs no id: its day is as good.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="json">The document.</param>
    /// <param name="asked">The id by which it was asked for; null in a list.</param>
    /// <param name="reason">Why not.</param>
    private static OuraDocument? Document(DocumentKind kind, JsonElement json, string? asked, out UnusableReason reason)
    {
        reason = UnusableReason.NotAnObject;
        if (json.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        try
        {
            DateOnly? day = kind.DayMember is { } member && json.TryGetProperty(member, out JsonElement text) && OuraTime.TryReadDay(text, out DateOnly read) ? read : null;
            string? id = OpenJson.Text(json, "id") ?? asked ?? (kind.IsDaily && day is { } only ? Day(only) : null);
            reason = kind.DayMember is not null && day is null ? UnusableReason.NoDay : UnusableReason.NoId;
            return id is null || (kind.DayMember is not null && day is null) ? null : new OuraDocument(kind, id, day, json);
        }
        catch (InvalidOperationException)
        {
            // Text that is not Unicode shows only when it is read.
            return null;
        }
    }

    private static OuraRow? Row(TimeSeriesKind kind, JsonElement json, out UnusableReason reason)
    {
        reason = UnusableReason.NotAnObject;
        if (json.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        try
        {
            reason = UnusableReason.NoTime;
            return json.TryGetProperty("timestamp", out JsonElement text) && OuraTime.TryRead(text, out DateTimeOffset time) ? new OuraRow(kind, time, json)
                : json.TryGetProperty("timestamp_unix", out JsonElement unix) && unix.ValueKind == JsonValueKind.Number
                    && unix.TryGetInt64(out long milliseconds) && milliseconds is >= 0 and <= LastMillisecond ? new OuraRow(kind, DateTimeOffset.FromUnixTimeMilliseconds(milliseconds), json)
                : null;
        }
        catch (InvalidOperationException)
        {
            reason = UnusableReason.NotAnObject;
            return null;
        }
    }

    /// <summary>Walks the pages of a list. The first parameters are repeated with each token, which every version accepts.</summary>
    private async IAsyncEnumerable<JsonElement> ItemsAsync(
        OuraKind kind,
        (string Name, string Value)[] query,
        string accessToken,
        IRequestBudget budget,
        Action<UnusableReason>? unusable,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        string? next = null;
        do
        {
            IEnumerable<(string Name, string Value)> parameters = next is null ? query : query.Append(("next_token", next));
            string path = $"{_root}{kind.Name}?{string.Join('&', parameters.Select(pair => $"{pair.Name}={Uri.EscapeDataString(pair.Value)}"))}";
            OuraPage page = await PageAsync(path.TrimEnd('?'), kind, accessToken, budget, cancellation);
            foreach (JsonElement item in page.Data)
            {
                yield return item;
            }

            next = page.NextToken;
            if (!string.IsNullOrEmpty(next) && (!seen.Add(next) || seen.Count >= MaxPages))
            {
                // What they brought is kept; to read them again would bring the same.
                unusable?.Invoke(UnusableReason.EndlessPages);
                yield break;
            }
        }
        while (!string.IsNullOrEmpty(next));
    }

    private async Task<OuraPage> PageAsync(string path, OuraKind kind, string accessToken, IRequestBudget budget, CancellationToken cancellation)
    {
        using JsonDocument json = await GetJsonAsync(path, accessToken, budget, cancellation);
        return OuraPage.Read(json.RootElement) ?? throw new OuraException(OuraFailure.Unavailable, $"A list of {kind.Name} has no data.");
    }

    private Task<JsonDocument> GetJsonAsync(string path, string accessToken, IRequestBudget budget, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(budget);
        return _reader.ReadAsync(
            () => new HttpRequestMessage(HttpMethod.Get, new Uri(_api, path))
            {
                Headers = { Authorization = new AuthenticationHeaderValue("Bearer", accessToken) },
            },
            budget,
            cancellation);
    }
}
