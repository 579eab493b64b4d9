using System.Text.Json;
using ServerlessMcp.Redaction;

namespace ServerlessMcp.Tests.Redaction;

/// <summary>A secret is known again in the forms that Terraform's functions give it: jsonencode, jsonencode of that, urlencode, trimspace, and a number within a text.</summary>
public sealed class EscapedTextTests
{
    [Theory]
    [InlineData("\"p<a&s>s-word\"", """{"a":"p\u003ca\u0026s\u003es-word"}""")]
    [InlineData("\"p<a&s\"", """{"a":"p\u003ca\u0026s"}""")]
    [InlineData("\"we\\\"ird\\\\pass<>\"", """{"a":"we\"ird\\pass\u003c\u003e"}""")]
    [InlineData("\"we\\\"ird\\\\pass<>\"", """"{\"a\":\"we\\\"ird\\\\pass\\u003c\\u003e\"}"""")]
    [InlineData("\"bell\\u0007-and-word\"", """{"a":"bell\u0007-and-word"}""")]
    [InlineData("\"p@ss word/1\"", "https://u:p%40ss+word%2F1@host")]
    [InlineData("\"p@ss word/1\"", "https://u:p%40ss%20word%2F1@host")]
    [InlineData("\"file-content-1\\n\"", "key = file-content-1")]
    [InlineData("\"s3cr3t-Pa55\"", "Basic dXNlcjpzM2NyM3QtUGE1NQ==")]
    [InlineData("918273645", "x918273645y")]
    [InlineData("918273645", "918273645")]
    [InlineData("4711", "4711")]
    public void Is_found(string secret, string text)
    {
        var secrets = new SensitiveValues();
        secrets.Add(JsonElement.Parse(secret), SensitiveMarks.All);
        Assert.True(secrets.IsIn(text));
    }

    // A short number stands in others by chance, and forms are of this text alone.
    [Theory]
    [InlineData("4711", "14711")]
    [InlineData("\"p<a&s>s-word\"", """{"a":"p\u003cb\u0026s\u003es-word"}""")]
    public void Is_not_found(string secret, string text)
    {
        var secrets = new SensitiveValues();
        secrets.Add(JsonElement.Parse(secret), SensitiveMarks.All);
        Assert.False(secrets.IsIn(text));
    }
}
