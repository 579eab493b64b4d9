using System.Net;
using System.Text.Json.Nodes;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Admin;

/// <summary>A request is granted as it was asked, or with less; anything that is more, or is not proven to be less, is refused with the member that it is in.</summary>
public sealed class NarrowerGrantTests
{
    private const string Requests = $"/integrated-account/{TestProduct.Account}/mcp/requests";

    [Theory]
    [InlineData("""{"methods":["read","write"]}""", """{"methods":["read","update"]}""")]
    [InlineData("""{"methods":["*"]}""", """{"methods":["list"]}""")]
    [InlineData("""{"tags":["core","runs"]}""", """{"tags":["runs"]}""")]
    [InlineData("""{"tags":["*"]}""", """{"tags":["runs"]}""")]
    [InlineData("""{"tags":["*","credentials"]}""", """{"tags":["*"]}""")]
    [InlineData("""{}""", """{"tools":["tfc_runs_list"]}""")]
    [InlineData("""{"tools":["tfc_runs_*"]}""", """{"tools":["tfc_runs_l*"]}""")]
    [InlineData("""{"tools":["tfc_runs_*"]}""", """{"tools":["TFC_runs_list"]}""")]
    [InlineData("""{"exclude_tools":["tfc_runs_list"]}""", """{"exclude_tools":["tfc_runs_list","tfc_workspaces_list"]}""")]
    [InlineData("""{}""", """{"scope":{"workspaces":["eu-*"]}}""")]
    [InlineData("""{"scope":{"workspaces":["eu-*"]}}""", """{"scope":{"workspaces":["eu-frontend"]}}""")]
    [InlineData("""{"scope":{"workspaces":["eu-*"]}}""", """{"scope":{"workspaces":["eu-f*"],"projects":["Payments"]}}""")]
    [InlineData("""{"scope":{"projects":["a?"]}}""", """{"scope":{"projects":["ab"]}}""")]
    [InlineData("""{"scope":{"workspaces":["eu-*","ws-8aM3kTz1gTb2qkqP"]}}""", """{"scope":{"workspaces":["ws-8aM3kTz1gTb2qkqP"]}}""")]
    [InlineData("""{"scope":{"workspaces":["eu-*"],"organization_tools":["tfc_teams_*"]}}""", """{"scope":{"workspaces":["eu-*"],"organization_tools":["tfc_teams_list"]}}""")]
    [InlineData("""{"limits":{"calls_per_minute":60}}""", """{"limits":{"calls_per_minute":30,"calls_total":100}}""")]
    [InlineData("""{}""", """{"limits":{"calls_total":10},"frozen":true,"require_api_token_auth":true}""")]
    public async Task Less_is_granted(string asked, string granted)
    {
        var (status, body) = await GrantAsync(asked, granted);
        Assert.True(status == HttpStatusCode.OK, body.ToJsonString());
    }

    [Theory]
    [InlineData("""{}""", """{"methods":["read","delete"]}""", "/config/methods")]
    [InlineData("""{"methods":["list"]}""", """{"methods":["read"]}""", "/config/methods")]
    [InlineData("""{"methods":["write"]}""", """{"methods":null}""", "/config/methods")]
    [InlineData("""{}""", """{"tags":["core","teams"]}""", "/config/tags")]
    [InlineData("""{"tags":["runs"]}""", """{"tags":null}""", "/config/tags")]
    [InlineData("""{"tags":["*"]}""", """{"tags":["*","credentials"]}""", "/config/tags")]
    [InlineData("""{"tools":["tfc_runs_list"]}""", """{"tools":["tfc_runs_*"]}""", "/config/tools")]
    [InlineData("""{"tools":["tfc_runs_list"]}""", """{"tools":null}""", "/config/tools")]
    [InlineData("""{"tools":["tfc_runs_????"]}""", """{"tools":["tfc_runs_*"]}""", "/config/tools")]
    [InlineData("""{"exclude_tools":["tfc_runs_list"]}""", """{"exclude_tools":null}""", "/config/exclude_tools")]
    [InlineData("""{"exclude_tools":["tfc_runs_*"]}""", """{"exclude_tools":["tfc_runs_list"]}""", "/config/exclude_tools")]
    [InlineData("""{"scope":{"workspaces":["eu-*"]}}""", """{"scope":null}""", "/config/scope")]
    [InlineData("""{"scope":{"workspaces":["eu-*"]}}""", """{"scope":{"projects":["Payments"]}}""", "/config/scope")]
    [InlineData("""{"scope":{"workspaces":["eu-*"]}}""", """{"scope":{"workspaces":["EU-frontend"]}}""", "/config/scope")]
    [InlineData("""{"scope":{"workspaces":["eu-*"]}}""", """{"scope":{"workspaces":["e*"]}}""", "/config/scope")]
    [InlineData("""{"scope":{"workspaces":["e?-frontend"]}}""", """{"scope":{"workspaces":["e*-frontend"]}}""", "/config/scope")]
    [InlineData("""{"scope":{"workspaces":["*"]}}""", """{"scope":{"workspaces":["ws-8aM3kTz1gTb2qkqP"]}}""", "/config/scope")]
    [InlineData("""{"scope":{"tags":["team:a"]}}""", """{"scope":{"tags":["team:*"]}}""", "/config/scope")]
    [InlineData("""{"scope":{"workspaces":["eu-*"]}}""", """{"scope":{"workspaces":["eu-*"],"organization_tools":["tfc_teams_list"]}}""", "/config/scope")]
    [InlineData("""{"limits":{"calls_per_minute":60}}""", """{"limits":{"calls_per_minute":61}}""", "/config/limits")]
    [InlineData("""{"limits":{"calls_per_minute":60}}""", """{"limits":null}""", "/config/limits")]
    [InlineData("""{"limits":{"calls_total":60}}""", """{"limits":{"calls_total":null}}""", "/config/limits")]
    [InlineData("""{"require_api_token_auth":true}""", """{"require_api_token_auth":false}""", "/config/require_api_token_auth")]
    [InlineData("""{"frozen":true}""", """{"frozen":null}""", "/config/frozen")]
    [InlineData("""{}""", """{"auth":"oauth"}""", "/config/auth")]
    [InlineData("""{"client":"claude-code"}""", """{"client":"cursor"}""", "/config/client")]
    [InlineData("""{}""", """{"mark":"comment"}""", "/config/client")]
    public async Task More_is_refused_with_its_member(string asked, string granted, string pointer)
    {
        var (status, problem) = await GrantAsync(asked, granted);
        Assert.True(status == HttpStatusCode.UnprocessableEntity, problem.ToJsonString());
        Assert.Contains(problem["errors"]!.AsArray(), error => (string)error!["pointer"]! == pointer);
    }

    [Theory]
    [InlineData("""{"name":"another"}""", "/name")]
    [InlineData("""{"reason":"another"}""", "/reason")]
    [InlineData("""{"ticket":null}""", "/ticket")]
    [InlineData("""{"expires_at":"2026-01-01T12:00:00Z"}""", "/expires_at")]
    [InlineData("""{"expires_at":"2025-12-31T12:00:00Z"}""", "/expires_at")]
    [InlineData("""{"expires_at":null}""", "/expires_at")]
    [InlineData("""{"comments":"x"}""", "/comments")]
    public async Task What_is_not_for_who_grants_is_refused(string body, string pointer)
    {
        var (status, problem) = await AskAsync("{}", body);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Contains(problem["errors"]!.AsArray(), error => (string)error!["pointer"]! == pointer);
    }

    private static Task<(HttpStatusCode Status, JsonNode Body)> GrantAsync(string asked, string granted) => AskAsync(asked, $$"""{"config":{{granted}}}""");

    private static async Task<(HttpStatusCode Status, JsonNode Body)> AskAsync(string asked, string grant)
    {
        await using var product = await TestProduct.StartAsync();
        await product.ConnectAsync(members: ""","policy":{"allow_permanent":true}""");
        using var made = await product.AdminAsync(HttpMethod.Post, Requests, $$"""{"name":"x","ticket":"T-1","config":{{asked}}}""", await product.ApiTokenAsync("request"));
        var text = await made.Content.ReadAsStringAsync();
        Assert.True(made.StatusCode == HttpStatusCode.Created, text);
        using var answer = await product.AdminAsync(HttpMethod.Post, $"{Requests}/{JsonNode.Parse(text)!["id"]}/grant", grant, await product.ApiTokenAsync("approve"));
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!);
    }
}
