using ServerlessMcp.Tests.Integrations.TerraformCloud.JsonApi;

namespace ServerlessMcp.Tests.Redaction;

public sealed class RedactionTests
{
    [Theory]
    [InlineData("""{"key":"k","sensitive":true,"value":"hunter2"}""", """{"id":"x-1","key":"k","sensitive":true,"value":"(sensitive)"}""")]
    [InlineData("""{"value":"hunter2","key":"k","sensitive":true}""", """{"id":"x-1","value":"(sensitive)","key":"k","sensitive":true}""")]
    [InlineData("""{"value":{"password":"hunter2"},"sensitive":true}""", """{"id":"x-1","value":"(sensitive)","sensitive":true}""")]
    [InlineData("""{"value":null,"sensitive":true}""", """{"id":"x-1","value":"(sensitive)","sensitive":true}""")]
    [InlineData("""{"value":"20","sensitive":false}""", """{"id":"x-1","value":"20","sensitive":false}""")]
    [InlineData("""{"variables":[{"value":"hunter2","sensitive":true}]}""", """{"id":"x-1","variables":[{"value":"(sensitive)","sensitive":true}]}""")]
    [InlineData("""{"val\u0075e":"hunter2","sensitive":true}""", """{"id":"x-1","value":"(sensitive)","sensitive":true}""")]
    public void A_sensitive_value_is_never_written(string attributes, string row) => Assert.Equal(row, Flatten.Attributes(attributes));

    [Fact]
    public void A_sensitive_value_is_not_written_either_when_only_it_is_asked_for()
    {
        Assert.Equal("""{"id":"x-1","value":"(sensitive)"}""", Flatten.Attributes("""{"value":"hunter2","sensitive":true}""", "value"));
        Assert.Equal("""{"id":"x-1","value":"(sensitive)"}""", Flatten.Attributes("""{"sensitive":true,"value":{"password":"hunter2"}}""", "value.password"));
    }

    [Fact]
    public void A_sensitive_output_that_is_included_is_not_written_either() =>
        Assert.Equal(
            """{"id":"sv-1","outputs":[{"id":"o-1","value":"(sensitive)"}]}""",
            Flatten.Single(
                """
                {"data":{"id":"sv-1","relationships":{"outputs":{"data":[{"id":"o-1","type":"outs"}]}}},
                "included":[{"id":"o-1","type":"outs","attributes":{"value":"hunter2","sensitive":true}}]}
                """,
                "outputs.value"));

    [Theory]
    [InlineData("log-read-url")]
    [InlineData("redacted-log-read-url")]
    [InlineData("hosted-state-download-url")]
    [InlineData("hosted-json-state-download-url")]
    [InlineData("hosted-state-upload-url")]
    [InlineData("hosted-json-state-upload-url")]
    [InlineData("sanitized-state-download-url")]
    [InlineData("encrypted-state-download-url")]
    [InlineData("upload-url")]
    [InlineData("download-url")]
    [InlineData("uploadUrl")]
    [InlineData("log_read_url")]
    public void An_attribute_that_is_a_presigned_URL_is_never_written(string name)
    {
        var attributes = $$"""{"{{name}}":"https://app.terraform.io/secret","links":{"{{name}}":"https://app.terraform.io/secret"},"name":"n"}""";
        Assert.Equal("""{"id":"x-1","name":"n"}""", Flatten.Attributes(attributes));
        Assert.Equal("""{"id":"x-1"}""", Flatten.Attributes(attributes, name.Replace('-', '_'), name));
    }

    [Theory]
    [InlineData("avatar-url")]
    [InlineData("vcs-commit-url")]
    [InlineData("spread-url")]
    public void Other_URLs_are_written(string name) =>
        Assert.Equal($$"""{"id":"x-1","{{name.Replace('-', '_')}}":"https://example.com/a"}""", Flatten.Attributes($$"""{"{{name}}":"https://example.com/a"}"""));

    [Theory]
    [InlineData("https://archivist.terraform.io/v1/object/dmF1bHQ6")]
    [InlineData("HTTPS://Archivist.terraform.io/x")]
    [InlineData("https:\\/\\/archivist.eu.terraform.io\\/x")]
    [InlineData("see https://tfe.example.com/_archivist/v1/object/abc for more")]
    [InlineData("https://bucket.s3.amazonaws.com/k?X-Amz-Algorithm=a&X-Amz-Signature=abc")]
    [InlineData("https://store.blob.core.windows.net/c/b?sv=1&sig=abc")]
    public void A_text_with_a_presigned_URL_in_it_is_withheld_wherever_it_stands(string text)
    {
        Assert.Equal("""{"id":"x-1","note":"(withheld)"}""", Flatten.Attributes($$"""{"note":"{{text}}"}"""));
        Assert.Equal("""{"id":"x-1","value":{"k":["(withheld)"]}}""", Flatten.Attributes($$$"""{"value":{"k":["{{{text}}}"]}}"""));
        Assert.Equal("""{"id":"x-1","note":"(withheld)"}""", Flatten.Attributes($$"""{"note":"{{new string('x', 2000)}} {{text}}"}"""));
    }
}
