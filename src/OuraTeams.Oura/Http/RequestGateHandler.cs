namespace OuraTeams.Oura;

/// <summary>Asks the gate of the call before each request; to be the innermost handler, so that repeats pass it too.</summary>
internal sealed class RequestGateHandler : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        await RequestGate.PassAsync(cancellationToken);
        return await base.SendAsync(request, cancellationToken);
    }
}
