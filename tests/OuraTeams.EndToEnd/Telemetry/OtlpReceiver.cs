using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace OuraTeams.EndToEnd;

/// <summary>Takes OTLP over HTTP and keeps the bytes of each signal.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly ConcurrentDictionary<string, ConcurrentQueue<byte[]>> _bodies = new();

    private OtlpReceiver(WebApplication server) => _server = server;

    /// <summary>Settings that have a server send everything here, often.</summary>
    public IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>
    {
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = _server.Urls.Single(),
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        ["OTEL_BSP_SCHEDULE_DELAY"] = "200",
        ["OTEL_BLRP_SCHEDULE_DELAY"] = "200",
        ["OTEL_METRIC_EXPORT_INTERVAL"] = "500",
    };

    public static async Task<OtlpReceiver> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        WebApplication server = builder.Build();
        var receiver = new OtlpReceiver(server);
        server.MapPost("/v1/{signal}", receiver.TakeAsync);
        await server.StartAsync();
        return receiver;
    }

    /// <summary>What came of a signal, byte for byte as Latin-1, so that texts in it can be looked for.</summary>
    public string Text(string signal) => string.Join('\n', Bodies(signal).Select(Encoding.Latin1.GetString));

    /// <summary>What came of a signal, request by request.</summary>
    public IReadOnlyList<byte[]> Bodies(string signal) => _bodies.TryGetValue(signal, out ConcurrentQueue<byte[]>? bodies) ? [.. bodies] : [];

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    private async Task TakeAsync(string signal, HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        _bodies.GetOrAdd(signal, _ => new ConcurrentQueue<byte[]>()).Enqueue(body.ToArray());
    }
}
