using System.Text;
using ServerlessMcp.Integrations.TerraformCloud.JsonApi;

namespace ServerlessMcp.Tests.Integrations.TerraformCloud.JsonApi;

public sealed class ErrorDocumentTests
{
    [Fact]
    public void An_error_has_status_title_detail_and_pointer() =>
        Assert.Equal(
            [new UpstreamError("422", "invalid attribute", "Name has already been taken", "/data/attributes/name")],
            Read("""{"errors":[{"status":"422","title":"invalid attribute","detail":"Name has already been taken","source":{"pointer":"/data/attributes/name"}}]}"""));

    [Theory]
    [InlineData("""{"errors":[{"detail":"d","status":429,"title":"Too many requests"}]}""", "429", "Too many requests", "d")]
    [InlineData("""{"errors":[{"status":"409","title":"transition not allowed"}]}""", "409", "transition not allowed", null)]
    [InlineData("""{"errors":["text"]}""", null, "text", null)]
    [InlineData("""{"errors":"text"}""", null, "text", null)]
    [InlineData("""{"errors":[{"status":"404","title":"not found","deta""", null, null, null)]
    public void Older_and_barer_forms_are_known(string body, string? status, string? title, string? detail) =>
        Assert.Equal(title is null ? [] : [new UpstreamError(status, title, detail, null)], Read(body));

    [Fact]
    public void Several_errors_are_several() =>
        Assert.Equal(["a", "b"], Read("""{"errors":[{"title":"a"},{"title":"b"},7,null,[],{}]}""").Select(error => error.Title));

    [Theory]
    [InlineData("")]
    [InlineData("<html>502 Bad Gateway</html>")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"data":{"id":"x"}}""")]
    [InlineData("""{"errors":{}}""")]
    [InlineData("""{"errors":[{"title":{"a":1}}]}""")]
    public void Anything_else_has_no_errors(string body) => Assert.Empty(Read(body));

    [Fact]
    public void Texts_are_short_and_without_control_characters()
    {
        var error = Assert.Single(Read($$"""{"errors":[{"title":"\u001b[31mred\u001b[0m\r\n\u0007 t\u202eitle","detail":"{{new string('x', 5000)}}"}]}"""));
        Assert.Equal("red title", error.Title);
        Assert.Equal(ErrorDocument.MaxTextLength, error.Detail!.Length);
    }

    [Fact]
    public void A_presigned_URL_in_an_error_is_withheld() =>
        Assert.Equal("(withheld)", Assert.Single(Read("""{"errors":[{"detail":"GET https://archivist.terraform.io/v1/object/abc failed"}]}""")).Detail);

    [Fact]
    public void There_are_at_most_ten() => Assert.Equal(10, Read($$"""{"errors":[{{string.Join(',', Enumerable.Repeat("\"e\"", 100))}}]}""").Count);

    private static IReadOnlyList<UpstreamError> Read(string body) => ErrorDocument.Read(Encoding.UTF8.GetBytes(body));
}
