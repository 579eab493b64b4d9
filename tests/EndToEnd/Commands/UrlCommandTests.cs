using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using ServerlessMcp.EndToEnd.Support;

namespace ServerlessMcp.EndToEnd.Commands;

/// <summary>Minting, looking, extending, revoking: what each command asks for and tells.</summary>
public sealed partial class UrlCommandTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static async Task<(LocalServer Server, CommandUser User)> StartAsync()
    {
        var server = await LocalServer.StartAsync(environment: new Dictionary<string, string> { ["SERVERLESSMCP_AUDIT_READS"] = "true" });
        var user = new CommandUser();
        user.Variables["SERVERLESSMCP_ADDRESS"] = server.Welcome.Address.GetLeftPart(UriPartial.Authority);
        user.Variables["SERVERLESSMCP_API_TOKEN"] = server.AdminToken;
        return (server, user);
    }

    [Fact]
    public async Task A_minted_url_does_what_was_asked_for_and_lives_that_long()
    {
        var (server, user) = await StartAsync();
        await using var _ = server;
        using var __ = user;
        var minted = Assert.Single(await user.JsonAsync("mint", "x", "--incident", "--workspace", "payment-*", "--workspace", "eu-frontend", "--project", "*", "--tag", "runs", "--ttl", "45m", "--client", "cursor"));
        Assert.Equal(["read", "create", "update", "custom"], minted["config"]!["methods"]!.AsArray().Select(method => (string)method!));
        Assert.Equal("""{"projects":["*"],"workspaces":["payment-*","eu-frontend"]}""", minted["config"]!["scope"]!.ToJsonString());
        Assert.Equal(("cursor", "runs"), ((string)minted["config"]!["client"]!, (string)minted["config"]!["tags"]![0]!));
        Assert.InRange((DateTimeOffset)minted["expires_at"]! - (DateTimeOffset)minted["created_at"]!, TimeSpan.FromMinutes(44), TimeSpan.FromMinutes(46));
        Assert.Equal($$$$"""{"mcpServers": {"tfc": {"url": "{{{{minted["url"]}}}}"}}}""", (string)minted["paste"]!);
        Assert.Equal(HttpStatusCode.OK, await server.Api.PingAsync(new Uri((string)minted["url"]!)));

        var read = Assert.Single(await user.JsonAsync("mint"));
        Assert.Equal(("read", "look around"), ((string)read["effect"]!, (string)read["name"]!));
        Assert.Null(read["paste"]);
        var preview = Assert.Single(await user.JsonAsync("mint", "--dry-run"));
        Assert.True((bool)preview["dry_run"]!);
        Assert.Equal(3, (await user.JsonAsync("list")).Length);
    }

    /// <summary>What to paste is one thing, wherever one reads it.</summary>
    [Fact]
    public async Task The_lines_for_clients_are_those_of_the_console()
    {
        var (server, user) = await StartAsync();
        await using var _ = server;
        using var __ = user;
        var console = (await File.ReadAllTextAsync(Checkout.PathOf("src", "Shared", "WebConsole", "Files", "clients.js"), Cancel)).Replace("\\'", "'", StringComparison.Ordinal).Replace("\\n", "\n", StringComparison.Ordinal);
        foreach (var client in (string[])["claude-code", "claude", "chatgpt", "cursor", "vscode", "codex", "gemini"])
        {
            var minted = Assert.Single(await user.JsonAsync("mint", "--client", client));
            Assert.Contains($"'{((string)minted["paste"]!).Replace((string)minted["url"]!, "{url}", StringComparison.Ordinal)}'", console, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Copied_it_is_shown_nowhere()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The clipboard's program of a test is for Linux.");
        var (server, user) = await StartAsync();
        await using var _ = server;
        using var __ = user;
        var programs = Directory.CreateDirectory(Path.Combine(user.Home, "bin")).FullName;
        await File.WriteAllTextAsync(Path.Combine(programs, "wl-copy"), "#!/bin/sh\ncat > \"$HOME/copied\"\n", Cancel);
#pragma warning disable CA1416 // Skipped above.
        File.SetUnixFileMode(Path.Combine(programs, "wl-copy"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
#pragma warning restore CA1416
        user.Variables["PATH"] = $"{programs}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}";
        foreach (var terminal in new[] { true, false })
        {
            var told = await user.RunAsync(terminal, "mint", "--copy", "--client", "claude-code");
            var copied = await File.ReadAllTextAsync(Path.Combine(user.Home, "copied"), Cancel);
            Assert.Equal(0, told.Exit);
            Assert.DoesNotContain("smcp_", told.Output + told.Errors, StringComparison.Ordinal);
            Assert.StartsWith("claude mcp add --transport http tfc http://127.0.0.1:", copied, StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.OK, await server.Api.PingAsync(new Uri(copied.Split(' ')[^1])));
        }
    }

    [Fact]
    public async Task A_terminal_gets_a_table_with_bars_in_colour_and_a_pipe_lines_of_json()
    {
        var (server, user) = await StartAsync();
        await using var _ = server;
        using var __ = user;
        var piped = await user.RunAsync(terminal: false, "list");
        Assert.StartsWith("{\"id\":\"mcp-", Assert.Single(piped.Output.TrimEnd('\n').Split('\n')), StringComparison.Ordinal);
        var plain = await user.RunAsync(terminal: true, "list");
        Assert.Matches("^ID +NAME +ACCOUNT +CAN +WHERE +LEFT +MINTED BY\nmcp-[0-9a-f]{8}  first +sandbox +destroys +all +█+░* [12]h [0-9]+m  bootstrap\n$", plain.Output);
        Assert.Equal(piped.Output, (await user.RunAsync(terminal: true, "list", "--json")).Output);
        user.Variables["NO_COLOR"] = "";
        var colored = await user.RunAsync(terminal: true, "list");
        Assert.Contains("\u001b[31mdestroys\u001b[0m", colored.Output, StringComparison.Ordinal);
        Assert.Equal(Left().Replace(plain.Output, "…"), Left().Replace(Sequence().Replace(colored.Output, ""), "…"));
        user.Variables["COLUMNS"] = "60";
        Assert.All((await user.RunAsync(terminal: true, "list")).Output.Split('\n'), line => Assert.True(Sequence().Replace(line, "").Length <= 60, line));
    }

    /// <summary>By its id, its mark, itself; and of a URL neither it nor its token is sent.</summary>
    [Fact]
    public async Task A_url_is_named_by_id_by_mark_or_by_itself()
    {
        var (server, user) = await StartAsync();
        await using var _ = server;
        using var __ = user;
        var minted = await server.Api.MintAsync();
        foreach (var name in new[] { minted.Id, minted.Id[..12], minted.Id[4..12], minted.Url.AbsoluteUri, minted.Token })
        {
            Assert.Equal(minted.Id, (string)Assert.Single(await user.JsonAsync("show", name))["id"]!);
        }

        var paths = new List<string>();
        await using var watched = await LoopbackServer.StartAsync(async context =>
        {
            lock (paths)
                paths.Add(context.Request.Path + context.Request.QueryString);
            context.Response.StatusCode = 404;
            await context.Response.WriteAsync("""{"detail":"x"}""", Cancel);
        });
        user.Variables["SERVERLESSMCP_ADDRESS"] = watched.Address.GetLeftPart(UriPartial.Authority);
        Assert.Equal(1, (await user.RunAsync(terminal: true, "revoke", minted.Url.AbsoluteUri, "--account", "sandbox")).Exit);
        Assert.Equal($"/integrated-account/sandbox/mcp/{minted.Id}", Assert.Single(paths));
        Assert.Equal(2, (await user.RunAsync(terminal: true, "show", "smcp_nonsense")).Exit);
    }

    [Fact]
    public async Task Extended_it_ends_later_and_revoked_it_is_over()
    {
        var (server, user) = await StartAsync();
        await using var _ = server;
        using var __ = user;
        var (one, two) = (await server.Api.MintAsync(), await server.Api.MintAsync());
        var extended = Assert.Single(await user.JsonAsync("extend", one.Id, "--ttl", "5h"));
        Assert.InRange((DateTimeOffset)extended["expires_at"]! - (DateTimeOffset)extended["created_at"]!, TimeSpan.FromHours(4.9), TimeSpan.FromHours(5.1));
        var refused = await user.RunAsync(terminal: true, "extend", one.Id, "--ttl", "30d");
        Assert.Equal(1, refused.Exit);
        Assert.Contains("/expires_at: ", refused.Errors, StringComparison.Ordinal);
        Assert.Contains("the policy of account sandbox allows at most 1d", refused.Errors, StringComparison.Ordinal);
        Assert.Equal([one.Id, two.Id], (await user.JsonAsync("revoke", one.Id, two.Url.AbsoluteUri)).Select(row => (string)row["id"]!));
        Assert.Equal([HttpStatusCode.Gone, HttpStatusCode.Gone], [await server.Api.PingAsync(one.Url), await server.Api.PingAsync(two.Url)]);
        Assert.Contains($"There is no URL {one.Id}", (await user.RunAsync(terminal: true, "show", one.Id)).Errors, StringComparison.Ordinal);
        Assert.Equal(1, (int)Assert.Single(await user.JsonAsync("revoke", "--all", "--account", "sandbox"))["revoked"]!);
        Assert.Equal(2, (await user.RunAsync(terminal: true, "revoke", "--all")).Exit);
        Assert.Equal(2, (await user.RunAsync(terminal: true, "revoke")).Exit);
        Assert.Equal("There are none.\n", (await user.RunAsync(terminal: true, "list")).Errors);
    }

    [Fact]
    public async Task Calls_are_followed_as_they_happen()
    {
        var (server, user) = await StartAsync();
        await using var _ = server;
        using var __ = user;
        var minted = await server.Api.MintEverythingAsync();
        await using var agent = await Agent.ConnectAsync(minted.Url);
        await agent.FindWorkspaceAsync("eu-frontend");
        await using var followed = user.Start(terminal: false, "calls", minted.Id, "--follow");
        await followed.SaysAsync(said => said.Contains("workspaces", StringComparison.Ordinal));
        await agent.CallAsync("hashicorp_terraform_cloud_workspaces_lock", ("workspace_id", await agent.FindWorkspaceAsync("eu-frontend")), ("reason", "Scaling up"));
        var said = await followed.SaysAsync(said => said.Split("\"tool_call\"").Length > 3);
        var lines = said.TrimEnd('\n').Split('\n').Select(line => System.Text.Json.Nodes.JsonNode.Parse(line)!["sequence"]!.GetValue<int>()).ToArray();
        Assert.Equal(Enumerable.Range(1, lines.Length), lines);
        await followed.KillAsync();

        var table = (await user.RunAsync(terminal: true, "calls", minted.Id, "--last", "200")).Output;
        Assert.Matches("^TIME +OUTCOME +EFFECT +MS +TOOL +TARGETS\n", table);
        Assert.Contains("workspaces_lock", table, StringComparison.Ordinal);
        await server.Api.RevokeAsync(minted.Id);
        Assert.Equal(table, (await user.RunAsync(terminal: true, "calls", minted.Id, "--last", "200")).Output);
    }

    [Fact]
    public async Task The_trail_of_a_url_is_exported_and_verified()
    {
        var (server, user) = await StartAsync();
        await using var _ = server;
        using var __ = user;
        var minted = await server.Api.MintEverythingAsync();
        await using (var agent = await Agent.ConnectAsync(minted.Url))
            await agent.FindWorkspaceAsync("eu-frontend");
        var good = await user.RunAsync(terminal: true, "verify", minted.Id);
        Assert.True(good.Exit == 0, good.Errors);
        Assert.Contains($"entries of {minted.Id}, 1 to ", good.Output, StringComparison.Ordinal);

        // A key that was kept, and is another.
        await File.WriteAllTextAsync(Path.Combine(user.Home, "other.pem"), System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256).ExportSubjectPublicKeyInfoPem(), Cancel);
        var other = await user.RunAsync(terminal: true, "verify", minted.Id, "--key", "other.pem");
        Assert.Equal(1, other.Exit);
        Assert.Contains("signed with another key", other.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Accounts_show_what_bounds_their_urls()
    {
        var (server, user) = await StartAsync();
        await using var _ = server;
        using var __ = user;
        Assert.Contains("sandbox", (await user.JsonAsync("accounts")).Select(account => (string)account["id"]!));
        Assert.Matches("(?s)^ID +ADDRESS +ORGANIZATION +SECRET +MAX TTL +METHODS +TAGS\n.*sandbox +http://127.0.0.1:[0-9]+ +acme-corp +sandbox +1d +\\* +\\*\n", (await user.RunAsync(terminal: true, "accounts")).Output);
        (await server.Api.AskAsync(HttpMethod.Put, "/integrated-account/other", """{"credential":{"secret":"sandbox"}}""", HttpStatusCode.Created)).Dispose();
        var several = await user.RunAsync(terminal: true, "mint");
        Assert.Equal(2, several.Exit);
        Assert.Matches("There are several accounts, .*other, .*sandbox.*: name one with --account", several.Errors);
        var stray = await user.RunAsync(terminal: true, "mint", "--account", "sandbox", "--scope", "other:workspaces=eu-*");
        Assert.Equal(2, stray.Exit);
        Assert.Contains("--scope names other, and the URL is of sandbox.", stray.Errors, StringComparison.Ordinal);
        var twice = await user.RunAsync(terminal: true, "mint", "--account", "sandbox", "--account", "other");
        Assert.Equal(1, twice.Exit);
        Assert.Contains("/config/accounts", twice.Errors, StringComparison.Ordinal);
        user.Variables["SERVERLESSMCP_ACCOUNT"] = "sandbox";
        Assert.Equal(0, (await user.RunAsync(terminal: true, "mint")).Exit);
    }

    /// <summary>Names of others, in a terminal, are text.</summary>
    [Fact]
    public async Task What_others_wrote_runs_nothing_in_a_terminal()
    {
        await using var hostile = await LoopbackServer.StartAsync(context => context.Response.WriteAsync(
            """{"result":[{"id":"mcp-00000000000000000000000000000000","name":"\u001b[2J\u001b]0;x\u0007a\nb\u202e","created_by":"\u009b31m","effect":"read","config":{},"created_at":"2026-01-01T00:00:00Z","expires_at":null}],"next_cursor":null,"detail":"\u001b[1mx"}""", Cancel));
        using var user = new CommandUser();
        user.Variables["SERVERLESSMCP_ADDRESS"] = hostile.Address.GetLeftPart(UriPartial.Authority);
        user.Variables["SERVERLESSMCP_API_TOKEN"] = "a-token-of-a-test";
        var told = await user.RunAsync(terminal: true, "list", "--account", "a");
        Assert.Equal(0, told.Exit);
        Assert.DoesNotMatch("[\\u0000-\\u0009\\u000b-\\u001f\\u007f-\\u009f\\u202e]", told.Output);
        Assert.Equal(3, told.Output.Split('\n').Length);
    }

    // A bar and what stands behind it, which may be another minute by now, and its room in the line of titles.
    [GeneratedRegex("█+░* [0-9hms ]+|LEFT +", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Left();

    [GeneratedRegex("\u001b\\[[0-9]+m", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Sequence();
}
