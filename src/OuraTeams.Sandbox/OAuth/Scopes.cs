namespace OuraTeams.Sandbox.OAuth;

/// <summary>The scopes that an app can be granted, and how each portal writes them.</summary>
internal static class Scopes
{
    private const string Prefix = "extapi:";
    private const string Research = "research";

    /// <summary>All of them, bare, with what they open. The last one is for research partners.</summary>
    public static IReadOnlyList<(string Name, string Opens)> All { get; } =
    [
        ("email", "E-mail address"),
        ("personal", "Age, weight, height and sex"),
        ("daily", "Sleep, readiness, activity and stress"),
        ("heartrate", "Heart rate over the day"),
        ("workout", "Workouts"),
        ("tag", "Tags"),
        ("session", "Moments and sessions"),
        ("spo2", "Blood oxygen"),
        ("stress", "Resilience"),
        ("heart_health", "Cardiovascular age and VO2 max"),
        ("ring_configuration", "Ring and battery"),
        (Research, "Every heartbeat, for research"),
    ];

    /// <summary>The bare names of those that this app can be granted.</summary>
    public static string[] Grantable(SandboxOptions options) =>
        [.. All.Select(known => known.Name).Where(name => name != Research || options.ResearchPartner)];

    /// <summary>
    /// The grantable ones of the names asked for, bare and without repeats; unknown names are dropped, and asking for
    /// nothing asks for all, both as Oura does.
    /// </summary>
    public static string[] Requested(string? scope, SandboxOptions options) =>
        string.IsNullOrWhiteSpace(scope) ? Grantable(options) : Known(scope.Split(' ', StringSplitOptions.RemoveEmptyEntries), options);

    /// <summary>The grantable ones of the names, bare and without repeats.</summary>
    public static string[] Known(IEnumerable<string?> names, SandboxOptions options)
    {
        var bare = names.Select(name => name is not null && name.StartsWith(Prefix, StringComparison.Ordinal) ? name[Prefix.Length..] : name).ToHashSet();
        return [.. Grantable(options).Where(bare.Contains)];
    }

    /// <summary>The scopes as the portal answers them, with spaces between.</summary>
    public static string Write(IEnumerable<string> scopes, OAuthPortal portal) =>
        string.Join(' ', portal == OAuthPortal.Current ? scopes.Select(scope => Prefix + scope) : scopes);
}
