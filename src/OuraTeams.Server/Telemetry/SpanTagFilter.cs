using System.Collections.Frozen;
using System.Diagnostics;
using OpenTelemetry;

namespace OuraTeams.Server.Telemetry;

/// <summary>
/// Lets only known tags out of this process. Orleans and HTTP put grain keys and addresses into theirs, which name
/// members and documents; messages of exceptions may too. What is not on the list is taken off.
/// </summary>
internal sealed class SpanTagFilter : BaseProcessor<Activity>
{
    private const string Url = "url.full";

    /// <summary>Every tag that may leave.</summary>
    public static readonly FrozenSet<string> Allowed = FrozenSet.Create(
        StringComparer.Ordinal,
        "http.request.method",
        "http.request.resend_count",
        "http.response.status_code",
        "http.route",
        "url.scheme",
        Url,
        "server.address",
        "server.port",
        "network.protocol.version",
        "error.type",
        "exception.type",
        "rpc.system",
        "rpc.system.name",
        "rpc.service",
        "rpc.method",
        "rpc.grpc.status_code",
        "rpc.response.status_code",
        "orleans.rpc.service",
        "orleans.grain.type",
        "orleans.silo.id",
        "orleans.storage.provider",
        "orleans.storage.state.name",
        "orleans.storage.state.type",
        "messaging.system",
        "messaging.operation.type",
        "messaging.destination.name",
        "ourateams.kind",
        "ourateams.marks");

    public override void OnEnd(Activity data)
    {
        foreach ((string key, object? value) in data.TagObjects.ToArray())
        {
            if (!Allowed.Contains(key))
            {
                data.SetTag(key, null);
            }
            else if (key == Url && Uri.TryCreate(value as string, UriKind.Absolute, out Uri? address))
            {
                data.SetTag(key, OuraRoute.Of(address));
            }
        }

        if (data.StatusDescription is not null)
        {
            data.SetStatus(data.Status);
        }
    }
}
