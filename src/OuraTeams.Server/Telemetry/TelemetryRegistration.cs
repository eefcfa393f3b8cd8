using System.Reflection;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using OuraTeams.Server.Host.Settings;
using OuraTeams.Server.Intake;
using OuraTeams.Server.Joining;

namespace OuraTeams.Server.Telemetry;

/// <summary>
/// Logs, metrics and traces, sent by OTLP when <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set, and metrics for Prometheus on
/// the admin port. All of OpenTelemetry's own settings hold. Nothing is recorded that is not exported.
/// </summary>
internal static class TelemetryRegistration
{
    /// <summary>Where Prometheus scrapes, on the admin port.</summary>
    public const string MetricsRoute = "/metrics";

    private const string ServiceName = "ourateams";

    private static readonly string[] Meters =
    [
        IntakeInstruments.Name, SubscriptionInstruments.Name, Streaming.Instruments.Name, OuraTeams.Grains.Telemetry.Instruments.Name,
        "Microsoft.Orleans", "System.Net.Http", "System.Net.NameResolution", "System.Runtime",
    ];

    /// <summary>Metrics that name whom a process talks to, with the labels that are kept of them.</summary>
    private static readonly Dictionary<string, string[]> Peers = new(StringComparer.Ordinal)
    {
        ["http.client.open_connections"] = ["http.connection.state", "network.protocol.version", "server.address", "server.port", "url.scheme"],
        ["http.client.connection.duration"] = ["network.protocol.version", "server.address", "server.port", "url.scheme"],
        ["orleans-messaging-sent-messages-size"] = ["ConnectionDirection", "MessageDirection"],
        ["orleans-messaging-received-messages-size"] = ["ConnectionDirection", "MessageDirection"],
        ["orleans-messaging-pings-sent"] = [],
        ["orleans-messaging-pings-received"] = [],
        ["orleans-messaging-pings-reply-received"] = [],
        ["orleans-messaging-pings-reply-missed"] = [],
    };

    // Without Orleans' source of system calls: they are many and belong to no event. The spans of HTTP calls are those of the
    // runtime, because OpenTelemetry's instrumentation would send trace ids to Oura.
    private static readonly string[] Sources =
    [
        Streaming.Instruments.Name, OuraTeams.Grains.Telemetry.Instruments.Name, "System.Net.Http",
        "Microsoft.Orleans.Application", "Microsoft.Orleans.Lifecycle", "Microsoft.Orleans.Storage",
    ];

    /// <summary>Registers it.</summary>
    public static void AddTelemetry(this WebApplicationBuilder builder, ListenOptions listen)
    {
        OpenTelemetryBuilder telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(ServiceName, serviceVersion: Version()))
            .WithMetrics(metrics => metrics.AddMeter(Meters).AddAspNetCoreInstrumentation().AddView(WithoutPeers));
        builder.Services.AddHostedService<InitialMeasurements>();
        if (listen.AdminPort != 0)
        {
            telemetry.WithMetrics(metrics => metrics.AddPrometheusExporter(prometheus => prometheus.ScopeInfoEnabled = false));
        }

        if (!string.IsNullOrEmpty(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
        {
            telemetry
                .WithLogging(null, logs => logs.IncludeFormattedMessage = true)
                .WithTracing(traces => traces
                    .AddSource(Sources)
                    .AddAspNetCoreInstrumentation(http => http.Filter = context => !CarriesSecret(context.Request.Path) && !IsProbe(context.Request.Path))
                    .AddProcessor<SpanTagFilter>())
                .UseOtlpExporter();
        }
    }

    /// <summary>Limits how often the log says the same.</summary>
    public static void AddRepeatedLines(this ILoggingBuilder logging, LogOptions options)
    {
        var lines = new RepeatedLines(options);
        logging.Services.AddSingleton(options);
        logging.Services.AddSingleton(lines);
        logging.Services.AddHostedService<RepeatedLinesReport>();
        logging.AddSampler(lines);
    }

    /// <summary>The path of a join link, and the query of the callback, hold secrets.</summary>
    private static bool CarriesSecret(PathString path) => path.StartsWithSegments("/join") || path.StartsWithSegments(JoinLink.CallbackRoute);

    /// <summary>Probes come every few seconds, and nobody looks at their traces.</summary>
    private static bool IsProbe(PathString path) => path.StartsWithSegments("/health") || path.StartsWithSegments(MetricsRoute);

    /// <summary>
    /// The addresses behind a host name change, and a silo has a new one after each start. Each address would make a series that
    /// stays until the process ends.
    /// </summary>
    private static MetricStreamConfiguration? WithoutPeers(System.Diagnostics.Metrics.Instrument instrument) =>
        Peers.TryGetValue(instrument.Name, out string[]? labels) ? new MetricStreamConfiguration { TagKeys = labels } : null;

    private static string? Version() => typeof(TelemetryRegistration).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
}
