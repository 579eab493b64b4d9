using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ServerlessMcp.Accounts;
using ServerlessMcp.Hosting;
using ServerlessMcp.Infra.Tests.Support;
using ServerlessMcp.Infra.Tests.Terraform;
using ServerlessMcp.Integrations.Aws.Account;
using ServerlessMcp.Lambda;

namespace ServerlessMcp.Infra.Tests.Deployment;

/// <summary>docs/aws.md from an empty account and back, by its own commands, on an emulator of the whole of AWS that the stack needs.</summary>
[Collection(TerraformTurns.Name)]
[TestMethodOrderer(typeof(AsWritten))]
[Trait("Needs", "moto")]
public sealed partial class DeploymentTests(DeploymentSteps stack) : IClassFixture<DeploymentSteps>
{
    private const string Role = "serverless-mcp-function";
    private const string AuditRole = "serverless-mcp-audit";

    // What moto 5.2.1 does not keep, so that Terraform would set it again. A gap that is gone is red too: then it goes from here, and from docs/aws.md.
    private static readonly Dictionary<string, string> Gaps = new(StringComparer.Ordinal)
    {
        ["aws_apigatewayv2_api.front ip_address_type"] = "moto does not know IpAddressType of an API",
        ["aws_lambda_function.mcp logging_config"] = "moto does not keep LoggingConfig of a function",
    };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_empty_account_has_the_whole_stack_after_the_pages_commands()
    {
        var up = await stack.UpAsync();
        Assert.True(up.ExitCode == 0, up.Said);
        Assert.Matches(@"Apply complete! Resources: [1-9][0-9]+ added, 0 changed, 0 destroyed\.", up.Output);
        NothingPlanted(up);
    }

    [Fact]
    public async Task A_second_plan_is_empty_but_for_what_the_emulator_does_not_keep()
    {
        await stack.UpAsync();
        var planned = await stack.TypeAsync("terraform plan -no-color -out second.plan > planned.txt || { cat planned.txt; exit 1; }\nterraform show -json second.plan");
        Assert.True(planned.ExitCode == 0, planned.Said);
        var changes = JsonNode.Parse(planned.Output)!["resource_changes"]!.AsArray()
            .Where(one => one!["change"]!["actions"]!.AsArray() is not [var only] || (string?)only != "no-op").ToList();
        Assert.All(changes, one => Assert.Equal("""["update"]""", one!["change"]!["actions"]!.ToJsonString()));
        var differences = changes.SelectMany(one => Differences(one!["change"]!).Select(member => $"{(string?)one["address"]} {member}"));
        Assert.Equal(Gaps.Keys.Order(StringComparer.Ordinal), differences.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_functions_environment_starts_the_host_and_names_what_is_there()
    {
        await stack.UpAsync();
        var function = await stack.ReadAsync("lambda", "get-function-configuration", "--function-name", "serverless-mcp");
        Assert.Equal(("provided.al2023", "bootstrap"), ((string?)function["Runtime"], (string?)function["Handler"]));
        Assert.Equal(Arn("iam", $"role/{Role}", region: ""), (string?)function["Role"]);

        var environment = function["Environment"]!["Variables"]!.AsObject().ToDictionary(one => one.Key, one => (string?)one.Value, StringComparer.Ordinal);
        Assert.Equal(["SERVERLESSMCP_AUDIT_KEY_SECRET", "SERVERLESSMCP_PUBLIC_URL", "SERVERLESSMCP_TABLE"], environment.Keys.Order(StringComparer.Ordinal));
        environment["AWS_REGION"] = DeploymentSteps.Region; // Lambda's own.
        var settings = LambdaSettings.Read(environment.GetValueOrDefault);

        // Without either the host does not start, and says which.
        foreach (var needed in (string[])["SERVERLESSMCP_PUBLIC_URL", "SERVERLESSMCP_TABLE"])
        {
            var refused = Assert.Throws<SettingsException>(() => LambdaSettings.Read(name => name == needed ? null : environment.GetValueOrDefault(name)));
            Assert.Contains(needed, refused.Message, StringComparison.Ordinal);
        }

        var table = (await stack.ReadAsync("dynamodb", "describe-table", "--table-name", settings.Table))["Table"]!;
        Assert.Equal("""[{"AttributeName":"kind","KeyType":"HASH"},{"AttributeName":"id","KeyType":"RANGE"}]""", table["KeySchema"]!.ToJsonString());
        Assert.True((bool?)table["DeletionProtectionEnabled"]);
        var expiry = await stack.ReadAsync("dynamodb", "describe-time-to-live", "--table-name", settings.Table);
        Assert.Equal("expires_at_epoch", (string?)expiry["TimeToLiveDescription"]!["AttributeName"]);

        var api = Assert.Single((await stack.ReadAsync("apigatewayv2", "get-apis"))["Items"]!.AsArray())!;
        Assert.Equal((string?)api["ApiEndpoint"], settings.PublicUrl.AbsoluteUri.TrimEnd('/'));
        Assert.Contains(environment["SERVERLESSMCP_AUDIT_KEY_SECRET"], (await SecretsAsync()).Keys);
    }

    [Fact]
    public async Task The_role_may_do_what_the_code_does_and_nothing_else_and_each_action_that_is_taken_away_is_missed()
    {
        await stack.UpAsync();
        var table = Arn("dynamodb", "table/serverless-mcp-records");
        var group = Arn("logs", "log-group:/aws/lambda/serverless-mcp:log-stream:*");
        var secrets = await SecretsAsync();
        Assert.Equal(["serverless-mcp/audit-key", "serverless-mcp/tfe-token"], secrets.Keys.Order(StringComparer.Ordinal));
        List<string> needs =
        [
            .. (await CodeNeeds.OfTheTableAsync(Cancel)).Select(asked => asked.Replace(" on table", $" on {table}", StringComparison.Ordinal)),
            .. from action in CodeNeeds.OfSecrets() from secret in secrets.Values select $"{action} on {secret}",
            // What Lambda writes as the function's role.
            $"logs:CreateLogStream on {group}", $"logs:PutLogEvents on {group}",
            // The integration aws becomes the role that reads the account.
            $"sts:AssumeRole on {Arn("iam", $"role/{AuditRole}", region: "")}",
        ];
        await ExactlyAsync(Role, "function", needs);
        Assert.Equal("lambda.amazonaws.com", (string?)Assert.Single(await TrustAsync(Role))!["Principal"]!["Service"]);

        // Only this API may call the function.
        var permission = JsonNode.Parse((string)(await stack.ReadAsync("lambda", "get-policy", "--function-name", "serverless-mcp"))["Policy"]!)!;
        var may = Assert.Single(permission["Statement"]!.AsArray())!;
        var api = Assert.Single((await stack.ReadAsync("apigatewayv2", "get-apis"))["Items"]!.AsArray())!;
        Assert.Equal(("apigateway.amazonaws.com", "lambda:InvokeFunction"), ((string?)may["Principal"]!["Service"], (string?)may["Action"]));
        Assert.Equal($"{Arn("execute-api", (string)api["ApiId"]!)}/*", (string?)may["Condition"]!["ArnLike"]!["AWS:SourceArn"]);
    }

    [Fact]
    public async Task The_role_that_reads_an_account_may_do_what_the_tools_do_and_nothing_else()
    {
        await stack.UpAsync();
        await ExactlyAsync(AuditRole, "audit", [.. AwsActions.All.Select(action => $"{action} on {(AwsActions.IsOfBucket(action) ? "arn:aws:s3:::*" : "*")}")]);
        var trust = Assert.Single(await TrustAsync(AuditRole))!;
        Assert.Equal(Arn("iam", $"role/{Role}", region: ""), (string?)trust["Principal"]!["AWS"]);
        Assert.Equal("smcp-0123456789abcdef", (string?)trust["Condition"]!["StringEquals"]!["sts:ExternalId"]);
    }

    [Fact]
    public async Task The_pages_commands_lead_to_a_first_URL_and_of_the_admin_token_only_the_hash_is_stored()
    {
        var typed = await stack.FirstUrlAsync();
        Assert.True(typed.ExitCode == 0, typed.Said);
        Assert.Equal(DeploymentSteps.TerraformToken, await SecretAsync("serverless-mcp/tfe-token"));
        Assert.StartsWith("-----BEGIN PRIVATE KEY-----", await SecretAsync("serverless-mcp/audit-key"), StringComparison.Ordinal);

        var token = AdminToken().Match(typed.Output).Groups["token"].Value;
        Assert.True(SecretToken.IsWellFormed(SecretToken.ApiPrefix, token));
        var id = SecretToken.RecordId(SecretToken.ApiPrefix, SecretToken.Hash(token));
        var key = new JsonObject { ["kind"] = new JsonObject { ["S"] = $"api-token/{id}" }, ["id"] = new JsonObject { ["S"] = id } };
        var stored = await stack.ReadAsync("dynamodb", "get-item", "--table-name", "serverless-mcp-records", "--key", key.ToJsonString());
        Assert.Contains("first admin", (string?)stored["Item"]!["content"]!["S"], StringComparison.Ordinal);
        Assert.DoesNotContain(token, stored.ToJsonString(), StringComparison.Ordinal);
        NothingPlanted(typed);

        // The control plane took the account, minted a URL under the API's own name, and showed the public half of the key.
        var api = Assert.Single((await stack.ReadAsync("apigatewayv2", "get-apis"))["Items"]!.AsArray())!;
        Assert.Contains($"\"{(string?)api["ApiEndpoint"]}/mcp/smcp_", typed.Output, StringComparison.Ordinal);
        Assert.Contains("\"acme-corp\"", typed.Output, StringComparison.Ordinal);
        Assert.Contains("BEGIN PUBLIC KEY", typed.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(token, stack.Logged, StringComparison.Ordinal);
        Assert.DoesNotContain("smcp_", stack.Logged, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_page_asks_to_verify_in_the_logs_can_be_asked()
    {
        await stack.UpAsync();
        var asked = await stack.TypeAsync($"REGION={DeploymentSteps.Region}\n{DocumentedCommands.Of(DeploymentSteps.Page, "Verify on the first deploy")}");
        Assert.True(asked.ExitCode == 0, asked.Said);
        Assert.Equal("[]\n[]\n", asked.Output);
    }

    [Fact]
    public async Task A_destroy_that_the_table_refuses_leaves_records_secrets_logs_and_the_urls_host_name()
    {
        await stack.UpAsync();
        await stack.FirstUrlAsync();
        var (before, items) = (await ProtectedAsync(), await CountAsync());
        Assert.Equal(7, before.Count);
        Assert.True(items > 4, $"{items} records");

        var refused = await stack.RefusedAsync();
        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains("can't be deleted while DeletionProtectionEnabled is set to True", refused.Errors, StringComparison.Ordinal);
        Assert.Equal(before, await ProtectedAsync());
        Assert.Equal(DeploymentSteps.TerraformToken, await SecretAsync("serverless-mcp/tfe-token"));
        Assert.StartsWith("-----BEGIN PRIVATE KEY-----", await SecretAsync("serverless-mcp/audit-key"), StringComparison.Ordinal);
        Assert.Equal(items, await CountAsync());
    }

    [Fact]
    public async Task The_first_step_of_the_way_down_puts_back_what_a_refused_destroy_took_under_the_same_name()
    {
        await stack.RefusedAsync();
        var before = await ProtectedAsync();
        var applied = await stack.UnprotectedAsync();
        Assert.True(applied.ExitCode == 0, applied.Said);
        Assert.Equal(before, await ProtectedAsync());
        var function = await stack.ReadAsync("lambda", "get-function-configuration", "--function-name", "serverless-mcp");
        var api = Assert.Single((await stack.ReadAsync("apigatewayv2", "get-apis"))["Items"]!.AsArray())!;
        Assert.Equal((string?)api["ApiEndpoint"], (string?)function["Environment"]!["Variables"]!["SERVERLESSMCP_PUBLIC_URL"]);
    }

    [Fact]
    public async Task After_the_way_down_nothing_is_left()
    {
        var gone = await stack.GoneAsync();
        Assert.True(gone.ExitCode == 0, gone.Said);
        Assert.Empty(await ProtectedAsync());
        Assert.Empty((await stack.ReadAsync("lambda", "list-functions"))["Functions"]!.AsArray());
        Assert.Empty((await stack.ReadAsync("iam", "list-roles"))["Roles"]!.AsArray());
        Assert.Empty((await stack.ReadAsync("sns", "list-topics"))["Topics"]!.AsArray());
        Assert.Empty((await stack.ReadAsync("cloudwatch", "describe-alarms"))["MetricAlarms"]!.AsArray());
        NothingPlanted(gone);
    }

    // The role has this policy and no other, which is exactly what is needed; and it would be seen if any action were not there.
    private async Task ExactlyAsync(string role, string name, IReadOnlyCollection<string> needs)
    {
        Assert.Empty((await stack.ReadAsync("iam", "list-attached-role-policies", "--role-name", role))["AttachedPolicies"]!.AsArray());
        Assert.Equal([name], (await stack.ReadAsync("iam", "list-role-policies", "--role-name", role))["PolicyNames"]!.AsArray().Select(one => (string)one!));
        var policy = (await stack.ReadAsync("iam", "get-role-policy", "--role-name", role, "--policy-name", name))["PolicyDocument"]!;
        Assert.Empty(RolePolicy.Differences(policy, needs));
        Assert.All(needs.Select(need => need.Split(' ')[0]).Distinct(), action => Assert.Equal(
            needs.Where(need => need.StartsWith($"{action} on ", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(need => $"missing: {need}"),
            RolePolicy.Differences(RolePolicy.Without(policy, action), needs)));
    }

    private async Task<int> CountAsync() => (int)(await stack.ReadAsync("dynamodb", "scan", "--table-name", "serverless-mcp-records", "--select", "COUNT"))["Count"]!;

    private async Task<JsonArray> TrustAsync(string role) =>
        (await stack.ReadAsync("iam", "get-role", "--role-name", role))["Role"]!["AssumeRolePolicyDocument"]!["Statement"]!.AsArray();

    private async Task<Dictionary<string, string>> SecretsAsync() =>
        (await stack.ReadAsync("secretsmanager", "list-secrets"))["SecretList"]!.AsArray().ToDictionary(one => (string)one!["Name"]!, one => (string)one!["ARN"]!, StringComparer.Ordinal);

    private async Task<string?> SecretAsync(string name) =>
        (string?)(await stack.ReadAsync("secretsmanager", "get-secret-value", "--secret-id", name))["SecretString"];

    // What holds data, and what minted URLs are made of.
    private async Task<IReadOnlyList<string>> ProtectedAsync()
    {
        var apis = (await stack.ReadAsync("apigatewayv2", "get-apis"))["Items"]!.AsArray().Select(one => (string)one!["ApiId"]!).ToList();
        var stages = apis.Count == 0 ? [] : (await stack.ReadAsync("apigatewayv2", "get-stages", "--api-id", apis[0]))["Items"]!.AsArray().Select(one => $"stage {(string)one!["StageName"]!}");
        var tables = (await stack.ReadAsync("dynamodb", "list-tables"))["TableNames"]!.AsArray().Select(one => (string)one!);
        var groups = (await stack.ReadAsync("logs", "describe-log-groups"))["logGroups"]!.AsArray().Select(one => (string)one!["logGroupName"]!);
        return [.. apis, .. stages, .. tables, .. (await SecretsAsync()).Values.Order(StringComparer.Ordinal), .. groups.Order(StringComparer.Ordinal)];
    }

    private void NothingPlanted(CommandLine said)
    {
        var states = Directory.EnumerateFiles(stack.Folder, "*.tfstate*").Select(file => File.ReadAllText(file));
        Assert.All([said.Said, .. states], text => Assert.All(DeploymentSteps.Planted, secret => Assert.DoesNotContain(secret, text, StringComparison.Ordinal)));
    }

    private static string Arn(string service, string of, string region = DeploymentSteps.Region) => $"arn:aws:{service}:{region}:123456789012:{of}";

    // Members that a plan would change; what is known only after it is none.
    private static IEnumerable<string> Differences(JsonNode change)
    {
        var (before, after) = (change["before"]!.AsObject(), change["after"]!.AsObject());
        var unknown = change["after_unknown"]!.AsObject();
        return before.Select(member => member.Key).Union(after.Select(member => member.Key))
            .Where(name => !(unknown[name] is JsonValue value && value.TryGetValue<bool>(out var isUnknown) && isUnknown))
            .Where(name => !JsonNode.DeepEquals(before[name], after[name]));
    }

    [GeneratedRegex("^admin token: (?<token>.*)$", RegexOptions.Multiline, 1000)]
    private static partial Regex AdminToken();
}
