using OuraTeams.Oura.Kinds;

namespace OuraTeams.Oura.Tests;

public sealed class DocumentKindTests
{
    [Fact]
    public void A_kind_is_found_by_the_name_that_webhooks_use() =>
        Assert.All(DocumentKind.All, kind => Assert.Same(kind, DocumentKind.FromDataType(kind.DataType)));

    [Theory]
    [InlineData("")]
    [InlineData("Sleep")]
    [InlineData("heartrate")]
    public void A_type_that_we_do_not_read_has_no_kind(string dataType) =>
        Assert.Null(DocumentKind.FromDataType(dataType));

    [Fact]
    public void Names_are_unique()
    {
        Assert.Distinct(DocumentKind.All.Select(kind => kind.Name));
        Assert.Distinct(DocumentKind.All.Select(kind => kind.DataType));
    }
}
