using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using OuraTeams.Oura.Http;

namespace OuraTeams.Oura.Apps;

/// <summary>Registers the clients of Oura.</summary>
public static class OuraServiceCollectionExtensions
{
    /// <summary>The largest answer that is taken: some ten years of documents in one page.</summary>
    private const int LargestAnswer = 64 << 20;

    /// <summary>Adds <see cref="OuraApps"/> with the settings of a section. A wrong setting stops the start.</summary>
    /// <param name="services">Where to.</param>
    /// <param name="section">The section <c>Oura</c>.</param>
    public static IServiceCollection AddOura(this IServiceCollection services, IConfigurationSection section)
    {
        services.AddOptions<OuraOptions>()
            // Otherwise the binder leaves out an app whose settings it cannot read, and the start succeeds.
            .Bind(section, binder => binder.ErrorOnUnknownConfiguration = true)
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<OuraOptions>, OuraOptionsValidator>();
        services.AddOuraHttp(OuraApps.ApiClient);
        services.AddOuraHttp(OuraApps.OAuthClient);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<OuraApps>();
        return services;
    }

    /// <summary>A client that sends each request once: repeats are made by <see cref="RetryingReader"/>, codes and refresh tokens are single use.</summary>
    private static void AddOuraHttp(this IServiceCollection services, string name) => services.AddHttpClient(name)
        .ConfigureHttpClient((provider, http) =>
        {
            http.Timeout = provider.GetRequiredService<IOptions<OuraOptions>>().Value.Timeout;
            http.MaxResponseContentBufferSize = LargestAnswer;
        })
        .UseSocketsHttpHandler((handler, _) =>
        {
            handler.PooledConnectionLifetime = TimeSpan.FromMinutes(5);
            handler.MaxConnectionsPerServer = 64;
            handler.AllowAutoRedirect = false;

            // The trace context is not sent to Oura.
            handler.ActivityHeadersPropagator = System.Diagnostics.DistributedContextPropagator.CreateNoOutputPropagator();

            // Not Brotli: its stream reports damaged data as an InvalidOperationException, like a mistake of the caller.
            handler.AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Deflate;
        })
        .SetHandlerLifetime(Timeout.InfiniteTimeSpan);
}
