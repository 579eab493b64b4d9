using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Exposure;

/// <summary>A tool that exists and is not offered is refused with the reason; a name that never existed with what is near.</summary>
public sealed class NotOfferedTests
{
    [Theory]
    [InlineData("{}", "hashicorp_terraform_cloud_runs_apply", "is not offered here: this URL only reads")]
    [InlineData("{}", "tfc_runs_apply", "is not offered here: this URL only reads")]
    [InlineData("""{"methods":["read","create"]}""", "tfc_runs_apply", "is not offered here: this URL does not have it")]
    [InlineData("""{"tags":["runs"]}""", "list_all_hashicorp_terraform_cloud_teams", "is not offered here: this URL does not have it")]
    public async Task Its_refusal_says_why(string config, string tool, string why)
    {
        await using var product = await TestProduct.StartAsync();
        var message = await RefusalAsync(product, config, tool);

        Assert.Contains($"'{tool}' {why}.", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_never_existed_is_unknown_and_no_more()
    {
        await using var product = await TestProduct.StartAsync();

        Assert.DoesNotContain("not offered", await RefusalAsync(product, "{}", "tfc_runs_explode"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Through_call_tool_it_is_the_same()
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync("""{"listing":"search"}""");
        var answer = (await product.CallAsync(token, "call_tool", """{"name":"tfc_runs_apply","arguments":{}}""")).Answer();

        Assert.Contains("It is not offered here: this URL only reads.", answer["error"]!.ToJsonString(), StringComparison.Ordinal);
    }

    private static async Task<string> RefusalAsync(TestProduct product, string config, string tool) =>
        (string)(await product.AskAsync(await product.TokenAsync(config), "tools/call", $$$"""{"name":"{{{tool}}}","arguments":{}}"""))["error"]!["message"]!;
}
