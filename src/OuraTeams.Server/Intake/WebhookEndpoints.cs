using System.IO.Pipelines;

namespace OuraTeams.Server.Intake;

/// <summary>The routes that Oura calls: <c>/webhooks/oura/{app}</c>.</summary>
internal static class WebhookEndpoints
{
    private const string Route = "/webhooks/oura/{app}";

    public static void MapWebhooks(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Route, Challenge);
        routes.MapPost(Route, TakeAsync);
    }

    private static IResult Challenge(string app, string? verification_token, string? challenge, WebhookIntake intake) =>
        intake.Verify(app, verification_token) switch
        {
            null => Results.Problem("There is no such app.", statusCode: StatusCodes.Status404NotFound),
            false => Results.Problem("verification_token is wrong.", statusCode: StatusCodes.Status401Unauthorized),
            true when string.IsNullOrEmpty(challenge) => Results.Problem("challenge is missing.", statusCode: StatusCodes.Status400BadRequest),
            _ => Results.Json(new Dictionary<string, string> { ["challenge"] = challenge! }),
        };

    private static async Task<IResult> TakeAsync(string app, HttpRequest request, WebhookIntake intake, CancellationToken cancellation)
    {
        byte[]? body = await ReadAsync(request, cancellation);
        if (body is null)
        {
            IntakeInstruments.Answered(IntakeInstruments.TooLarge, TimeSpan.Zero);
            return Results.Problem($"The body is larger than {WebhookIntake.MaxBodyLength} bytes.", statusCode: StatusCodes.Status413PayloadTooLarge);
        }

        (int status, string? problem) = await intake.TakeAsync(
            app, request.Headers["x-oura-timestamp"], request.Headers["x-oura-signature"], body);
        return problem is null ? Results.Ok() : Results.Problem(problem, statusCode: status);
    }

    /// <summary>The raw body, or null when it is too large.</summary>
    private static async Task<byte[]?> ReadAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (request.ContentLength > WebhookIntake.MaxBodyLength)
        {
            return null;
        }

        while (true)
        {
            ReadResult read = await request.BodyReader.ReadAsync(cancellation);
            if (read.Buffer.Length > WebhookIntake.MaxBodyLength)
            {
                request.BodyReader.AdvanceTo(read.Buffer.End);
                return null;
            }

            if (read.IsCompleted)
            {
                byte[] body = System.Buffers.BuffersExtensions.ToArray(read.Buffer);
                request.BodyReader.AdvanceTo(read.Buffer.End);
                return body;
            }

            request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }
}
