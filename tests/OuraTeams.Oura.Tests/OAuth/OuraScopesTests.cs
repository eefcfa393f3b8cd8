using OuraTeams.Oura.OAuth;

namespace OuraTeams.Oura.Tests;

public sealed class OuraScopesTests
{
    [Theory]
    [InlineData("", new string[0])]
    [InlineData("   ", new string[0])]
    [InlineData("daily", new[] { "daily" })]
    [InlineData("personal daily", new[] { "personal", "daily" })]
    [InlineData("  personal   daily ", new[] { "personal", "daily" })]
    [InlineData("extapi:personal extapi:daily", new[] { "personal", "daily" })]
    [InlineData("extapi:daily daily personal daily", new[] { "daily", "personal" })]
    [InlineData("EXTAPI:daily Daily", new[] { "EXTAPI:daily", "Daily" })]
    [InlineData("api:daily extapi:extapi:daily", new[] { "api:daily", "extapi:daily" })]
    public void A_list_is_split_stripped_of_the_prefix_and_of_what_comes_twice(string scopes, string[] names) =>
        Assert.Equal(names, OuraScopes.Parse(scopes));

    [Theory]
    [InlineData("daily spo2", new[] { "spo2", "daily" }, new string[0])]
    [InlineData("extapi:daily extapi:spo2 extapi:tag", new[] { "daily" }, new[] { "spo2", "tag" })]
    [InlineData("daily", new string[0], new[] { "daily" })]
    [InlineData("", new[] { "daily" }, new string[0])]
    public void What_was_wanted_and_not_granted_is_missing(string wanted, string[] granted, string[] missing) =>
        Assert.Equal(missing, OuraScopes.Missing(wanted, granted));
}
