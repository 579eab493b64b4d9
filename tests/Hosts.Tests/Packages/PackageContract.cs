using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using ServerlessMcp.Hosts.Tests.Contract;
using ServerlessMcp.Hosts.Tests.Outages;
using ServerlessMcp.Sandbox;

namespace ServerlessMcp.Hosts.Tests.Packages;

/// <summary>What a package is made of, and that it works: unpacked, started from nothing as its platform does, it mints a URL, and that one lists and calls.</summary>
public abstract partial class PackageContract(Package package, string[] files)
{
    private const int Patience = 180_000; // So that a package that hangs is named, and not a run that never ends.
    private const int UnixPlainFile = 0x8000;

    private static readonly (string, string) Json = ("Content-Type", "application/json");
    private static readonly (string, string) Bearer = ("Authorization", $"Bearer {Script.AdminToken}");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    internal abstract Task<ICloudHost> StartAsync(string program);

    [Fact]
    public void It_has_these_files_and_no_others_the_program_executable()
    {
        using var zip = ZipFile.OpenRead(package.Zip);
        Assert.Equal(files.Order(StringComparer.Ordinal), zip.Entries.Select(entry => entry.FullName));
        var program = Path.GetFileName(package.Program);
        Assert.All(zip.Entries, entry => Assert.Equal(UnixPlainFile | (entry.FullName == program ? Convert.ToInt32("755", 8) : Convert.ToInt32("644", 8)), entry.ExternalAttributes >>> 16));
    }

    [Fact]
    public void The_program_is_linux_x64_and_says_nothing_of_the_machine_it_was_built_on()
    {
        var program = File.ReadAllBytes(package.Program).AsSpan();
        Assert.True(program.StartsWith((ReadOnlySpan<byte>)[0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1]));
        Assert.Equal(62, program[18]); // EM_X86_64
        Assert.Equal(-1, program.IndexOf(Encoding.UTF8.GetBytes(Package.Root)));
        Assert.Equal(-1, program.IndexOf(Encoding.Unicode.GetBytes(Package.Root)));
    }

    /// <summary>Linked on a newer machine it would not start: Amazon Linux 2023, which is what provided.al2023 is, has glibc 2.34.</summary>
    [Fact]
    public void The_program_needs_no_newer_C_library_than_its_platform_has()
    {
        var needed = GlibcVersion().Matches(Encoding.Latin1.GetString(File.ReadAllBytes(package.Program)))
            .Select(match => int.Parse(match.Groups["minor"].Value, System.Globalization.CultureInfo.InvariantCulture)).ToList();
        Assert.NotEmpty(needed);
        Assert.InRange(needed.Max(), 2, 34);
    }

    [Fact(Timeout = Patience)]
    public async Task Started_from_nothing_it_mints_lists_and_calls()
    {
        await using var upstream = await SandboxServer.StartAsync(new FaultySandbox(TimeProvider.System).HandleAsync, cancellationToken: Cancel);
        await using var host = await StartAsync(package.Program);
        await Transcript.WarmAsync(host, Cancel);
        var account = $$$"""{"address":"{{{upstream.Address.AbsoluteUri.TrimEnd('/')}}}","organization":"acme-corp","credential":{"secret":"{{{Script.SecretName}}}"},"blob_hosts":["localhost"]}""";
        Assert.Equal(201, (await host.SendAsync(new RawRequest("PUT", "/integrated-account/acme", account, Json, Bearer), Cancel)).Status);
        var minted = await host.SendAsync(new RawRequest("POST", "/integrated-account/acme/mcp", """{"name":"x","config":{"methods":["*"],"tags":["*"]}}""", Json, Bearer), Cancel);
        Assert.True(minted.Status == 201, minted.Text);
        var path = $"/mcp/{(string)minted.Json["token"]!}";

        var listed = await host.SendAsync(new RawRequest("POST", path, """{"jsonrpc":"2.0","id":1,"method":"tools/list"}""", Json), Cancel);
        Assert.NotEmpty(listed.Json["result"]!["tools"]!.AsArray());

        // Reads, writes, a log behind a pre-signed URL: what trimming would have to spare.
        var workspace = await CallAsync("get_single_hashicorp_terraform_cloud_workspace_by_name", """{"workspace_name":"core-networking","fields":["current_run_id"]}""");
        Assert.Equal("policy_override", (string?)(await CallAsync("get_single_hashicorp_terraform_cloud_run_by_id", $$"""{"run_id":"{{(string?)workspace["current_run_id"]}}"}"""))["status"]);
        var plan = (string?)(await CallAsync("get_single_hashicorp_terraform_cloud_run_by_id", $$"""{"run_id":"{{(string?)workspace["current_run_id"]}}","fields":["plan_id"]}"""))["plan_id"];
        await CallAsync("hashicorp_terraform_cloud_plans_logs", $$"""{"plan_id":"{{plan}}"}""");
        await CallAsync("create_a_hashicorp_terraform_cloud_workspace_variable", $$"""{"workspace_id":"{{(string?)workspace["id"]}}","key":"k","value":"v","category":"env"}""");
        Assert.DoesNotContain("Unexpected", host.Output, StringComparison.Ordinal);

        async Task<System.Text.Json.Nodes.JsonNode> CallAsync(string tool, string arguments)
        {
            var called = await host.SendAsync(
                new RawRequest("POST", path, $$$$"""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"call_tool","arguments":{"name":"{{{{tool}}}}","arguments":{{{{arguments}}}}}}}""", Json), Cancel);
            Assert.False((bool?)called.Json["result"]?["isError"], called.Text);
            return called.ToolJson;
        }
    }

    [GeneratedRegex("GLIBC_2\\.(?<minor>[0-9]{1,2})", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex GlibcVersion();
}
