namespace OuraTeams.Oura.Tests;

public sealed class AuthorizationAnswerTests
{
    [Fact]
    public void Consent_brings_a_code_the_state_and_the_scopes_that_were_left_ticked()
    {
        AuthorizationAnswer answer = AuthorizationAnswer.Read(new Uri("https://a.example/back?app=1&code=c%2B1&scope=extapi:daily+extapi%3Aspo2&state=s%261"));

        Assert.Equal(("c+1", null), (answer.Code, answer.Error));
        Assert.Equal(["daily", "spo2"], answer.Scopes!);
        Assert.True(answer.IsFor("s&1"));
        Assert.False(answer.IsFor("s&2"));
        Assert.False(answer.IsFor(""));
        Assert.DoesNotContain("c+1", answer.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_refusal_brings_its_name()
    {
        AuthorizationAnswer answer = AuthorizationAnswer.Read(new Uri("https://a.example/back?error=access_denied&error_description=The+member+said+no.&state=s"));

        Assert.Equal((null, "access_denied", "The member said no."), (answer.Code, answer.Error, answer.ErrorDescription));
        Assert.Null(answer.Scopes);
        Assert.True(answer.IsFor("s"));
    }

    [Theory]
    [InlineData("https://a.example/back")]
    [InlineData("https://a.example/back?")]
    [InlineData("https://a.example/back?&&=&=x&code")]
    public void An_answer_to_nothing_is_for_no_one(string address)
    {
        AuthorizationAnswer answer = AuthorizationAnswer.Read(new Uri(address));

        Assert.Equal((null, null), (answer.Code, answer.Error));
        Assert.False(answer.IsFor(""));
    }

    [Fact]
    public void Of_a_parameter_that_comes_twice_the_first_counts() =>
        Assert.Equal("1", AuthorizationAnswer.Read(new Uri("https://a.example/back?code=1&code=2")).Code);
}
