using System.Text;
using System.Text.Json.Nodes;
using OuraTeams.Sandbox.Limits;

namespace OuraTeams.Sandbox.Disturbances;

/// <summary>Lets the faults that are on hit requests, before or around what answers them.</summary>
internal sealed class FaultInjection(Faults faults, TimeProvider clock, CancellationToken stopping)
{
    /// <summary>Answers wrongly, or lets the request go on.</summary>
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var path = context.Request.Path.Value ?? "";
        if (!path.StartsWith("/v2/", StringComparison.Ordinal) && !path.StartsWith("/oauth/", StringComparison.Ordinal))
        {
            await next(context);
            return;
        }

        var truncate = false;
        Action<JsonNode>? rewrite = null;
        foreach (var fault in faults.Take(path, kind => Hits(kind, context)))
        {
            switch (fault.Kind)
            {
                case FaultKind.Latency:
                    await WaitAsync(context, fault.Delay);
                    break;
                case FaultKind.ServerError:
                    context.Response.StatusCode = fault.Status;
                    context.Response.ContentType = "text/html";
                    await context.Response.WriteAsync($"<html><body><h1>{fault.Status}</h1></body></html>", context.RequestAborted);
                    return;
                case FaultKind.Timeout:
                    await WaitAsync(context, Timeout.InfiniteTimeSpan);
                    return;
                case FaultKind.RateLimit:
                    var now = clock.GetUtcNow();
                    await new RateRefusal(fault.Tier, 5000, TimeSpan.FromMinutes(5), now, now + fault.Delay).AnswerAsync(context);
                    return;
                case FaultKind.NotFoundAtFirst:
                    await Answer.DetailAsync(context, StatusCodes.Status404NotFound, "The document was not found.");
                    return;
                case FaultKind.RewrittenBody:
                    rewrite += fault.Rewrite;
                    break;
                default:
                    truncate = true;
                    break;
            }
        }

        await (truncate ? TruncateAsync(context, next) : rewrite is not null ? RewriteAsync(context, next, rewrite) : next(context));
    }

    private bool Hits(FaultKind kind, HttpContext context) => kind switch
    {
        FaultKind.LostWebhook or FaultKind.DoubledWebhook or FaultKind.LateWebhook => false,
        FaultKind.NotFoundAtFirst => IsSingleDocument(context.Request) && faults.IsAskedAtFirst(context.Request.Path.Value!),
        _ => true,
    };

    private static bool IsSingleDocument(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && request.Path.Value!.Split('/') is ["", "v2", "usercollection", _, _];

    /// <summary>Waits until the time is over, the client gives up or the sandbox stops; then there is nobody to answer.</summary>
    private async Task WaitAsync(HttpContext context, TimeSpan delay)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        try
        {
            await Task.Delay(delay, clock, either.Token);
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            context.Abort();
        }
    }

    private static async Task RewriteAsync(HttpContext context, RequestDelegate next, Action<JsonNode> rewrite)
    {
        var body = context.Response.Body;
        using var whole = new MemoryStream();
        context.Response.Body = whole;
        await next(context);
        context.Response.Body = body;
        var bytes = whole.ToArray();
        if (context.Response.StatusCode == StatusCodes.Status200OK && JsonNode.Parse(bytes) is { } json)
        {
            rewrite(json);
            bytes = Encoding.UTF8.GetBytes(json.ToJsonString());
        }

        context.Response.ContentLength = bytes.Length;
        await body.WriteAsync(bytes, context.RequestAborted);
    }

    private static async Task TruncateAsync(HttpContext context, RequestDelegate next)
    {
        var body = context.Response.Body;
        using var whole = new MemoryStream();
        context.Response.Body = whole;
        await next(context);
        context.Response.Body = body;
        context.Response.ContentLength = whole.Length;
        await body.WriteAsync(whole.GetBuffer().AsMemory(0, (int)(whole.Length / 2)), context.RequestAborted);
        await body.FlushAsync(context.RequestAborted);

        // The server closes a connection whose answer is shorter than announced; an abort would take back what was sent.
    }
}
