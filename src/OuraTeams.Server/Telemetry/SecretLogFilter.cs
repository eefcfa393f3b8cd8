using Microsoft.Extensions.Options;

namespace OuraTeams.Server.Telemetry;

/// <summary>
/// Limits the parts of the framework that would write secrets into the log when somebody turns its level up, whatever the
/// settings say and for every provider. What the settings silence further stays silent.
/// </summary>
internal sealed class SecretLogFilter : IPostConfigureOptions<LoggerFilterOptions>
{
    /// <summary>The categories, and the least level that each may log at.</summary>
    private static readonly (string Category, LogLevel Least)[] Limits =
    [
        // Would log the code in the callback's address and the secret in a join link's, also as the scope of every line in a request.
        ("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None),

        // Would log the same addresses as the path that is matched to a route.
        ("Microsoft.AspNetCore.Routing", LogLevel.Information),

        // Would log headers with tokens: only the text is redacted, not the attributes that structured exporters send.
        ("System.Net.Http.HttpClient", LogLevel.Debug),
    ];

    public void PostConfigure(string? name, LoggerFilterOptions options)
    {
        // A rule for one provider has precedence over rules for all providers; of equal rules the last one counts.
        string?[] providers = [null, .. options.Rules.Select(rule => rule.ProviderName).OfType<string>().Distinct(StringComparer.Ordinal)];
        foreach ((string category, LogLevel least) in Limits)
        {
            LoggerFilterRule[] limited = [.. providers.Select(provider =>
                new LoggerFilterRule(provider, category, Greater(Level(options, provider, category), least), null))];
            foreach (LoggerFilterRule deeper in options.Rules.Where(rule => Covers(category, rule.CategoryName)).ToList())
            {
                options.Rules.Remove(deeper);
            }

            foreach (LoggerFilterRule rule in limited)
            {
                options.Rules.Add(rule);
            }
        }
    }

    /// <summary>The level that the settings give a category, by the framework's own order of rules.</summary>
    private static LogLevel Level(LoggerFilterOptions options, string? provider, string category)
    {
        LoggerFilterRule? rule = options.Rules
            .Where(rule => (rule.ProviderName is null || rule.ProviderName == provider) && (rule.CategoryName is null || Covers(rule.CategoryName.TrimEnd('*'), category)))
            .OrderBy(rule => rule.ProviderName is not null)
            .ThenBy(rule => rule.CategoryName?.Length ?? 0)
            .LastOrDefault();
        return rule is null ? options.MinLevel : rule.LogLevel ?? LogLevel.Trace;
    }

    private static bool Covers(string category, string? other) => other?.StartsWith(category, StringComparison.OrdinalIgnoreCase) == true;

    private static LogLevel Greater(LogLevel one, LogLevel other) => one > other ? one : other;
}
