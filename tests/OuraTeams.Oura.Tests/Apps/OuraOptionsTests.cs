using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OuraTeams.Oura.Apps;
using OuraTeams.Oura.OAuth;

namespace OuraTeams.Oura.Tests;

public sealed class OuraOptionsTests
{
    [Fact]
    public void Settings_with_an_id_and_a_secret_start_and_lead_to_the_documented_addresses()
    {
        using ServiceProvider services = Services();
        services.GetRequiredService<IStartupValidator>().Validate();

        OuraAppOptions app = services.GetRequiredService<OuraApps>().Find("main")!.Options;

        Assert.Equal(("id", "hush"), (app.ClientId, app.ClientSecret));
        Assert.Equal("https://api.ouraring.com/", app.ApiUrl.AbsoluteUri);
        Assert.Equal("https://cloud.ouraring.com/oauth/authorize", app.AuthorizeUrl.AbsoluteUri);
        Assert.Equal("https://api.ouraring.com/oauth/token", app.TokenUrl.AbsoluteUri);
        Assert.Equal("https://api.ouraring.com/oauth/revoke", app.RevokeUrl.AbsoluteUri);
        Assert.Null(app.DiscoveryUrl);
        Assert.Equal("daily heartrate workout session spo2 stress heart_health tag ring_configuration", app.Scopes);
        Assert.False(app.UseSandbox);
        Assert.Equal(2, services.GetRequiredService<IOptions<OuraOptions>>().Value.Retries);
        Assert.Equal(TimeSpan.FromSeconds(30), services.GetRequiredService<IOptions<OuraOptions>>().Value.Timeout);
    }

    [Theory]
    [InlineData("Oura:Apps:main:ClientId", null, "Oura:Apps:main:ClientId is missing.")]
    [InlineData("Oura:Apps:main:ClientId", "", "Oura:Apps:main:ClientId is missing.")]
    [InlineData("Oura:Apps:main:ClientSecret", null, "Oura:Apps:main:ClientSecret is missing.")]
    [InlineData("Oura:Apps:main:ClientSecret", "  ", "Oura:Apps:main:ClientSecret is missing.")]
    [InlineData("Oura:Apps:main:Scopes", "", "Oura:Apps:main:Scopes is missing.")]
    [InlineData("Oura:Apps:main:ApiUrl", "api.ouraring.com", "Oura:Apps:main:ApiUrl must be an absolute http or https address.")]
    [InlineData("Oura:Apps:main:AuthorizeUrl", "/oauth/authorize", "Oura:Apps:main:AuthorizeUrl must be an absolute http or https address.")]
    [InlineData("Oura:Apps:main:TokenUrl", "ftp://api.ouraring.com/oauth/token", "Oura:Apps:main:TokenUrl must be an absolute http or https address.")]
    [InlineData("Oura:Apps:main:RevokeUrl", "revoke", "Oura:Apps:main:RevokeUrl must be an absolute http or https address.")]
    [InlineData("Oura:Apps:main:DiscoveryUrl", "/.well-known/openid-configuration", "Oura:Apps:main:DiscoveryUrl must be an absolute http or https address.")]
    [InlineData("Oura:Retries", "-1", "Oura:Retries must lie between 0 and 5.")]
    [InlineData("Oura:Retries", "6", "Oura:Retries must lie between 0 and 5.")]
    [InlineData("Oura:RetryPause", "00:00:00", "Oura:RetryPause must lie between 00:00:00.001 and 00:00:10.")]
    [InlineData("Oura:RetryPause", "00:00:11", "Oura:RetryPause must lie between 00:00:00.001 and 00:00:10.")]
    [InlineData("Oura:Apps:second:ClientId", "id-2", "Oura:Apps:second:ClientSecret is missing.")]
    [InlineData("Oura:Timeout", "00:00:00", "Oura:Timeout must lie between 00:00:01 and 00:05:00.")]
    [InlineData("Oura:Timeout", "00:05:01", "Oura:Timeout must lie between 00:00:01 and 00:05:00.")]
    [InlineData("Oura:Timeout", "-00:00:10", "Oura:Timeout must lie between 00:00:01 and 00:05:00.")]
    [InlineData("Oura:Timeout", "30", "Oura:Timeout must lie between 00:00:01 and 00:05:00.")]
    public void A_wrong_setting_stops_the_start_with_a_sentence_that_names_the_key(string key, string? value, string sentence)
    {
        using ServiceProvider services = Services((key, value));

        var error = Assert.Throws<OptionsValidationException>(services.GetRequiredService<IStartupValidator>().Validate);

        Assert.Equal([sentence], error.Failures);
    }

    [Theory]
    [InlineData("Oura:Timeout", "soon")]
    [InlineData("Oura:Apps:main:ApiUrl", "http://")]
    [InlineData("Oura:Apps:main:ClientName", "a key that there is not")]
    [InlineData("Oura:Timeouts", "00:00:10")]
    public void A_setting_that_cannot_be_read_or_does_not_exist_stops_the_start_and_is_named(string key, string value)
    {
        using ServiceProvider services = Services((key, value));

        Exception error = Assert.ThrowsAny<Exception>(services.GetRequiredService<IStartupValidator>().Validate);

        Assert.Contains(key.Split(':')[^1], error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void All_wrong_settings_are_named_at_once_and_no_secret_is_printed()
    {
        using ServiceProvider services = Services(("Oura:Apps:main:ClientId", null), ("Oura:Apps:main:TokenUrl", "here"), ("Oura:Timeout", "1.00:00:00"));

        var error = Assert.Throws<OptionsValidationException>(services.GetRequiredService<IStartupValidator>().Validate);

        Assert.Equal(3, error.Failures.Count());
        Assert.DoesNotContain("hush", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_validated_start_the_apps_cannot_be_had_either()
    {
        using ServiceProvider services = Services(("Oura:Apps:main:ClientSecret", null));

        Assert.Throws<OptionsValidationException>(services.GetRequiredService<OuraApps>);
    }

    [Fact]
    public void Apps_are_found_by_their_exact_name()
    {
        using ServiceProvider services = Services(("Oura:Apps:second:ClientId", "id-2"), ("Oura:Apps:second:ClientSecret", "s-2"));
        OuraApps apps = services.GetRequiredService<OuraApps>();

        Assert.Equal(["main", "second"], apps.All.Select(app => app.Name).Order(StringComparer.Ordinal));
        Assert.Equal("id-2", apps.Find("second")?.Options.ClientId);
        Assert.Null(apps.Find("Main"));
        Assert.Null(apps.Find(""));
    }

    private static ServiceProvider Services(params (string Key, string? Value)[] settings)
    {
        var values = new Dictionary<string, string?> { ["Oura:Apps:main:ClientId"] = "id", ["Oura:Apps:main:ClientSecret"] = "hush" };
        foreach ((string key, string? value) in settings)
        {
            values[key] = value;
        }

        return new ServiceCollection()
            .AddOura(new ConfigurationBuilder().AddInMemoryCollection(values).Build().GetSection("Oura"))
            .BuildServiceProvider();
    }
}
