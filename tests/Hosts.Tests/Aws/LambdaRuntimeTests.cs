using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using ServerlessMcp.Hosts.Tests.Contract;
using ServerlessMcp.Hosts.Tests.Hosts;
using ServerlessMcp.Sandbox;

namespace ServerlessMcp.Hosts.Tests.Aws;

/// <summary>What the Runtime API asks of a function: deadlines, errors, start and end.</summary>
public sealed class LambdaRuntimeTests(Dynoxide dynoxide)
{
    private const int Patience = 120_000; // So that a host that hangs is named, and not a run that never ends.

    private static readonly TimeSpan Ample = TimeSpan.FromMinutes(2);
    private static readonly (string, string) Json = ("Content-Type", "application/json");
    private static readonly (string, string) Bearer = ("Authorization", $"Bearer {Script.AdminToken}");
    private static readonly RawRequest Health = new("GET", "/healthz", "");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory(Timeout = Patience)]
    [InlineData("GET", "list_all_hashicorp_terraform_cloud_workspaces", "{}", true)]
    [InlineData("POST", "create_a_hashicorp_terraform_cloud_run", """{"workspace_id":"WORKSPACE"}""", false)]
    public async Task An_upstream_that_hangs_is_given_up_before_the_deadline_and_the_tool_says_so(string verb, string tool, string arguments, bool retryable)
    {
        var sandbox = new FaultySandbox(TimeProvider.System);
        sandbox.Faults.On(verb, "*").Delay(TimeSpan.FromMinutes(5));
        await using var upstream = await SandboxServer.StartAsync(sandbox.HandleAsync, cancellationToken: Cancel);
        await using var host = await LambdaHostUnderTest.StartAsync(dynoxide.Address);
        var token = await ConnectAsync(host, upstream.Address);

        var body = $$$"""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"{{{tool}}}","arguments":{{{arguments.Replace("WORKSPACE", sandbox.WorkspaceId("payment-gateway"), StringComparison.Ordinal)}}}}}""";
        var timeout = TimeSpan.FromSeconds(8);
        var request = new RawRequest("POST", $"/mcp/{token}", body, Json);

        // The first call compiles what it needs, which on a loaded machine may use up its margin; it is in time all the same.
        var (first, firstTook) = await host.SendAsync(request, timeout, Cancel);
        Assert.Contains(first.Status, new[] { 200, 504 });
        Assert.True(firstTook < timeout, $"{firstTook}");

        var (answer, took) = await host.SendAsync(request, timeout, Cancel);
        Assert.Equal(200, answer.Status);
        var error = answer.ToolJson["error"]!;
        Assert.Equal("timed_out", (string)error["failure"]!);
        Assert.Equal(retryable, (bool)error["retryable"]!);
        Assert.True(took < timeout, $"{took}");
        Assert.Equal(200, (await host.SendAsync(Health, Cancel)).Status);
    }

    [Fact(Timeout = Patience)]
    public async Task Whatever_else_is_slow_is_a_504_before_the_deadline()
    {
        await using var host = await LambdaHostUnderTest.StartAsync(dynoxide.Address);
        await host.Api.Polled.WaitAsync(Cancel);

        // So little time that everything is late.
        var (answer, _) = await host.SendAsync(new RawRequest("GET", "/integrated-account", "", Bearer), TimeSpan.FromMilliseconds(100), Cancel);
        Assert.Equal(504, answer.Status);
        Assert.Equal("application/problem+json", answer.Headers["content-type"]);
        Assert.Equal("no-store", answer.Headers["cache-control"]);
        var (late, _) = await host.SendAsync(new RawRequest("POST", "/mcp/x", """{"jsonrpc":"2.0","id":7,"method":"ping"}""", Json), TimeSpan.FromMilliseconds(100), Cancel);
        Assert.Equal((504, "application/json", 7), (late.Status, late.Headers["content-type"], (int)late.Json["id"]!));
        Assert.Equal(200, (await host.SendAsync(Health, Cancel)).Status);
    }

    /// <summary>Nearly what Lambda takes still goes through: the answer has one copy.</summary>
    [Theory(Timeout = Patience)]
    [InlineData(4_000_000, 200)]
    [InlineData(6_500_000, 500)]
    public async Task An_answer_that_Lambda_would_drop_is_a_clear_error_in_its_place(int length, int status)
    {
        var workspace = $$$$"""{"data":{"id":"ws-8aM3kTz1gTb2qkqP","type":"workspaces","attributes":{"name":"large","description":"{{{{new string('x', length)}}}}"}}}""";
        await using var upstream = await LoopbackServer.StartAsync(context =>
        {
            context.Response.ContentType = "application/vnd.api+json";
            return context.Response.WriteAsync(workspace);
        });
        await using var host = await LambdaHostUnderTest.StartAsync(dynoxide.Address);
        var token = await ConnectAsync(host, upstream.Address);
        const string Call = """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"get_single_hashicorp_terraform_cloud_workspace_by_name","arguments":{"workspace_name":"large","fields":["description"]}}}""";
        var answer = await host.SendAsync(new RawRequest("POST", $"/mcp/{token}", Call, Json), Cancel);
        Assert.True(answer.Status == status, $"{answer.Status}, {answer.Body.Length} bytes: {answer.Text[..Math.Min(answer.Text.Length, 400)]}");
        if (status == 200)
        {
            Assert.True(answer.Body.Length > length, answer.Text[..Math.Min(answer.Text.Length, 400)]);
        }
        else
        {
            Assert.Equal(("application/json", 1), (answer.Headers["content-type"], (int)answer.Json["id"]!));
            Assert.Contains("6 MB", (string)answer.Json["error"]!["message"]!, StringComparison.Ordinal);
        }

        Assert.Equal(200, (await host.SendAsync(Health, Cancel)).Status);
    }

    /// <summary>docs/aws.md, Restore: what the function is asked with past API Gateway.</summary>
    [Fact(Timeout = Patience)]
    public async Task Everything_is_revoked_past_a_closed_door_as_the_page_says()
    {
        await using var host = await LambdaHostUnderTest.StartAsync(dynoxide.Address);
        await Transcript.WarmAsync(host, Cancel);
        var page = await File.ReadAllTextAsync(Path.Combine(Packages.Package.Root, "docs", "aws.md"), Cancel);
        var form = page.Split("printf '")[^1].Split('\'')[0];
        var parts = form.Split("%s");
        var (kind, body) = await host.InvokeAsync($"{parts[0]}/integrated-account/-/mcp{parts[1]}{Script.AdminToken}{parts[2]}DELETE{parts[3]}", Ample, Cancel);
        Assert.Equal(("response", 200), (kind, (int)body["statusCode"]!));
        Assert.Equal("""{"accounts":0,"revoked":0}""", (string)body["body"]!);
    }

    [Theory(Timeout = Patience)]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"version":"1.0","httpMethod":"GET","path":"/secret-path"}""")]
    [InlineData("""{"rawPath":"/secret-path","requestContext":{"http":{"method":7}}}""")]
    [InlineData("""{"rawPath":"/secret-path","requestContext":{"http":{"method":"POST"}},"body":"%%%","isBase64Encoded":true}""")]
    public async Task A_malformed_event_is_an_error_of_that_invocation_only(string json)
    {
        await using var host = await LambdaHostUnderTest.StartAsync(dynoxide.Address);
        var (kind, body) = await host.InvokeAsync(json, Ample, Cancel);
        Assert.Equal(("error", "Event.Malformed"), (kind, (string)body["errorType"]!));
        Assert.DoesNotContain("secret-path", body.ToJsonString() + host.Output, StringComparison.Ordinal);
        Assert.Equal(200, (await host.SendAsync(Health, Cancel)).Status);
    }

    // A gateway hands on what a web server would not: under /mcp it is a dead URL like any other.
    [Fact(Timeout = Patience)]
    public async Task A_path_whose_escapes_mean_no_text_leads_nowhere()
    {
        await using var host = await LambdaHostUnderTest.StartAsync(dynoxide.Address);
        var dead = await host.SendAsync(new RawRequest("POST", "/mcp/smcp_%00", """{"jsonrpc":"2.0","id":7,"method":"ping"}""", Json), Cancel);
        Assert.Equal((410, 7), (dead.Status, (int)dead.Json["id"]!));
        Assert.Equal(404, (await host.SendAsync(new RawRequest("GET", "/integrated-account/%00", "", Bearer), Cancel)).Status);
    }

    // As AWS's test tool and its type for the event write it: each member that has nothing is null.
    [Theory(Timeout = Patience)]
    [InlineData("null")]
    [InlineData("{}")]
    public async Task A_member_that_is_null_is_none_and_headers_are_named_as_they_were_set(string headers)
    {
        await using var host = await LambdaHostUnderTest.StartAsync(dynoxide.Address);
        var (kind, body) = await host.InvokeAsync($$$"""
            {"version":"2.0","routeKey":"$default","rawPath":"/healthz","rawQueryString":null,"cookies":null,"headers":{{{headers}}},"queryStringParameters":null,"pathParameters":null,
             "stageVariables":null,"body":null,"isBase64Encoded":null,"requestContext":{"accountId":null,"apiId":null,"authentication":null,"authorizer":null,"domainName":null,"stage":null,
             "requestId":null,"time":null,"http":{"method":"GET","path":"/healthz","protocol":null,"sourceIp":null,"userAgent":null} } }
            """, Ample, Cancel);
        Assert.Equal(("response", 200), (kind, (int)body["statusCode"]!));
        Assert.Contains("Content-Type", body["headers"]!.AsObject().Select(header => header.Key));
    }

    [Theory(Timeout = Patience)]
    [InlineData(null, false)]
    [InlineData("prod", false)]
    [InlineData("prod", true)]
    public async Task The_stage_is_no_part_of_the_path_and_a_body_may_come_in_base64(string? stage, bool base64)
    {
        await using var upstream = await SandboxServer.StartAsync(new FaultySandbox(TimeProvider.System).HandleAsync, cancellationToken: Cancel);
        await using var host = await LambdaHostUnderTest.StartAsync(dynoxide.Address);
        var token = await ConnectAsync(host, upstream.Address);
        var request = new RawRequest("POST", $"/mcp/{token}", """{"jsonrpc":"2.0","id":"Grüße","method":"ping"}""", Json);
        var (_, body) = await host.InvokeAsync(HttpApi.Event(request, stage, base64), Ample, Cancel);
        Assert.Equal(200, (int)body["statusCode"]!);
        Assert.Equal("Grüße", (string)JsonNode.Parse((string)body["body"]!)!["id"]!);
        Assert.False((bool)body["isBase64Encoded"]!);
    }

    [Theory(Timeout = Patience)]
    [InlineData("SERVERLESSMCP_TABLE", null)]
    [InlineData("SERVERLESSMCP_PUBLIC_URL", null)]
    [InlineData("SERVERLESSMCP_PUBLIC_URL", "http://secret-value.example")]
    [InlineData("SERVERLESSMCP_ADMIN_TOKEN", "secret-value")]
    [InlineData("PARAMETERS_SECRETS_EXTENSION_HTTP_PORT", "secret-value")]
    public async Task Settings_that_do_not_fit_are_an_init_error_and_a_failing_exit(string name, string? value)
    {
        await using var host = await LambdaHostUnderTest.StartAsync(dynoxide.Address, change: environment =>
        {
            environment.Remove(name);
            if (value is not null)
            {
                environment[name] = value;
            }
        });
        Assert.Equal(1, await host.Program.ExitCodeAsync(Cancel));
        var error = await host.Api.InitError.WaitAsync(Cancel);
        Assert.Contains(name, (string)error["errorMessage"]!, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-value", error.ToJsonString() + host.Output, StringComparison.Ordinal);
    }

    [Fact(Timeout = Patience)]
    public async Task A_Runtime_API_out_of_order_ends_the_process_with_an_error_and_the_log_says_so()
    {
        await using var host = await LambdaHostUnderTest.StartAsync(dynoxide.Address);
        Assert.Equal(200, (await host.SendAsync(Health, Cancel)).Status);
        host.Api.NextStatus = 500;

        // It waits for an invocation, and this one wakes it; or it asks once more, and gets the 500 at once.
        _ = host.Api.InvokeAsync(HttpApi.Event(Health), Ample, Cancel);
        Assert.Equal(1, await host.Program.ExitCodeAsync(Cancel));
        Assert.Contains("The process ends.", host.Output, StringComparison.Ordinal);
    }

    [Fact(Timeout = Patience)]
    public async Task SIGTERM_while_waiting_ends_it_gracefully()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no SIGTERM.");
        }

        await using var host = await LambdaHostUnderTest.StartAsync(dynoxide.Address);
        Assert.Equal(200, (await host.SendAsync(Health, Cancel)).Status);
        Assert.Equal(0, await host.Program.TerminateAsync(Cancel));
        Assert.DoesNotContain("rror", host.Output, StringComparison.Ordinal);
    }

    [Fact(Timeout = Patience)]
    public async Task Without_a_Runtime_API_it_is_a_web_server_on_loopback()
    {
        var port = HostProgram.FreePort();
        await using var host = await LambdaHostUnderTest.StartAsync(dynoxide.Address, change: environment =>
        {
            environment.Remove("AWS_LAMBDA_RUNTIME_API");
            environment["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}";
        });
        RawAnswer? answer = null;
        while (answer is null && !host.Program.Exited.IsCompleted)
        {
            try
            {
                answer = await RawHttp.SendAsync(port, Health, Cancel);
            }
            catch (System.Net.Sockets.SocketException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(25), TimeProvider.System, Cancel);
            }
        }

        Assert.Equal("""{"status":"ok"}""", answer?.Text);
    }

    private static async Task<string> ConnectAsync(LambdaHostUnderTest host, Uri upstream)
    {
        await Transcript.WarmAsync(host, Cancel);
        var account = $$$"""{"address":"{{{upstream.AbsoluteUri.TrimEnd('/')}}}","organization":"acme-corp","credential":{"secret":"{{{Script.SecretName}}}"}}""";
        Assert.Equal(201, (await host.SendAsync(new RawRequest("PUT", "/integrated-account/acme", account, Json, Bearer), Cancel)).Status);
        var minted = await host.SendAsync(new RawRequest("POST", "/integrated-account/acme/mcp", """{"name":"x","config":{"methods":["*"]}}""", Json, Bearer), Cancel);
        Assert.True(minted.Status == 201, Encoding.UTF8.GetString(minted.Body));
        return (string)minted.Json["token"]!;
    }
}
