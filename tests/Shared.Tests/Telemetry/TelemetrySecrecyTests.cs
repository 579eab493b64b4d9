using System.Text.Json.Nodes;
using ServerlessMcp.Audit;
using ServerlessMcp.Integrations.TerraformCloud;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Sandbox;
using ServerlessMcp.Tests.Integrations.TerraformCloud.Reports;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Telemetry;

/// <summary>
/// Every tool, with marked values in what it is given and what it is answered: each attribute of a span or a measurement is one of a closed set of ours, and no word of a caller's or of Terraform's.
/// </summary>
[Collection(HeardAlone.Name)]
[Trait("Lane", "slow")]
public sealed class TelemetrySecrecyTests
{
    private const string Hcp = "hcp-itself";
    private const string All = """{"methods":["*"],"tags":["*","credentials"],"listing":"search"}""";
    private const string Canary = "cAnArY";

    [Fact]
    public async Task No_path_argument_result_or_token_is_in_any_attribute()
    {
        await using var product = await TestProduct.StartAsync();
        JsonNode[] minted = [await product.MintAsync(All), JsonNode.Parse($$"""{"token":"{{await product.EnterpriseTokenAsync(All)}}"}""")!];
        string[] tokens = [(string)minted[0]["token"]!, (string)minted[1]["token"]!];

        // Some tools are for an address that can be HCP Terraform's alone.
        await product.ConnectAsync(Hcp, address: "https://app.terraform.io");
        var hcp = await product.TokenAsync(All, Hcp);
        var canaries = new Canaries();
        using var heard = new HeardTelemetry();
        foreach (var tool in TerraformTools.All)
        {
            var token = tool.NeedsHcpItself ? hcp : tool.Availability == Availability.EnterpriseOnly ? tokens[1] : tokens[0];
            product.Sandbox.Faults.Clear();
            product.Sandbox.Faults.On("*", "/*").Body(canaries.Resource(tool.ResourceType, tool.Shape == ResponseShape.Collection, tool.ListMember));
            await product.CallAsync(token, tool.Name, SampleArguments.For(tool));
            await product.CallAsync(token, tool.Name, Marked(tool));
            await product.CallAsync(token, "call_tool", new JsonObject { ["name"] = tool.ShortName, ["arguments"] = JsonNode.Parse(Marked(tool)) }.ToJsonString());

            // Where the other kind of account has it, or has no such tool, whose name is then the caller's.
            await product.CallAsync(tokens.First(other => other != token), tool.Name, SampleArguments.For(tool));
        }

        // What else a caller may write freely.
        foreach (var method in new[] { "tools/call", "tools/list", "prompts/get", "initialize", $"{Canary}/method" })
        {
            await product.PostAsync(tokens[0], $$$$"""{"jsonrpc":"2.0","id":"{{{{Canary}}}}","method":"{{{{method}}}}","params":{"name":"{{{{Canary}}}}","protocolVersion":"{{{{Canary}}}}","capabilities":{},"clientInfo":{"name":"{{{{Canary}}}}","version":"{{{{Canary}}}}"},"_meta":{"traceparent":"{{{{Canary}}}}","tracestate":"a={{{{Canary}}}}"}}}""",
                ("User-Agent", Canary), ("tracestate", $"a={Canary}"), ("MCP-Protocol-Version", Canary), ("baggage", $"a={Canary}"));
        }

        await product.PostAsync($"smcp_{Canary}", """{"jsonrpc":"2.0","id":1,"method":"ping"}""", ("Authorization", $"Bearer {Canary}"));

        var wrong = heard.Attributes.Where(one => !IsOurs(one.Name, one.Value)).Select(one => $"{one.Name}={one.Value}").Distinct().ToArray();
        Assert.Empty(wrong);
        var text = string.Join('\n', heard.Spans.Select(span => $"{span.DisplayName} {span.StatusDescription} {span.TraceStateString} {string.Join(',', span.Baggage)} {string.Join(',', span.Events.Select(one => one.Name))}"));
        Assert.All([Canary, Canaries.Marked, Canaries.Signed, "smcp_", TerraformSandbox.OwnerToken, "acme-corp", hcp, .. tokens], word => Assert.DoesNotContain(word, text, StringComparison.Ordinal));
        Assert.All(heard.Spans, span => Assert.Empty(span.Events));

        // A test of tools whose calls never came shows nothing.
        Assert.Empty(TerraformTools.All.Select(tool => tool.Name).Except(heard.Spans.Select(span => span.GetTagItem("gen_ai.tool.name")).OfType<string>()));
        Assert.InRange(heard.Spans.Count(span => span.GetTagItem("url.template") is not null), 400, int.MaxValue);
    }

    private static readonly HashSet<string> Templates = [.. TerraformCloudIntegration.Paths().Select(path => path.Split('?')[0])];

    private static readonly string[] Methods =
        ["tools/call", "tools/list", "prompts/get", "prompts/list", "initialize", "ping", "server/discover", "_OTHER"];

    private static readonly string[] Revisions = ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25", "2026-07-28"];

    private static readonly string[] Outcomes = [.. Enum.GetValues<CallOutcome>().Select(outcome => outcome.Name())];

    // An attribute that is not listed here is one that nobody has thought about.
    private static bool IsOurs(string name, object? value) => value is null || (name switch
    {
        "mcp.method.name" => Methods.Contains(value),
        "mcp.protocol.version" => Revisions.Contains(value),
        "gen_ai.tool.name" => value is "search_tools" or "call_tool" || TerraformTools.All.Any(tool => tool.Name == (string)value),
        "gen_ai.operation.name" => value is "execute_tool",
        "network.protocol.name" or "network.transport" => value is "http" or "tcp",
        "serverlessmcp.outcome" => Outcomes.Contains(value),
        "serverlessmcp.effect" => value is "read" or "mutate" or "destroy",
        "serverlessmcp.reason" => value is "not_found" or "no_token" or "too_many_guesses",
        "serverlessmcp.server.id" => ((string)value).StartsWith("mcp-", StringComparison.Ordinal) && ((string)value).Length <= 40,
        "serverlessmcp.account" => value is TestProduct.Account or TestProduct.EnterpriseAccount or Hcp,
        "error.type" => value is "tool_error" or "canceled" || IsCode((string)value) || Enum.GetNames<ServerlessMcp.Integrations.TerraformCloud.Client.TerraformFailure>().Contains(value),
        "rpc.response.status_code" => IsCode((string)value),
        "http.request.method" => value is "GET" or "POST" or "PATCH" or "PUT" or "DELETE",
        "http.response.status_code" or "server.port" => value is int,
        "server.address" => value is "127.0.0.1" or "tfe.example.com" or "localhost" or "archivist.example.com" or "app.terraform.io",
        "url.template" => Templates.Contains((string)value),
        _ => false,
    });

    private static bool IsCode(string text) => text.Length is >= 3 and <= 6 && text.TrimStart('-').All(char.IsAsciiDigit);

    // All that takes text is given a marked one, also where it can't be: a refusal is heard too.
    private static string Marked(TerraformTool tool)
    {
        var given = JsonNode.Parse(SampleArguments.For(tool))!.AsObject();
        foreach (var (name, value) in given.ToArray())
        {
            if (value is JsonValue text && text.TryGetValue<string>(out var sample))
            {
                given[name] = sample.Contains('-', StringComparison.Ordinal) && sample.Length == 19 ? sample : $"{Canary}{sample}";
            }
        }

        return given.ToJsonString();
    }
}
