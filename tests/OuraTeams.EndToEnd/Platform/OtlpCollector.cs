using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace OuraTeams.EndToEnd;

/// <summary>Takes what a server exports by OTLP over HTTP and keeps the raw bytes.</summary>
internal sealed class OtlpCollector : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, ConcurrentQueue<byte[]>> _bodies = new(StringComparer.Ordinal);
    private readonly WebApplication _app;

    private OtlpCollector(WebApplication app) => _app = app;

    public Uri Address { get; private set; } = null!;

    /// <summary>Everything that came for a signal, <c>traces</c>, <c>metrics</c> or <c>logs</c>, byte for byte.</summary>
    public string Received(string signal) =>
        string.Concat(_bodies.GetValueOrDefault($"/v1/{signal}", []).Select(Encoding.Latin1.GetString));

    public static async Task<OtlpCollector> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        WebApplication app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var collector = new OtlpCollector(app);
        app.Run(collector.TakeAsync);
        await app.StartAsync();
        collector.Address = new Uri(app.Urls.First());
        return collector;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var memory = new MemoryStream();
        await context.Request.Body.CopyToAsync(memory);
        _bodies.GetOrAdd(context.Request.Path.Value!, _ => []).Enqueue(memory.ToArray());
        context.Response.ContentType = "application/x-protobuf";
    }
}
