using Google.Rpc;
using Grpc.Core;

namespace OuraTeams.EndToEnd;

/// <summary>Calls that the server refuses.</summary>
internal static class Refused
{
    /// <summary>Makes a call that is refused with a status and names the field at fault.</summary>
    public static async Task NamesAsync<T>(StatusCode status, string field, AsyncUnaryCall<T> call)
    {
        using (call)
        {
            RpcException refusal = await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync);
            Assert.Equal((status, field), (refusal.StatusCode, refusal.GetRpcStatus()?.GetDetail<BadRequest>()?.FieldViolations.Single().Field));
        }
    }
}
