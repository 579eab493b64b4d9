using System.Net;
using System.Text.Json.Nodes;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Access.Identity;

/// <summary>Machines: each with claims of the shape that its issuer documents, and one that must not come in.</summary>
public sealed class MachineSignInTests
{
    public static TheoryData<string, string, string, string, string, string> Sources => new()
    {
        {
            "GitHub Actions", SignIns.GitHub, """{"repository_id":"456789","environment":"production","event_name":["push","workflow_dispatch"]}""",
            """{"sub":"repo:acme@123456/infra@456789:environment:production","environment":"production","ref":"refs/heads/main","ref_type":"branch","sha":"0f3c","repository":"acme/infra","repository_owner":"acme","repository_owner_id":"123456","repository_id":"456789","repository_visibility":"private","actor":"ada","actor_id":"7","run_id":"42","run_number":"3","run_attempt":"1","workflow":"deploy","workflow_ref":"acme/infra/.github/workflows/deploy.yml@refs/heads/main","event_name":"push","job_workflow_ref":"acme/infra/.github/workflows/deploy.yml@refs/heads/main","runner_environment":"github-hosted"}""",
            """{"repository_id":"456780"}""", "repository_id"
        },
        {
            "GitLab", SignIns.GitLab, """{"project_id":"22","ref_protected":true,"environment":"production"}""",
            """{"namespace_id":"72","namespace_path":"my-group","project_id":"22","project_path":"my-group/my-project","user_id":"42","user_login":"ada","pipeline_id":"574","pipeline_source":"push","job_id":"302","ref":"main","ref_type":"branch","ref_path":"refs/heads/main","ref_protected":"true","environment":"production","environment_protected":"true","deployment_tier":"production","runner_environment":"gitlab-hosted","sub":"project_path:my-group/my-project:ref_type:branch:ref:main"}""",
            """{"ref_protected":"false"}""", "ref_protected"
        },
        {
            "HCP Terraform", SignIns.Hcp, """{"terraform_workspace_id":"ws-8aM3kTz1gTb2qkqP","terraform_run_phase":"apply"}""",
            """{"sub":"organization:acme-corp:project:Default Project:workspace:prod:run_phase:apply","terraform_run_phase":"apply","terraform_workspace_id":"ws-8aM3kTz1gTb2qkqP","terraform_workspace_name":"prod","terraform_organization_id":"org-1","terraform_organization_name":"acme-corp","terraform_project_id":"prj-1","terraform_project_name":"Default Project","terraform_run_id":"run-1","terraform_full_workspace":"organization:acme-corp:project:Default Project:workspace:prod"}""",
            """{"terraform_run_phase":"plan"}""", "terraform_run_phase"
        },
        {
            "AWS outbound web identity", SignIns.Aws, """{"sub":"arn:aws:iam::111122223333:role/deploy","/https:~1~1sts.amazonaws.com~1/aws_account":"111122223333"}""",
            """{"sub":"arn:aws:iam::111122223333:role/deploy","https://sts.amazonaws.com/":{"aws_account":"111122223333","org_id":"o-1","source_region":"eu-central-1","principal_id":"arn:aws:iam::111122223333:role/deploy","request_tags":{}}}""",
            """{"sub":"arn:aws:iam::111122223333:role/other"}""", "sub"
        },
        {
            "Azure managed identity", SignIns.Azure, """{"oid":"9b0e5f0a-0000-4000-8000-000000000001","idtyp":"app"}""",
            """{"sub":"9b0e5f0a-0000-4000-8000-000000000001","oid":"9b0e5f0a-0000-4000-8000-000000000001","appid":"5c0e5f0a-0000-4000-8000-000000000002","tid":"11111111-2222-3333-4444-555555555555","idtyp":"app","ver":"1.0","xms_mirid":"/subscriptions/s/resourcegroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/deploy"}""",
            """{"oid":"9b0e5f0a-0000-4000-8000-00000000000f"}""", "oid"
        },
        {
            "Kubernetes", SignIns.Kubernetes, """{"sub":"system:serviceaccount:deploy:runner","/kubernetes.io/namespace":"deploy"}""",
            """{"sub":"system:serviceaccount:deploy:runner","kubernetes.io":{"namespace":"deploy","pod":{"name":"runner-0","uid":"1"},"serviceaccount":{"name":"runner","uid":"2"}},"aud":["https://mcp.example.com"],"jti":null}""",
            """{"sub":"system:serviceaccount:deploy:default","kubernetes.io":{"namespace":"deploy"}}""", "sub"
        },
    };

    [Theory]
    [MemberData(nameof(Sources))]
    public async Task A_job_that_its_rule_means_gets_an_hours_token_and_no_other_does(string source, string issuer, string match, string claims, string other, string unmatched)
    {
        await using var product = await SignIns.StartAsync();
        await product.HaveAsync("deploy", SignIns.Rule(issuer, match, """[{"scopes":["mint"],"integrated_accounts":["sandbox"]}]"""));
        var good = product.Claims(issuer, claims);
        var (status, body) = await product.ExchangeAsync("deploy", product.Issuer.Sign(good));
        Assert.True(status == HttpStatusCode.OK, $"{source}: {body}");
        Assert.Equal(("Bearer", 3600, "mint", """["deploy"]"""), ((string)body["token_type"]!, (int)body["expires_in"]!, (string)body["scope"]!, body["rules"]!.ToJsonString()));
        Assert.Equal("urn:ietf:params:oauth:token-type:access_token", (string)body["issued_token_type"]!);
        var token = (string)body["access_token"]!;
        Assert.Equal(HttpStatusCode.Created, await product.StatusAsync(token, "/integrated-account/sandbox/mcp", HttpMethod.Post, """{"name":"of a job"}"""));
        Assert.Equal(HttpStatusCode.Forbidden, await product.StatusAsync(token, "/integrated-account"));
        Assert.Equal(HttpStatusCode.Forbidden, await product.StatusAsync(token, "/api-token"));

        // Every act of it says who it was, and the proof stands nowhere.
        var acts = product.Logs.Of("ServerlessMcp.Audit").Where(line => line.Contains("\"event\":\"mint\"", StringComparison.Ordinal)).ToArray();
        Assert.Contains($"\"identity\":{{\"rule\":\"deploy\",\"issuer\":\"{issuer}\",\"subject\":\"{good["sub"]}\"", acts[^1], StringComparison.Ordinal);

        var bad = product.Claims(issuer, claims);
        foreach (var (name, value) in JsonNode.Parse(other)!.AsObject())
        {
            bad[name] = value?.DeepClone();
        }

        var proof = product.Issuer.Sign(bad);
        (status, body) = await product.ExchangeAsync("deploy", proof);
        Assert.Equal((HttpStatusCode.Forbidden, "access_denied"), (status, (string)body["error"]!));
        Assert.Contains(unmatched, (string)body["error_description"]!, StringComparison.Ordinal);
        Assert.Contains($"\"unmatched\":[\"{unmatched}\"]", product.Logs.Of("ServerlessMcp.Audit")[^1], StringComparison.Ordinal);
        Assert.DoesNotContain(proof.Split('.')[2], string.Join('\n', product.Logs.Of("ServerlessMcp.Audit")) + product.Store.Dump(), StringComparison.Ordinal);
        Assert.DoesNotContain(token[8..], product.Store.Dump(), StringComparison.Ordinal);

        // An hour later it is over.
        product.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(HttpStatusCode.Unauthorized, await product.StatusAsync(token));
    }

    [Fact]
    public async Task A_machine_names_its_rule_and_a_rule_for_people_is_none()
    {
        await using var product = await SignIns.StartAsync();
        await product.HaveAsync("people", SignIns.PeopleRule("""{"sub":"somebody"}"""));
        var claims = product.Claims(TestIssuer.Url);
        claims["aud"] = SignIns.ClientId;
        var (status, body) = await product.ExchangeAsync("people", product.Issuer.Sign(claims));
        Assert.Equal((HttpStatusCode.BadRequest, "unauthorized_client"), (status, (string)body["error"]!));
        foreach (var left in new[] { "rule", "subject_token", "subject_token_type" })
        {
            (string, string)[] form = [("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"), ("rule", "people"), ("subject_token", "x"), ("subject_token_type", "urn:ietf:params:oauth:token-type:jwt")];
            (status, body) = await product.FormAsync("/oauth/token", [.. form.Where(each => each.Item1 != left)]);
            Assert.Equal((HttpStatusCode.BadRequest, "invalid_request"), (status, (string)body["error"]!));
        }

        (status, body) = await product.ExchangeAsync("no-such-rule", product.Issuer.Sign(product.Claims(TestIssuer.Url)));
        Assert.Equal((HttpStatusCode.BadRequest, "invalid_grant"), (status, (string)body["error"]!));
    }

    [Fact]
    public async Task Fewer_scopes_are_given_where_fewer_are_asked_for()
    {
        await using var product = await SignIns.StartAsync();
        await product.HaveAsync("ci", SignIns.Rule(TestIssuer.Url, """{"sub":"somebody"}""", """[{"scopes":["mint","audit"]}]"""));
        var (_, body) = await product.ExchangeAsync("ci", product.Issuer.Sign(product.Claims(TestIssuer.Url)), ("scope", "audit"));
        Assert.Equal("audit", (string)body["scope"]!);
        Assert.Equal(HttpStatusCode.Forbidden, await product.StatusAsync((string)body["access_token"]!, "/integrated-account/sandbox/mcp", HttpMethod.Post, """{"name":"x"}"""));
        foreach (var scope in new[] { "admin", "call", "audit nonsense" })
        {
            (_, body) = await product.ExchangeAsync("ci", product.Issuer.Sign(product.Claims(TestIssuer.Url)), ("scope", scope));
            Assert.Equal("invalid_scope", (string)body["error"]!);
        }
    }
}
