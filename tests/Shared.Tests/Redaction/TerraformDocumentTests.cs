using System.Text.Json;
using ServerlessMcp.Redaction;
using ServerlessMcp.Tests.Integrations.TerraformCloud.JsonApi;

namespace ServerlessMcp.Tests.Redaction;

/// <summary>What Terraform marks as sensitive in its own documents is withheld, and nothing else changes.</summary>
public sealed class TerraformDocumentTests
{
    [Theory]
    [InlineData("""{"a":[1,null,{}],"tags":{"Name":"x"}}""", """{"a":[1,null,{}],"tags":{"Name":"x"}}""")]
    [InlineData(
        """{"resource_changes":[{"change":{"before":null,"after":{"name":"db","password":"s3cr3t","list":[{"key":"s3cr3t"}]},"after_sensitive":{"password":true,"list":[{"key":true}]}}}]}""",
        """{"resource_changes":[{"change":{"before":null,"after":{"name":"db","password":"(sensitive)","list":[{"key":"(sensitive)"}]},"after_sensitive":{"password":true,"list":[{"key":true}]}}}]}""")]
    [InlineData("""{"output_changes":{"o":{"before":"s3cr3t","before_sensitive":true,"after":"s3cr3t","after_sensitive":true}}}""",
        """{"output_changes":{"o":{"before":"(sensitive)","before_sensitive":true,"after":"(sensitive)","after_sensitive":true}}}""")]
    [InlineData("""{"values":{"outputs":{"o":{"sensitive":true,"value":{"a":"s3cr3t"}},"p":{"sensitive":false,"value":1}}}}""",
        """{"values":{"outputs":{"o":{"sensitive":true,"value":"(sensitive)"},"p":{"sensitive":false,"value":1}}}}""")]
    [InlineData("""{"values":{"root_module":{"resources":[{"values":{"a":"s3cr3t","b":1},"sensitive_values":{"a":true}}]}}}""",
        """{"values":{"root_module":{"resources":[{"values":{"a":"(sensitive)","b":1},"sensitive_values":{"a":true}}]}}}""")]
    [InlineData("""{"variables":{"v":{"value":"s3cr3t"},"w":{"value":1}},"configuration":{"root_module":{"variables":{"v":{"sensitive":true,"default":"s3cr3t"},"w":{}}}}}""",
        """{"variables":{"v":"(sensitive)","w":{"value":1}},"configuration":{"root_module":{"variables":{"v":{"sensitive":true,"default":"(sensitive)"},"w":{}}}}}""")]
    [InlineData(
        """{"resources":[{"instances":[{"attributes":{"id":"1","password":"s3cr3t","blocks":[{"key":"s3cr3t","x":1}],"map":{"k":"s3cr3t"}},"sensitive_attributes":[[{"type":"get_attr","value":"password"}],[{"type":"get_attr","value":"blocks"},{"type":"index","value":{"value":0,"type":"number"}},{"type":"get_attr","value":"key"}],[{"type":"get_attr","value":"map"},{"type":"index","value":{"value":"k","type":"string"}}]]}]}]}""",
        """{"resources":[{"instances":[{"attributes":{"id":"1","password":"(sensitive)","blocks":[{"key":"(sensitive)","x":1}],"map":{"k":"(sensitive)"}},"sensitive_attributes":[[{"type":"get_attr","value":"password"}],[{"type":"get_attr","value":"blocks"},{"type":"index","value":{"value":0,"type":"number"}},{"type":"get_attr","value":"key"}],[{"type":"get_attr","value":"map"},{"type":"index","value":{"value":"k","type":"string"}}]]}]}]}""")]
    [InlineData("""{"values":{"root_module":{"resources":[{"values":{"input":{"type":"number","value":"open"}},"sensitive_values":{"input":{"type":true}}}]}}}""",
        """{"values":{"root_module":{"resources":[{"values":{"input":{"type":"(sensitive)","value":"open"}},"sensitive_values":{"input":{"type":true}}}]}}}""")]
    [InlineData(
        """{"resources":[{"instances":[{"attributes":{"input":{"value":{"type":"number","value":"open"},"type":["object",{"type":"string","value":"string"}]}},"sensitive_attributes":[[{"type":"get_attr","value":"input"},{"type":"get_attr","value":"type"}]]}]}]}""",
        """{"resources":[{"instances":[{"attributes":{"input":{"value":{"type":"(sensitive)","value":"open"},"type":"(sensitive)"}},"sensitive_attributes":[[{"type":"get_attr","value":"input"},{"type":"get_attr","value":"type"}]]}]}]}""")]
    [InlineData("""{"a":"see https://archivist.terraform.io/v1/object/s3cr3t"}""", """{"a":"(withheld)"}""")]
    [InlineData("""["a"]""", """["a"]""")]
    public void Marked_values_are_withheld(string document, string expected) =>
        Assert.Equal(expected, Flatten.Write(writer => TerraformDocument.Write(JsonElement.Parse(document), writer)));

    [Theory]
    [InlineData("no link", "no link")]
    [InlineData("get https://archivist.terraform.io/v1/object/s3cr3t now", "get (withheld) now")]
    [InlineData("a=\"https://b.s3.amazonaws.com/x?X-Amz-Signature=s3cr3t&y=1\"; https://x.blob.core.windows.net/y?sv=1&sig=s3cr3t", "a=\"(withheld)\"; (withheld)")]
    public void Links_in_a_text_are_withheld_and_the_rest_stays(string text, string expected) => Assert.Equal(expected, PresignedUrl.Scrub(text));
}
