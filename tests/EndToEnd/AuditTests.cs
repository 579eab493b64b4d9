using System.Net;
using ServerlessMcp.EndToEnd.Support;

namespace ServerlessMcp.EndToEnd;

/// <summary>What was done through a URL, shown afterwards, and held against its signature by the command that docs/security.md names.</summary>
public sealed class AuditTests
{
    private static async Task<(int Exit, string Output, string Errors)> VerifyAsync(TemporaryFolder folder, params string[] arguments)
    {
        await using var program = LocalServer.Run(folder, adminToken: null, environment: null, ["verify", .. arguments]);
        return (await program.ExitAsync(), program.Output, program.Errors);
    }

    private static async Task<string> TextAsync(LocalServer server, string path)
    {
        using var answer = await server.Api.SendAsync(HttpMethod.Get, path, null, ("Authorization", $"Bearer {server.AdminToken}"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task What_was_done_through_a_url_is_exported_and_verified_and_a_forgery_is_found()
    {
        using var folder = new TemporaryFolder();
        await using var server = await LocalServer.StartAsync(folder, environment: new Dictionary<string, string> { ["SERVERLESSMCP_AUDIT_READS"] = "true" });
        var minted = await server.Api.MintEverythingAsync();
        await using (var agent = await Agent.ConnectAsync(minted.Url))
        {
            var workspace = await agent.FindWorkspaceAsync("eu-frontend");
            await agent.CallAsync("hashicorp_terraform_cloud_workspaces_lock", ("workspace_id", workspace), ("reason", "Scaling up"));
        }

        await server.Api.RevokeAsync(minted.Id);
        var export = await TextAsync(server, $"/integrated-account/sandbox/mcp/{minted.Id}/audit?format=jsonl");
        var lines = export.TrimEnd('\n').Split('\n');
        Assert.Contains(lines, line => line.Contains("tool_call_intent", StringComparison.Ordinal) && line.Contains("workspaces_lock", StringComparison.Ordinal));
        var file = await WriteAsync(folder, "audit.jsonl", lines);
        var key = folder["key.pem"];
        using (var published = System.Text.Json.JsonDocument.Parse(await TextAsync(server, "/audit-key")))
            await File.WriteAllTextAsync(key, published.RootElement.GetProperty("public_key").GetString(), TestContext.Current.CancellationToken);

        Assert.Equal(0, (await VerifyAsync(folder, "--key", key, file)).Exit);
        var (exit, output, _) = await VerifyAsync(folder, file, "--data", server.DataFolder);
        Assert.Equal(0, exit);
        Assert.Contains($"{lines.Length - 1} entries of {minted.Id}", output, StringComparison.Ordinal);

        var forged = await WriteAsync(folder, "forged.jsonl", [.. lines.Select(line => line.Replace("workspaces_lock", "workspaces_read", StringComparison.Ordinal))]);
        var cut = await WriteAsync(folder, "cut.jsonl", lines[..^2]);
        foreach (var bad in new[] { forged, cut })
            Assert.Equal(1, (await VerifyAsync(folder, bad, "--key", key)).Exit);

        // One page of several is right as far as it goes, and not the chain.
        var cursor = System.Buffers.Text.Base64Url.EncodeToString(System.Text.Encoding.ASCII.GetBytes($"{minted.Id}-000000000001"));
        var path = $"/integrated-account/sandbox/mcp/{minted.Id}/audit?format=jsonl";
        var first = await WriteAsync(folder, "first.jsonl", (await TextAsync(server, $"{path}&limit=1")).TrimEnd('\n').Split('\n'));
        var rest = await WriteAsync(folder, "rest.jsonl", (await TextAsync(server, $"{path}&cursor={cursor}")).TrimEnd('\n').Split('\n'));
        var alone = await VerifyAsync(folder, first, "--key", key);
        Assert.Equal(1, alone.Exit);
        Assert.Contains("The last pages are missing", alone.Errors, StringComparison.Ordinal);
        Assert.Equal(0, (await VerifyAsync(folder, first, rest, "--key", key)).Exit);
    }

    [Fact]
    public async Task Verifying_says_what_it_needs()
    {
        using var folder = new TemporaryFolder();
        var file = await WriteAsync(folder, "empty.jsonl", []);
        Assert.Equal((2, 0), ((await VerifyAsync(folder)).Exit, (await VerifyAsync(folder, "--help")).Exit));
        var (exit, _, errors) = await VerifyAsync(folder, file, "--data", folder["none"]);
        Assert.Equal(2, exit);
        Assert.Contains("GET /audit-key", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_this_user_can_read_the_key()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no file modes.");
            return;
        }

        await using var server = await LocalServer.StartAsync();
        await TextAsync(server, "/audit-key");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(server.DataFolder, "audit-key.pem")));
    }

    private static async Task<string> WriteAsync(TemporaryFolder folder, string name, string[] lines)
    {
        await File.WriteAllTextAsync(folder[name], string.Concat(lines.Select(line => line + "\n")), TestContext.Current.CancellationToken);
        return folder[name];
    }
}
