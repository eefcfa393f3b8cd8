namespace OuraTeams.Oura;

/// <summary>
/// What stands before every single request of a call: each page of a list, each repeat after a failure. For the length of
/// a call, and for that call's requests only.
/// </summary>
public sealed class RequestGate : IDisposable
{
    private static readonly AsyncLocal<RequestGate?> Current = new();
    private readonly Func<CancellationToken, Task> _pass;
    private readonly RequestGate? _outer;

    private RequestGate(Func<CancellationToken, Task> pass)
    {
        _pass = pass;
        _outer = Current.Value;
    }

    /// <summary>Puts a gate before the requests that the caller makes until the result is disposed.</summary>
    /// <param name="pass">Ends when the request may be made; an exception keeps it from being made and reaches the caller.</param>
    public static RequestGate Enter(Func<CancellationToken, Task> pass)
    {
        var gate = new RequestGate(pass);
        Current.Value = gate;
        return gate;
    }

    /// <inheritdoc/>
    public void Dispose() => Current.Value = _outer;

    internal static Task PassAsync(CancellationToken cancellation) => Current.Value?._pass(cancellation) ?? Task.CompletedTask;
}
