namespace OuraTeams.Sandbox;

/// <summary>One thing that goes wrong, where and how often.</summary>
public sealed record Fault
{
    /// <summary>What goes wrong.</summary>
    public required FaultKind Kind { get; init; }

    /// <summary>
    /// With what the request's path begins, such as <c>/v2/usercollection/sleep</c>; for events, which data type. Null
    /// is everything but the pages and the admin routes.
    /// </summary>
    public string? Where { get; init; }

    /// <summary>Which share of the requests or events it hits, from 0 to 1. Default 1, all.</summary>
    public double Share { get; init; } = 1;

    /// <summary>How many requests or events it hits before it ends. Null, the default, is any number.</summary>
    public int? Times { get; init; }

    /// <summary>How long to wait; what for depends on the kind. Default 1 second.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The status of <see cref="FaultKind.ServerError"/>, from 500 to 599. Default 503.</summary>
    public int Status { get; init; } = 503;

    /// <summary>What <see cref="FaultKind.RewrittenBody"/> makes of the JSON of a successful answer. Only a program that holds the stand-in can set it.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public Action<System.Text.Json.Nodes.JsonNode>? Rewrite { get; init; }

    /// <summary>The layer that <see cref="FaultKind.RateLimit"/> names, <c>token</c> or <c>application</c>. Default <c>token</c>.</summary>
    public string Tier { get; init; } = "token";

    /// <summary>Throws when the values can't be used.</summary>
    internal void Validate()
    {
        Require(Enum.IsDefined(Kind), nameof(Kind), "is none of the kinds");
        Require(Share is >= 0 and <= 1, nameof(Share), "must be between 0 and 1");
        Require(Times is null or >= 1, nameof(Times), "must be at least 1");
        Require(Delay >= TimeSpan.Zero && Delay <= TimeSpan.FromDays(1), nameof(Delay), "must be between zero and a day");
        Require(Status is >= 500 and <= 599, nameof(Status), "must be between 500 and 599");
        Require(Kind != FaultKind.RewrittenBody || Rewrite is not null, nameof(Rewrite), "must be set");
        Require(Tier is "token" or "application", nameof(Tier), "must be token or application");
    }

    private static void Require(bool holds, string name, string rule)
    {
        if (!holds)
        {
            throw new ArgumentException($"{name} {rule}.", name);
        }
    }
}
