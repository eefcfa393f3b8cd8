using System.Net;
using Microsoft.Extensions.Http;

namespace OuraTeams.Simulation;

/// <summary>The way to Oura, as one of the <see cref="Edges"/>: the last handler before the wire.</summary>
internal sealed class EdgeHttp(Edges edges, Network network, TimeProvider clock) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Passage passage = network.Take(request, clock.GetUtcNow());
        HttpResponseMessage? response = passage == Passage.Lost ? null : await edges.CrossAsync(
            $"{request.Method} {Route(request.RequestUri!)}", () => SendWholeAsync(request, cancellationToken));
        if (passage == Passage.Whole)
        {
            network.Answered(request, response!.StatusCode);
            return response;
        }

        // As HttpClient does it, by the simulated time.
        response?.Dispose();
        await Task.Delay(network.Patience, clock, cancellationToken);
        throw new TaskCanceledException("No answer in time.", new TimeoutException());
    }

    private async Task<HttpResponseMessage> SendWholeAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        HttpResponseMessage response = await base.SendAsync(request, cancellation);
        await response.Content.LoadIntoBufferAsync(cancellation);
        if (response.StatusCode == HttpStatusCode.OK && request.RequestUri!.AbsolutePath.EndsWith("/token", StringComparison.Ordinal))
        {
            edges.Refreshed(stored: false);
        }

        return response;
    }

    private static string Route(Uri address) => string.Join('/', address.AbsolutePath.Split('/').Take(4));

    /// <summary>Puts it under every client of the server.</summary>
    internal sealed class Filter(Edges edges, Network network, TimeProvider clock) : IHttpMessageHandlerBuilderFilter
    {
        public Action<HttpMessageHandlerBuilder> Configure(Action<HttpMessageHandlerBuilder> next) => builder =>
        {
            next(builder);
            builder.AdditionalHandlers.Add(new EdgeHttp(edges, network, clock));
        };
    }
}
