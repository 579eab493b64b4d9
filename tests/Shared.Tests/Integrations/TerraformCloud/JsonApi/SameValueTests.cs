using System.Text.Json;
using ServerlessMcp.Integrations.TerraformCloud.JsonApi;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Integrations.TerraformCloud.JsonApi;

/// <summary>What the API writes in its own way is the same value; what a person wrote is the same only as it was written, and a server that alters it has not taken it.</summary>
public sealed class SameValueTests
{
    private const string Update = "update_a_hashicorp_terraform_cloud_workspace_variable_by_id";

    [Theory]
    [InlineData("ABC", "abc")]
    [InlineData("a b", "ab")]
    [InlineData("1.0", "1")]
    [InlineData("v1.2", "1.2")]
    [InlineData("https://x/y/", "https://x/y")]
    [InlineData("latest", "5 old")]
    [InlineData("=9", "5")]
    [InlineData("2026-01-02T00:00:00Z", "2026-01-02")]
    [InlineData("0", "")]
    [InlineData("false", null)]
    public async Task A_variable_whose_value_was_altered_was_not_taken(string sent, string? shown) => Assert.Equal("value", await NotTakenAsync(sent, shown));

    [Theory]
    [InlineData("abc", "abc")]
    [InlineData("a\r\nb\n", "a\nb")]
    [InlineData("abc", "(sensitive)")]
    [InlineData("{\"a\": 1}", "{\"a\":1}")]
    public async Task One_that_was_only_written_differently_was(string sent, string shown) => Assert.Null(await NotTakenAsync(sent, shown));

    [Theory]
    [InlineData("\"latest\"", "\"1.11.4\"", true)]
    [InlineData("\"2026-01-01T00:00:00Z\"", "\"2026-01-01T00:00:00.000+00:00\"", true)]
    [InlineData("\"Ann@Example.com\"", "\"ann@example.com\"", true)]
    [InlineData("5", "\"5\"", true)]
    [InlineData("true", "\"true\"", true)]
    [InlineData("true", "false", false)]
    [InlineData("\"1.11.4\"", "\"1.10.0\"", false)]
    public void Settings_are_the_same_as_the_API_writes_them(string sent, string shown, bool isSame) =>
        Assert.Equal(isSame, SameValue.Is(JsonElement.Parse(sent), JsonElement.Parse(shown), isExact: true));

    private static async Task<string?> NotTakenAsync(string sent, string? shown)
    {
        var upstream = new ScriptedUpstream();
        var value = shown is null ? "null" : $"\"{JsonEncodedText.Encode(shown)}\"";
        upstream.AnswerAll($$"""{"data":{"id":"var-AAAAAAAAAAAAAAAA","type":"vars","attributes":{"key":"a","value":{{value}},"sensitive":false} } }""");
        await using var product = await TestProduct.StartAsync(between: _ => upstream);
        var answer = await product.CallAsync(await product.TokenAsync("""{"methods":["*"],"tags":["*"]}"""), Update,
            $$"""{"workspace_id":"ws-AAAAAAAAAAAAAAAA","variable_id":"var-AAAAAAAAAAAAAAAA","value":"{{JsonEncodedText.Encode(sent)}}"}""");
        Assert.False((bool)answer["isError"]!, answer.ToJsonString());
        return (string?)answer.Answer()["not_taken"]?.AsArray().Single();
    }
}
