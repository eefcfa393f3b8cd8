using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Status = Google.Rpc.Status;

namespace OuraTeams.Server.Api;

/// <summary>Refusals of gRPC calls, with the details of <c>google.rpc</c>.</summary>
internal static class Refusal
{
    private const string Domain = "ourateams";

    /// <summary>Something that the request names does not exist.</summary>
    /// <param name="field">The field that names it.</param>
    /// <param name="resource">What it is.</param>
    /// <param name="name">Its name.</param>
    public static RpcException NotFound(string field, string resource, string name) => Of(
        Code.NotFound,
        $"{field}: there is no {resource} {name}.",
        Any.Pack(new ResourceInfo { ResourceType = resource, ResourceName = name }),
        Violation(field, $"There is no {resource} {name}."));

    /// <summary>The id is taken.</summary>
    public static RpcException AlreadyExists(string field, string resource, string name) => Of(
        Code.AlreadyExists,
        $"{field}: there is a {resource} {name} already.",
        Any.Pack(new ResourceInfo { ResourceType = resource, ResourceName = name }),
        Violation(field, $"There is a {resource} {name} already."));

    /// <summary>The caller did not say who they are.</summary>
    public static RpcException Unauthenticated() => Of(
        Code.Unauthenticated,
        "Send a token: authorization: Bearer <token>.",
        Any.Pack(new ErrorInfo { Domain = Domain, Reason = "TOKEN_MISSING_OR_UNKNOWN" }));

    /// <summary>The cluster can't answer now.</summary>
    public static RpcException Unavailable() => Of(
        Code.Unavailable,
        "The service can't answer now; try again.",
        Any.Pack(new ErrorInfo { Domain = Domain, Reason = "CLUSTER_BUSY" }));

    /// <summary>This process can't reach the cluster.</summary>
    /// <param name="why">A sentence.</param>
    public static RpcException NotReached(string why) => Of(
        Code.Unavailable,
        $"This server can't answer now; call again. {why}",
        Any.Pack(new ErrorInfo { Domain = Domain, Reason = "CLUSTER_NOT_REACHED" }));

    /// <summary>What a field names can't be used as things are.</summary>
    /// <param name="code">Which refusal.</param>
    /// <param name="field">The field.</param>
    /// <param name="description">A sentence.</param>
    public static RpcException Field(Code code, string field, string description) => Of(code, $"{field}: {description}", Violation(field, description));

    /// <summary>This process stops; another one answers.</summary>
    public static RpcException Stopping() => Of(
        Code.Unavailable,
        "This server is stopping; call again.",
        Any.Pack(new ErrorInfo { Domain = Domain, Reason = "SERVER_STOPPING" }));

    /// <summary>Any refusal.</summary>
    public static RpcException Of(Code code, string message, params Any[] details) =>
        new Status { Code = (int)code, Message = message, Details = { details } }.ToRpcException();

    private static Any Violation(string field, string description) =>
        Any.Pack(new BadRequest { FieldViolations = { new BadRequest.Types.FieldViolation { Field = field, Description = description } } });
}
