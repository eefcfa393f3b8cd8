using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace OuraTeams.Server;

/// <summary>Metrics and traces, sent by OTLP when <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set.</summary>
internal static class Telemetry
{
    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        bool export = !string.IsNullOrEmpty(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]);
        OpenTelemetryBuilder telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("ourateams"))
            .WithMetrics(metrics => metrics
                .AddMeter(IntakeInstruments.Name, Streaming.Instruments.Name, Grains.Instruments.Name, "Microsoft.Orleans")
                .AddAspNetCoreInstrumentation()
                .AddHttpClientInstrumentation())
            .WithTracing(traces => traces
                .AddSource("Microsoft.Orleans.Application", Streaming.Instruments.Name)
                .AddAspNetCoreInstrumentation(http => http.Filter = context => !CarriesSecret(context.Request.Path))
                .AddHttpClientInstrumentation());
        if (export)
        {
            telemetry.UseOtlpExporter();
        }
    }

    /// <summary>The path of a join link, and the query of the callback, hold secrets.</summary>
    private static bool CarriesSecret(PathString path) => path.StartsWithSegments("/join") || path.StartsWithSegments(JoinLink.CallbackRoute);
}
