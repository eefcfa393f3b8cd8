using System.Text;
using Microsoft.AspNetCore.Http;

namespace OuraTeams.Oura.Tests;

/// <summary>Answers for the scripted server.</summary>
internal static class Answers
{
    public static RequestDelegate Json(string body, int status = 200, params (string Name, string Value)[] headers) =>
        Bytes(Encoding.UTF8.GetBytes(body), status, "application/json", headers);

    public static RequestDelegate Empty(int status) => Bytes([], status, null);

    public static RequestDelegate Bytes(byte[] body, int status, string? contentType, params (string Name, string Value)[] headers) => async context =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        foreach ((string name, string value) in headers)
        {
            context.Response.Headers[name] = value;
        }

        // HTTP has no body with these.
        if (status is not (StatusCodes.Status204NoContent or StatusCodes.Status205ResetContent or StatusCodes.Status304NotModified))
        {
            context.Response.ContentLength = body.Length;
            await context.Response.Body.WriteAsync(body, context.RequestAborted);
        }
    };

    /// <summary>The connection breaks before the answer.</summary>
    public static Task Broken(HttpContext context)
    {
        context.Abort();
        return Task.CompletedTask;
    }

    /// <summary>The answer never begins.</summary>
    public static Task Silent(HttpContext context) => Forever(context);

    /// <summary>The answer begins and never ends.</summary>
    public static RequestDelegate Stalled(int status) => async context =>
    {
        context.Response.StatusCode = status;
        await context.Response.WriteAsync("{\"id\":", context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
        await Forever(context);
    };

    private static async Task Forever(HttpContext context)
    {
        var gone = new TaskCompletionSource();
        await using CancellationTokenRegistration registration = context.RequestAborted.Register(gone.SetResult);
        await gone.Task;
    }
}
