using OuraTeams.Oura.Json;
using OuraTeams.Oura.Kinds;
using OuraTeams.Oura.OAuth;
using OuraTeams.Oura.Webhooks;

namespace OuraTeams.Oura.Tests;

public sealed class OuraKindTests
{
    [Fact]
    public void There_are_20_kinds() => Assert.Equal(20, OuraKind.All.Select(kind => kind.Name).Distinct().Count());

    [Theory]
    [InlineData("daily", "daily_activity daily_readiness daily_sleep daily_stress sleep sleep_time rest_mode_period")]
    [InlineData("stress", "daily_resilience")]
    [InlineData("heart_health", "daily_cardiovascular_age vO2_max")]
    [InlineData("ring_configuration", "ring_configuration ring_battery_level")]
    [InlineData("spo2", "daily_spo2")]
    [InlineData("tag", "tag enhanced_tag")]
    [InlineData("workout", "workout")]
    [InlineData("session", "session")]
    [InlineData("heartrate", "heartrate")]
    [InlineData("research", "interbeat_interval")]
    [InlineData("email personal", "")]
    [InlineData("", "")]
    public void A_scope_opens_its_kinds_and_personal_info_needs_none(string scopes, string kinds) =>
        Assert.Equal(
            kinds.Split(' ', StringSplitOptions.RemoveEmptyEntries).Append("personal_info").Order(StringComparer.Ordinal),
            OuraKind.All.Where(kind => kind.IsOpenTo(OuraScopes.Parse(scopes))).Select(kind => kind.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void VO2_max_is_written_differently_by_routes_and_webhooks()
    {
        Assert.Equal(("vO2_max", "vo2_max"), (DocumentKind.Vo2Max.Name, DocumentKind.Vo2Max.DataType));
        Assert.Same(DocumentKind.Vo2Max, DocumentKind.FromDataType("vo2_max"));
        Assert.Null(DocumentKind.FromDataType("vO2_max"));
    }

    [Fact]
    public void Every_data_type_of_webhooks_with_a_route_has_its_kind() =>
        Assert.Equal(
            ["ActivationStatus", "BloodGlucose", "DailyCyclePhases", "FertileWindow", "Meal", "OvulationConfirmed", "PeriodStart", "Pregnancy"],
            Enum.GetValues<WebhookDataType>().Where(type => DocumentKind.FromDataType(((OpenEnum<WebhookDataType>)type).Text) is null)
                .Select(type => type.ToString()).Order(StringComparer.Ordinal));
}
