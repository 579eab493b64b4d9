using System.Text.Json;
using ServerlessMcp.EndToEnd.Support;

namespace ServerlessMcp.EndToEnd.Workflows;

/// <summary>"internal-vpn: read the current state version's outputs; vpn_encryption_algorithm is AES-128, not AES-256."</summary>
public sealed class InternalVpnTests
{
    private const string PresharedKey = "not-a-real-preshared-key";

    public static TheoryData<string> Eras => [.. Agent.Eras];

    [Theory]
    [MemberData(nameof(Eras))]
    public async Task Its_outputs_tell_the_cipher_and_withhold_the_key(string revision)
    {
        await using var server = await LocalServer.StartAsync();
        await using var agent = await Agent.ConnectAsync((await server.Api.MintEverythingAsync()).Url, revision);

        var workspace = await agent.FindWorkspaceAsync("internal-vpn");
        var state = await agent.CallAsync("get_single_hashicorp_terraform_cloud_current_state_version_by_id", ("workspace_id", workspace), ("fields", (string[])["*"]));
        var current = await agent.ListAsync("list_all_hashicorp_terraform_cloud_current_state_version_outputs", ("workspace_id", workspace), ("fields", (string[])["*"]));
        var ofVersion = await agent.ListAsync("list_all_hashicorp_terraform_cloud_state_version_outputs", ("state_version_id", state.Text("id")), ("fields", (string[])["*"]));

        Assert.All((IReadOnlyList<JsonElement>[])[current, ofVersion], outputs =>
        {
            Assert.Equal("AES-128", Output(outputs, "vpn_encryption_algorithm").Text("value"));
            Assert.True(Output(outputs, "vpn_preshared_key").IsTrue("sensitive"));
        });

        // The API gives the value of a sensitive output to who reads it alone; an agent does not get it that way either.
        var key = await agent.CallAsync("get_single_hashicorp_terraform_cloud_state_version_output_by_id",
            ("state_version_output_id", Output(current, "vpn_preshared_key").Text("id")), ("fields", (string[])["*"]));
        Assert.All((IEnumerable<JsonElement>)[state, .. current, .. ofVersion, key], row => Assert.DoesNotContain(PresharedKey, row.ToString(), StringComparison.Ordinal));

        // 5,698 while results had a structured copy. The four together: at most half of what they were then.
        Assert.InRange(agent.CharactersShown, 1, 2_690);
    }

    private static JsonElement Output(IReadOnlyList<JsonElement> outputs, string name) => Assert.Single(outputs, row => row.Text("name") == name);
}
