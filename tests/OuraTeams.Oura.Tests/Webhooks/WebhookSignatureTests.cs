using System.Text;
using OuraTeams.Oura.Webhooks;

namespace OuraTeams.Oura.Tests;

public sealed class WebhookSignatureTests
{
    private const string Secret = "sandbox-secret";
    private const string Timestamp = "1767225600";
    private const string Body = """{"event_type":"create","data_type":"sleep","object_id":"2f1d7c1e-7a7e-4d3c-9f60-0a4a3f6f2c11","event_time":"2026-01-01T00:00:00+00:00","user_id":"8c7a1b54-3f0a-4f65-b5b1-6d1f4c1f9e02"}""";
    private const string Signature = "6DBC65E00A4B871790B4E47C307F7B9EACBF0AC90AC416802572BA55C267605D";

    /// <summary>
    /// Of another implementation: <c>printf '%s%s' "$ts" "$body" | openssl dgst -sha256 -hmac "$secret" | tr a-f A-F</c>.
    /// The last one is 5,000 times x under a key of 100 times k, longer than a block of the hash.
    /// </summary>
    public static TheoryData<string, string, string, string> Vectors => new()
    {
        { Secret, Timestamp, Body, Signature },
        { Secret, Timestamp, "", "EFDB061A9EF788C2CE756C55FA736731DD3A980D6CEAC727E7B28F91629E3CDB" },
        { "geheim-ä", "2026-01-01T00:00:00.123+02:00", """{"näme":"ö ✓"}""", "BFA92239B777CD181D89D1CF2A44A9569C82BC1AA206E00743CC30E34B57C0AC" },
        { new string('k', 100), "0", new string('x', 5000), "64AA6B22BDC7D2958775890FC161645DB107E9FB783C023A1C7FFCC6326F7B2B" },
    };

    [Theory]
    [MemberData(nameof(Vectors))]
    public void A_signature_that_openssl_computed_is_taken(string secret, string timestamp, string body, string signature) =>
        Assert.True(Verify(secret, timestamp, body, signature));

    [Fact]
    public void Lower_case_hex_is_taken() =>
        Assert.True(Verify(Secret, Timestamp, Body, Signature.ToLowerInvariant()));

    [Fact]
    public void A_changed_secret_timestamp_or_body_is_refused()
    {
        Assert.False(Verify(Secret + "x", Timestamp, Body, Signature));
        Assert.False(Verify("", Timestamp, Body, Signature));
        Assert.False(Verify(Secret, "1767225601", Body, Signature));
        Assert.False(Verify(Secret, "", Body, Signature));
        Assert.False(Verify(Secret, Timestamp, Body + " ", Signature));
        Assert.False(Verify(Secret, Timestamp, "", Signature));
    }

    [Fact]
    public void A_change_of_any_character_of_the_signature_is_refused() =>
        Assert.All(Enumerable.Range(0, Signature.Length), index =>
        {
            char[] changed = Signature.ToCharArray();
            changed[index] = changed[index] == '0' ? '1' : '0';

            Assert.False(Verify(Secret, Timestamp, Body, new string(changed)));
        });

    [Theory]
    [InlineData("")]
    [InlineData("6D")]
    [InlineData("6DBC65E00A4B871790B4E47C307F7B9EACBF0AC90AC416802572BA55C267605")]
    [InlineData("6DBC65E00A4B871790B4E47C307F7B9EACBF0AC90AC416802572BA55C267605D0")]
    [InlineData("6DBC65E00A4B871790B4E47C307F7B9EACBF0AC90AC416802572BA55C267605D6DBC65E00A4B871790B4E47C307F7B9EACBF0AC90AC416802572BA55C267605D")]
    [InlineData(" 6DBC65E00A4B871790B4E47C307F7B9EACBF0AC90AC416802572BA55C267605")]
    [InlineData("GDBC65E00A4B871790B4E47C307F7B9EACBF0AC90AC416802572BA55C267605D")]
    [InlineData("sha256=5E00A4B871790B4E47C307F7B9EACBF0AC90AC416802572BA55C267605D0")]
    public void A_signature_that_is_missing_short_long_or_not_hex_is_refused(string signature) =>
        Assert.False(Verify(Secret, Timestamp, Body, signature));

    [Fact]
    public void A_timestamp_that_is_too_long_is_refused_even_with_its_right_signature()
    {
        string longest = new('1', WebhookSignature.MaxTimestampLength);

        Assert.True(Verify(Secret, longest, Body, Sign(longest)));
        Assert.False(Verify(Secret, longest + "1", Body, Sign(longest + "1")));
    }

    [Fact]
    public void Verifying_a_good_signature_allocates_nothing()
    {
        byte[] secret = Encoding.UTF8.GetBytes(Secret);
        byte[] body = Encoding.UTF8.GetBytes(Body);
        for (int warmUp = 0; warmUp < 100; warmUp++)
        {
            Assert.True(WebhookSignature.Verify(secret, Timestamp, body, Signature));
        }

        bool good = true;
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int run = 0; run < 1_000; run++)
        {
            good &= WebhookSignature.Verify(secret, Timestamp, body, Signature);
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(good);
        Assert.Equal(0, allocated);
    }

    private static bool Verify(string secret, string timestamp, string body, string signature) =>
        WebhookSignature.Verify(Encoding.UTF8.GetBytes(secret), timestamp, Encoding.UTF8.GetBytes(body), signature);

    private static string Sign(string timestamp) =>
        Convert.ToHexString(System.Security.Cryptography.HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes(timestamp + Body)));
}
