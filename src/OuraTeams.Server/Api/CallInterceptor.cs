using Grpc.Core;
using Grpc.Core.Interceptors;
using OuraTeams.Server.Access;

namespace OuraTeams.Server.Api;

/// <summary>Stands before every call of ours: asks for the token, and turns the cluster's failures into UNAVAILABLE.</summary>
internal sealed class CallInterceptor(AccessCheck access, ILogger<CallInterceptor> logger) : Interceptor
{
    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        Authenticate(context);
        return GuardAsync(() => continuation(request, context), context);
    }

    public override Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        Authenticate(context);
        return GuardAsync(
            async () =>
            {
                await continuation(request, responseStream, context);
                return true;
            },
            context);
    }

    private void Authenticate(ServerCallContext context)
    {
        if (!access.AllowsCall(context.RequestHeaders.GetValue("authorization")))
        {
            throw Refusal.Unauthenticated();
        }
    }

    private async Task<T> GuardAsync<T>(Func<Task<T>> call, ServerCallContext context)
    {
        try
        {
            return await call();
        }
        catch (Exception error) when (error is OrleansException or TimeoutException)
        {
            ServiceLog.Unavailable(logger, error, context.Method);
            throw Refusal.Unavailable();
        }
        catch (OperationCanceledException) when (context.CancellationToken.IsCancellationRequested)
        {
            throw new RpcException(new Status(StatusCode.Cancelled, "The caller ended the call."));
        }
    }
}
