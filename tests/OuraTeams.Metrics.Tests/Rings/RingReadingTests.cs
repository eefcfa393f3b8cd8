using System.Text.Json;
using OuraTeams.Metrics.Rings;

namespace OuraTeams.Metrics.Tests;

public sealed class RingReadingTests
{
    [Fact]
    public void A_ring_says_what_it_is()
    {
        RingReading ring = Read("""
            {"id":"r1","color":"deep_rose","design":"horizon","firmware_version":"3.2.1","hardware_type":"or5","set_up_at":"2025-04-05T08:09:10+02:00","size":9}
            """);

        Assert.Equal(
            new RingReading
            {
                Id = "r1",
                Color = "deep_rose",
                Design = "horizon",
                FirmwareVersion = "3.2.1",
                HardwareType = "or5",
                Size = 9,
                SetUpAt = new DateTimeOffset(2025, 4, 5, 6, 9, 10, TimeSpan.Zero),
            },
            ring);
        Assert.Equal(TimeSpan.Zero, ring.SetUpAt!.Value.Offset);
    }

    [Theory]
    [InlineData("""{"id":"r1"}""")]
    [InlineData("""{"id":"r1","color":null,"design":null,"firmware_version":null,"hardware_type":null,"set_up_at":null,"size":null,"later":[1]}""")]
    [InlineData("""{"id":"r1","color":3,"design":[],"firmware_version":{},"hardware_type":true,"set_up_at":"soon","size":"9"}""")]
    [InlineData("""{"id":"r1","set_up_at":"1970-01-01T00:00:00+00:00","size":9.5}""")]
    public void What_is_null_absent_or_of_another_form_is_missing_and_so_is_1970(string json) =>
        Assert.Equal(new RingReading { Id = "r1" }, Read(json));

    [Theory]
    [InlineData("[]", "id is missing.")]
    [InlineData("{}", "id is missing.")]
    [InlineData("""{"id":""}""", "id is missing.")]
    [InlineData("""{"id":7}""", "id is missing.")]
    [InlineData("""{"id":"\ud800"}""", "The document holds text that is not Unicode.")]
    [InlineData("""{"id":"a","color":"\ud800"}""", "The document holds text that is not Unicode.")]
    public void A_document_that_names_no_ring_is_refused(string json, string expected)
    {
        Assert.False(RingReading.TryRead(JsonElement.Parse(json), out RingReading? ring, out string? problem));
        Assert.Null(ring);
        Assert.Equal(expected, problem);
    }

    private static RingReading Read(string json)
    {
        Assert.True(RingReading.TryRead(JsonElement.Parse(json), out RingReading? ring, out string? problem), problem);
        return ring;
    }
}
