using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using OuraTeams.Contracts;
using OuraTeams.Contracts.Accounts;
using OuraTeams.Contracts.Keys;
using OuraTeams.Protocol.V1;
using OuraTeams.Streaming.Queues;
using DeadLetter = OuraTeams.Streaming.Queues.DeadLetter;
using WireLetter = OuraTeams.Protocol.V1.DeadLetter;

namespace OuraTeams.Server.Api;

/// <summary><c>ourateams.v1.QueueService</c>.</summary>
internal sealed class QueueGrpcService([FromKeyedServices(Names.EventStreams)] IDeadLetters letters, PageTokens tokens) : QueueService.QueueServiceBase
{
    private const int DefaultPageSize = 100;
    private const int LargestPageSize = 1000;

    public override async Task<ListDeadLettersResponse> ListDeadLetters(ListDeadLettersRequest request, ServerCallContext context)
    {
        var check = new FieldChecks();
        check.Require(request.PageSize is >= 0 and <= LargestPageSize, "page_size", $"must be 0 to {LargestPageSize}");
        DeadLetterId after = DeadLetterId.None;
        string? place = tokens.Read(check, request.PageToken, nameof(ListDeadLetters));
        check.Require(place is null || DeadLetterId.TryParse(place, out after), "page_token", "must be the next_page_token of an earlier answer to the same request");
        check.ThrowIfAny();
        int size = request.PageSize == 0 ? DefaultPageSize : request.PageSize;
        IReadOnlyList<DeadLetter> page = await letters.ListAsync(after, size, context.CancellationToken);
        return new ListDeadLettersResponse
        {
            DeadLetters = { page.Select(Map) },
            NextPageToken = tokens.Write(page.Count == size ? Id(page[^1]).ToString() : null, nameof(ListDeadLetters)),
        };
    }

    public override async Task<ReplayDeadLettersResponse> ReplayDeadLetters(ReplayDeadLettersRequest request, ServerCallContext context)
    {
        var check = new FieldChecks();
        check.Require(request.All != request.DeadLetterIds.Count > 0, "dead_letter_ids", "must name some, unless all is set");
        check.Require(request.DeadLetterIds.Count <= LargestPageSize, "dead_letter_ids", $"must be at most {LargestPageSize}");
        check.Require(request.DeadLetterIds.All(id => DeadLetterId.TryParse(id, out _)), "dead_letter_ids", "must be ids from ListDeadLetters");
        check.ThrowIfAny();
        if (request.All)
        {
            return new ReplayDeadLettersResponse { ReplayedCount = await letters.ReplayAllAsync(context.CancellationToken) };
        }

        var response = new ReplayDeadLettersResponse();
        foreach (string text in request.DeadLetterIds)
        {
            if (DeadLetterId.TryParse(text, out DeadLetterId id) && await letters.ReplayAsync(id))
            {
                response.ReplayedCount++;
            }
            else
            {
                response.MissingIds.Add(text);
            }
        }

        return response;
    }

    private static DeadLetterId Id(DeadLetter letter) => new(letter.Partition, letter.Id);

    private WireLetter Map(DeadLetter letter)
    {
        var wire = new WireLetter
        {
            DeadLetterId = Id(letter).ToString(),
            Reason = letter.Reason,
            AppendTime = letter.EnqueuedAt.ToTimestamp(),
            BuryTime = letter.DeadLetteredAt.ToTimestamp(),
            Size = letter.Payload.Length,
        };
        if (letters.Read(letter) is { Events: [RingEvent change, ..] } content && content.Stream.GetNamespace() == Names.EventNamespace)
        {
            var route = EventRouteKey.Parse(content.Stream.GetKeyAsString());
            wire.OuraApp = route.App;
            wire.OuraUserId = route.OuraUser;
            wire.DataType = change.DataType;
            wire.DocumentId = change.ObjectId;
        }

        return wire;
    }
}
