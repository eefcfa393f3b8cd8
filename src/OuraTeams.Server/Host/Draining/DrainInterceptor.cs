using Grpc.Core;
using Grpc.Core.Interceptors;
using OuraTeams.Server.Api;
using OuraTeams.Server.Host.Cluster;

namespace OuraTeams.Server.Host.Draining;

/// <summary>
/// Ends watches with UNAVAILABLE when the process stops, so that clients call again and reach another; and answers UNAVAILABLE
/// while no silo is reached. Stands before every other interceptor.
/// </summary>
internal sealed class DrainInterceptor(Drain drain, IClusterPresence presence) : Interceptor
{
    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation) =>
        presence.IsJoined ? continuation(request, context) : throw Refusal.NotReached(presence.Description);

    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        if (!presence.IsJoined)
        {
            throw Refusal.NotReached(presence.Description);
        }

        using IDisposable watch = drain.Watch();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, drain.Draining);
        try
        {
            await continuation(request, responseStream, new DrainingCallContext(context, either.Token));
        }
        catch (Exception error) when (IsEnd(error) && drain.Draining.IsCancellationRequested && !context.CancellationToken.IsCancellationRequested)
        {
            throw Refusal.Stopping();
        }
    }

    private static bool IsEnd(Exception error) => error is OperationCanceledException or RpcException { StatusCode: StatusCode.Cancelled or StatusCode.Unavailable };
}
