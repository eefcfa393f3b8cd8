using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OuraTeams.Server.Telemetry;

namespace OuraTeams.EndToEnd;

/// <summary>What settings can and can't do about the parts of the framework that would log secrets.</summary>
public sealed class SecretLogFilterTests
{
    [Theory]
    [InlineData("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Critical, false)]
    [InlineData("Microsoft.AspNetCore.Routing.Matching.DfaMatcher", LogLevel.Debug, false)]
    [InlineData("Microsoft.AspNetCore.Routing.Matching.DfaMatcher", LogLevel.Information, true)]
    [InlineData("System.Net.Http.HttpClient.oura-api.ClientHandler", LogLevel.Trace, false)]
    [InlineData("System.Net.Http.HttpClient.oura-api.ClientHandler", LogLevel.Information, true)]
    [InlineData("OuraTeams.Grains.Accounts.RingAccountGrain", LogLevel.Trace, true)]
    public void They_stay_limited_when_everything_else_is_turned_up(string category, LogLevel level, bool enabled) => Assert.Equal(enabled, IsEnabled(
        category,
        level,
        ("Logging:LogLevel:Default", "Trace"),
        ("Logging:LogLevel:Microsoft.AspNetCore.Hosting.Diagnostics", "Trace"),
        ("Logging:LogLevel:Microsoft.AspNetCore.Routing.Matching", "Trace"),
        ("Logging:Console:LogLevel:Default", "Trace"),
        ("Logging:Console:LogLevel:System.Net.Http.HttpClient.oura-api.ClientHandler", "Trace")));

    [Theory]
    [InlineData("Microsoft.AspNetCore.Routing.EndpointMiddleware", LogLevel.Information, false)]
    [InlineData("Microsoft.AspNetCore.Routing.EndpointMiddleware", LogLevel.Warning, true)]
    [InlineData("System.Net.Http.HttpClient.oura-api.LogicalHandler", LogLevel.Information, false)]
    public void What_the_settings_silence_stays_silent(string category, LogLevel level, bool enabled) => Assert.Equal(enabled, IsEnabled(
        category,
        level,
        ("Logging:LogLevel:Default", "Information"),
        ("Logging:LogLevel:Microsoft", "Warning"),
        ("Logging:Console:LogLevel:System.Net.Http", "Error")));

    private static bool IsEnabled(string category, LogLevel level, params (string Key, string Value)[] settings)
    {
        IConfiguration configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create<string, string?>(setting.Key, setting.Value))).Build();
        using ServiceProvider services = new ServiceCollection()
            .AddLogging(logging => logging.AddConfiguration(configuration.GetSection("Logging")).AddSimpleConsole())
            .AddSingleton<IPostConfigureOptions<LoggerFilterOptions>, SecretLogFilter>()
            .BuildServiceProvider();
        return services.GetRequiredService<ILoggerFactory>().CreateLogger(category).IsEnabled(level);
    }
}
