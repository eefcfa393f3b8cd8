namespace OuraTeams.Oura;

/// <summary>One kind of document that Oura Cloud API v2 serves, as its routes, webhooks and scopes name it.</summary>
/// <param name="Name">Path segment under <c>/v2/usercollection/</c>.</param>
/// <param name="DataType">Name of the kind in webhook subscriptions and events. Differs from <paramref name="Name"/> in case for VO2 max.</param>
/// <param name="Scope">Scope that a token needs to read it, without the <c>extapi:</c> prefix.</param>
public sealed record DocumentKind(string Name, string DataType, string Scope)
{
    /// <summary>Daily sleep score and its contributors.</summary>
    public static DocumentKind DailySleep { get; } = new("daily_sleep", "daily_sleep", "daily");

    /// <summary>Daily readiness score, its contributors and the temperature deviations.</summary>
    public static DocumentKind DailyReadiness { get; } = new("daily_readiness", "daily_readiness", "daily");

    /// <summary>Daily activity: score, steps, energy, time by intensity.</summary>
    public static DocumentKind DailyActivity { get; } = new("daily_activity", "daily_activity", "daily");

    /// <summary>One period of sleep; a day may have several.</summary>
    public static DocumentKind Sleep { get; } = new("sleep", "sleep", "daily");

    /// <summary>Every kind that this client reads.</summary>
    public static IReadOnlyList<DocumentKind> All { get; } = [DailySleep, DailyReadiness, DailyActivity, Sleep];

    /// <summary>Finds a kind by the name that webhooks use.</summary>
    /// <param name="dataType">Value of <c>data_type</c> in an event or a subscription.</param>
    /// <returns>The kind, or null for a type that this client doesn't read.</returns>
    public static DocumentKind? FromDataType(string dataType) =>
        All.FirstOrDefault(kind => string.Equals(kind.DataType, dataType, StringComparison.Ordinal));
}
