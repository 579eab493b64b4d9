using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ServerlessMcp.Http;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Access.Identity;

/// <summary><c>/identity-rule</c>: which rules there may be, and what the tester says of them.</summary>
public sealed class IdentityRuleTests
{
    [Fact]
    public async Task A_rule_is_made_read_listed_changed_and_deleted_by_an_admin_alone()
    {
        await using var product = await SignIns.StartAsync();
        var rule = SignIns.Rule(SignIns.GitHub, """{"repository_id":"456789","event_name":["push","workflow_dispatch"]}""");
        Assert.Equal(HttpStatusCode.Created, (await product.PutAsync("gha", rule)).Status);
        var (status, same) = await product.PutAsync("gha", rule);
        using var list = await product.AdminAsync(HttpMethod.Get, "/identity-rule");
        using var one = await product.AdminAsync(HttpMethod.Get, "/identity-rule/gha");
        var mint = await product.ApiTokenAsync("mint", "approve", "audit");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("""["push","workflow_dispatch"]""", same["match"]!["event_name"]!.ToJsonString());
        Assert.Equal(same.ToJsonString(), JsonNode.Parse(await one.Content.ReadAsStringAsync())!.ToJsonString());
        Assert.Equal("gha", (string)JsonNode.Parse(await list.Content.ReadAsStringAsync())!["result"]![0]!["id"]!);
        Assert.Equal(HttpStatusCode.Forbidden, await product.StatusAsync(mint, "/identity-rule"));
        Assert.Equal(HttpStatusCode.Forbidden, (await product.PutAsync("gha", rule, mint)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, await product.StatusAsync(mint, "/identity-rule/gha", HttpMethod.Delete));
        Assert.Equal(HttpStatusCode.NoContent, await product.StatusAsync(TestProduct.AdminToken, "/identity-rule/gha", HttpMethod.Delete));
        Assert.Equal(HttpStatusCode.NotFound, await product.StatusAsync(TestProduct.AdminToken, "/identity-rule/gha"));
        Assert.Contains(product.Logs.Of("ServerlessMcp.Audit"), line => line.Contains("\"event\":\"make_identity_rule\"", StringComparison.Ordinal));
        Assert.Contains(product.Logs.Of("ServerlessMcp.Audit"), line => line.Contains("\"event\":\"delete_identity_rule\"", StringComparison.Ordinal));
    }

    // Whoever has an account at GitHub, GitLab or HCP gets tokens of the same issuer.
    [Theory]
    [InlineData(SignIns.GitHub, """{"ref":"refs/heads/main"}""")]
    [InlineData(SignIns.GitHub, """{"repository":"acme/infra","repository_owner":"acme"}""")]
    [InlineData(SignIns.GitHub, """{"sub":{"glob":"**"}}""")]
    [InlineData(SignIns.GitHub, """{"sub":{"glob":"repo:*"}}""")]
    [InlineData(SignIns.GitHub, """{"sub":{"glob":"repo:acme*"}}""")]
    [InlineData(SignIns.GitHub, """{"sub":{"glob":["repo:acme/**","repo:acm*"]}}""")]
    [InlineData(SignIns.GitHub, """{"repository_id":{"glob":"4*"}}""")]
    [InlineData(SignIns.GitHub, "{}")]
    [InlineData(SignIns.GitLab, """{"ref_protected":"true"}""")]
    [InlineData(SignIns.Hcp, """{"terraform_workspace_name":"prod"}""")]
    [InlineData("https://unknown.example", """{"roles":"deployer"}""")]
    [InlineData("https://unknown.example", """{"groups":"0d8f4f0e-9a57-4a2b-8f57-6a4a3e0f1c11"}""")]
    [InlineData("https://accounts.google.com", """{"hd":"acme.com"}""")]
    public async Task An_issuer_that_strangers_use_or_that_nobody_knows_needs_a_subject_or_an_id(string issuer, string match)
    {
        await using var product = await SignIns.StartAsync();
        var (status, body) = await product.PutAsync("x", SignIns.Rule(issuer, match));
        Assert.Equal(HttpStatusCode.UnprocessableContent, status);
        Assert.Contains(body["errors"]!.AsArray(), error => ((string)error!["pointer"]!).StartsWith("/match", StringComparison.Ordinal));
        Assert.Contains("vouches for strangers too", (string)body["detail"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SignIns.GitHub, """{"repository_id":"1"}""")]
    [InlineData(SignIns.GitHub, """{"sub":"repo:acme/infra:environment:prod"}""")]
    [InlineData(SignIns.GitHub, """{"sub":{"glob":"repo:acme/**"}}""")]
    [InlineData(SignIns.Hcp, """{"terraform_workspace_id":"ws-1"}""")]
    [InlineData("https://unknown.example", """{"sub":"x"}""")]
    [InlineData(TestIssuer.Url, """{"roles":"deployer"}""")]
    [InlineData("https://login.microsoftonline.com/11111111-2222-3333-4444-555555555555/v2.0", """{"groups":["0d8f4f0e-9a57-4a2b-8f57-6a4a3e0f1c11"]}""")]
    [InlineData("https://acme.okta.com/oauth2/default", """{"groups":"00g1a2b3c4d5e6f7G8h9"}""")]
    [InlineData("https://acme.eu.auth0.com/", """{"https://acme.example/roles":"sre"}""")]
    public async Task A_subject_an_id_or_in_the_organizations_own_tenant_a_group_id_or_app_role_is_enough(string issuer, string match)
    {
        await using var product = await SignIns.StartAsync();
        var (status, body) = await product.PutAsync("x", SignIns.Rule(issuer, match));
        Assert.True(status == HttpStatusCode.Created, body.ToJsonString());
    }

    // nOAuth: whoever may write an e-mail address into a directory, or gets a name that was given up, would be let in.
    [Theory]
    [InlineData("""{"email":"ada@acme.com"}""")]
    [InlineData("""{"sub":"x","upn":"ada@acme.com"}""")]
    [InlineData("""{"sub":"x","preferred_username":"ada"}""")]
    [InlineData("""{"groups":"platform"}""")]
    [InlineData("""{"groups":["0d8f4f0e-9a57-4a2b-8f57-6a4a3e0f1c11","platform"]}""")]
    [InlineData("""{"groups":{"glob":"0d8f*"}}""")]
    [InlineData("""{"cognito:groups":"admins"}""")]
    [InlineData("""{"https://acme.example/groups":"admins"}""")]
    public async Task No_rule_matches_an_email_a_user_name_or_the_name_of_a_group(string match)
    {
        await using var product = await SignIns.StartAsync();
        var (status, body) = await product.PutAsync("x", SignIns.Rule(TestIssuer.Url, match));
        Assert.Equal(HttpStatusCode.UnprocessableContent, status);
        Assert.Contains("app role", body.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://sts.amazonaws.com", "AWS STS")]
    [InlineData("api://AzureADTokenExchange", "Entra ID")]
    [InlineData("https://github.com/acme", "GitHub's default")]
    [InlineData("aws.workload.identity", "HCP Terraform's default")]
    [InlineData("https://kubernetes.default.svc", "a cluster's own")]
    [InlineData("https://other.example.com", "this deployment's own")]
    [InlineData("https://mcp.example.com.evil.example", "this deployment's own")]
    [InlineData("0d8f4f0e-9a57-4a2b-8f57-6a4a3e0f1c11", "this deployment's own")]
    public async Task An_audience_that_is_not_this_deployments_own_is_refused(string audience, string because)
    {
        await using var product = await SignIns.StartAsync();
        var rule = SignIns.Rule(SignIns.GitHub, """{"repository_id":"1"}""");
        rule["audience"] = audience;
        var (status, body) = await product.PutAsync("x", rule);
        Assert.Equal((HttpStatusCode.UnprocessableContent, "/audience"), (status, (string)body["errors"]![0]!["pointer"]!));
        Assert.Contains(because, (string)body["detail"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SignIns.GitHub, """{"repository_id":"1"}""", "https://mcp.example.com/prod")]
    [InlineData(SignIns.GitHub, """{"repository_id":"1"}""", "urn:acme:mcp")]
    [InlineData(SignIns.Azure, """{"oid":"1"}""", "api://0d8f4f0e-9a57-4a2b-8f57-6a4a3e0f1c11")]
    [InlineData(SignIns.Azure, """{"oid":"1"}""", "api://mcp.example.com")]
    public async Task Its_url_its_app_and_what_the_host_names_are_its_own_audiences(string issuer, string match, string audience)
    {
        await using var product = await SignIns.StartAsync(options => options.TokenAudiences = ["urn:acme:mcp"]);
        var rule = SignIns.Rule(issuer, match);
        rule["audience"] = audience;
        Assert.Equal(HttpStatusCode.Created, (await product.PutAsync("x", rule)).Status);
    }

    [Theory]
    [InlineData("issuer", "\"http://login.example\"")]
    [InlineData("issuer", "\"https://Login.Example/tenant\"")]
    [InlineData("issuer", "\"https://login.example:443/tenant\"")]
    [InlineData("issuer", "\"https://login.example/?x=1\"")]
    [InlineData("issuer", "\"https://user@login.example/\"")]
    [InlineData("issuer", "\"https://login.microsoftonline.com/common/v2.0\"")]
    [InlineData("issuer", "\"https://login.microsoftonline.com/organizations/v2.0\"")]
    [InlineData("algorithms", "[\"HS256\"]")]
    [InlineData("algorithms", "[\"none\"]")]
    [InlineData("token_ttl", "\"2h\"")]
    [InlineData("max_age", "\"25h\"")]
    [InlineData("grants", "[]")]
    [InlineData("grants", "[{\"scopes\":[\"root\"]}]")]
    [InlineData("grants", "[{\"scopes\":[\"mint\"],\"metods\":[\"read\"]}]")]
    [InlineData("match", "{\"sub\":{\"glob\":\"a:b:*********\"}}")]
    [InlineData("match", "{\"sub\":null}")]
    [InlineData("match", "{\"sub\":{\"regex\":\".*\"}}")]
    [InlineData("machines", "true")]
    public async Task A_member_that_can_not_be_meant_is_refused_by_name(string member, string value)
    {
        await using var product = await SignIns.StartAsync();
        var rule = SignIns.Rule(TestIssuer.Url, """{"sub":"x"}""");
        rule[member] = JsonNode.Parse(value);
        var (status, body) = await product.PutAsync("x", rule);
        Assert.Equal(HttpStatusCode.UnprocessableContent, status);
        Assert.StartsWith($"/{member}", (string)body["errors"]![0]!["pointer"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Admin_is_granted_only_where_the_host_lets_rules_grant_it()
    {
        var rule = SignIns.Rule(TestIssuer.Url, """{"sub":"somebody"}""", """[{"scopes":["admin"]}]""");
        await using var product = await SignIns.StartAsync();
        var (status, body) = await product.PutAsync("root", rule);
        Assert.Equal((HttpStatusCode.UnprocessableContent, "/grants/0/scopes/0"), (status, (string)body["errors"]![0]!["pointer"]!));

        await using var other = await SignIns.StartAsync(options => options.RulesMayGrantAdmin = true);
        await other.HaveAsync("root", rule);
        var token = await other.TokenOfMachineAsync("root", other.Claims(TestIssuer.Url));
        Assert.Equal(HttpStatusCode.OK, await other.StatusAsync(token, "/api-token"));

        // A redeployment without the option ends what was granted with it.
        other.Services.GetRequiredService<IOptions<ServerlessMcpOptions>>().Value.RulesMayGrantAdmin = false;
        Assert.Equal(HttpStatusCode.Unauthorized, await other.StatusAsync(token));
        Assert.Equal(HttpStatusCode.Forbidden, (await other.ExchangeAsync("root", other.Issuer.Sign(other.Claims(TestIssuer.Url)))).Status);
    }

    [Fact]
    public async Task The_tester_says_which_rules_match_and_what_keeps_the_others_from_it()
    {
        await using var product = await SignIns.StartAsync();
        await product.HaveAsync("prod", SignIns.Rule(SignIns.GitHub, """{"repository_id":"456789","environment":"production"}"""));
        await product.HaveAsync("dev", SignIns.Rule(SignIns.GitHub, """{"repository_id":"456789","environment":"dev","event_name":"push"}"""));
        var claims = product.Claims(SignIns.GitHub, """{"repository_id":"456789","environment":"production","event_name":"pull_request_target"}""");
        using var answer = await product.AdminAsync(HttpMethod.Post, "/identity-rule/-/test", new JsonObject { ["claims"] = claims }.ToJsonString());
        var result = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["result"]!;
        Assert.Equal(("dev", false, """["environment","event_name"]"""), ((string)result[0]!["id"]!, (bool)result[0]!["matches"]!, result[0]!["unmatched"]!.ToJsonString()));
        Assert.Equal(("prod", true, "[]"), ((string)result[1]!["id"]!, (bool)result[1]!["matches"]!, result[1]!["unmatched"]!.ToJsonString()));

        var tried = SignIns.Rule(SignIns.GitLab, """{"project_id":"1"}""");
        using var one = await product.AdminAsync(HttpMethod.Post, "/identity-rule/-/test", new JsonObject { ["claims"] = product.Claims(SignIns.GitHub), ["rule"] = tried.DeepClone() }.ToJsonString());
        Assert.Contains("""["iss","project_id"]""", await one.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("smcpapi_", await one.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
