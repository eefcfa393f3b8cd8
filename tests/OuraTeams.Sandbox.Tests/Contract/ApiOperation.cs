namespace OuraTeams.Sandbox.Tests.Contract;

/// <summary>One method of one path of a description.</summary>
/// <param name="Method">GET, POST, PUT or DELETE.</param>
/// <param name="Path">The path with its parameters in braces.</param>
/// <param name="Query">The names of its query parameters.</param>
/// <param name="Statuses">Every status that it documents.</param>
internal sealed record ApiOperation(string Method, string Path, IReadOnlyList<string> Query, IReadOnlyList<int> Statuses)
{
    public bool IsWebhook => Path.StartsWith("/v2/webhook/", StringComparison.Ordinal);

    public bool IsMirror => Path.StartsWith("/v2/sandbox/", StringComparison.Ordinal);

    public bool IsSingle => Path.EndsWith("/{document_id}", StringComparison.Ordinal);

    public bool IsTimeSeries => Query.Contains("start_datetime");

    public bool IsDated => Query.Any(name => name.StartsWith("start_date", StringComparison.Ordinal));

    /// <summary>The kind of data, such as <c>vO2_max</c>.</summary>
    public string Kind => Path.Split('/')[IsMirror ? 4 : 3];

    public int Success => Statuses.Single(status => status < 300);

    public override string ToString() => $"{Method} {Path}";
}
