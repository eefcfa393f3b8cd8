using System.Text.RegularExpressions;
using OuraTeams.Oura.OAuth;

namespace OuraTeams.Oura.Tests;

public sealed partial class PkceTests
{
    [Fact]
    public void The_challenge_is_that_of_RFC_7636_appendix_B() =>
        Assert.Equal("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", Pkce.ChallengeOf("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"));

    [Fact]
    public void Every_proof_is_another_and_of_the_form_that_the_RFC_wants()
    {
        Pkce[] proofs = [.. Enumerable.Range(0, 100).Select(_ => Pkce.Create())];

        Assert.Distinct(proofs.Select(proof => proof.Verifier));
        Assert.All(proofs, proof =>
        {
            Assert.Matches(Verifier(), proof.Verifier);
            Assert.Equal(Pkce.ChallengeOf(proof.Verifier), proof.Challenge);
            Assert.DoesNotContain(proof.Verifier, proof.ToString(), StringComparison.Ordinal);
        });
    }

    [GeneratedRegex("^[A-Za-z0-9._~-]{43,128}$")]
    private static partial Regex Verifier();
}
