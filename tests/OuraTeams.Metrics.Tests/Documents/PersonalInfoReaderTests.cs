using System.Text.Json;

namespace OuraTeams.Metrics.Tests;

public sealed class PersonalInfoReaderTests
{
    [Theory]
    [InlineData("""{"id":"a","age":38,"weight":70.2}""", 38)]
    [InlineData("""{"id":"a","age":38.0}""", 38)]
    [InlineData("""{"id":"a","age":38.9}""", 38)]
    [InlineData("""{"id":"a","age":null}""", null)]
    [InlineData("""{"id":"a"}""", null)]
    [InlineData("""{"id":"a","age":"38"}""", null)]
    [InlineData("""{"id":"a","age":0}""", null)]
    [InlineData("""{"id":"a","age":131}""", null)]
    [InlineData("""{"id":"a","age":1e99}""", null)]
    [InlineData("[]", null)]
    [InlineData("null", null)]
    public void The_age_is_a_number_of_years_or_missing(string personalInfo, int? age) =>
        Assert.Equal(age, PersonalInfoReader.Age(JsonElement.Parse(personalInfo)));
}
