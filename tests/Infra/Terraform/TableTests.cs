using System.Text.Json;
using System.Text.RegularExpressions;

namespace ServerlessMcp.Infra.Tests.Terraform;

/// <summary>The table, really applied: table.tf, variables.tf and versions.tf as they stand, against a DynamoDB on this machine.</summary>
[Collection(TerraformTurns.Name)]
public sealed partial class TableTests(TerraformCommand terraform)
{
    private const string Planted = "planted-secret-5f1c9b7e";

    [Fact]
    public async Task A_table_that_was_applied_has_nothing_left_to_change_and_can_be_destroyed_and_no_secret_is_in_its_state()
    {
        await using var dynamoDb = await DynamoDbEmulator.StartAsync();
        var folder = terraform.Beside("table");
        foreach (var file in (string[])["table.tf", "variables.tf", "versions.tf", ".terraform.lock.hcl"])
        {
            if (File.Exists(Path.Combine(terraform.Copy, file)))
                File.Copy(Path.Combine(terraform.Copy, file), Path.Combine(folder, file));
        }

        // What it is destroyed before (a refused destroy then takes none of it) is not here.
        var table = Path.Combine(folder, "table.tf");
        var whole = await File.ReadAllTextAsync(table, TestContext.Current.CancellationToken);
        var alone = DependsOn().Replace(whole, "\n");
        Assert.NotEqual(whole, alone);
        Assert.All(
            (string[])["aws_apigatewayv2_stage.default", "aws_secretsmanager_secret.terraform", "aws_secretsmanager_secret.audit_key", "aws_secretsmanager_secret.otlp_headers", "aws_cloudwatch_log_group.function"],
            kept => Assert.Contains(kept, DependsOn().Match(whole).Value, StringComparison.Ordinal));
        await File.WriteAllTextAsync(table, alone, TestContext.Current.CancellationToken);

        await File.WriteAllTextAsync(Path.Combine(folder, "provider_override.tf"), $$"""
            provider "aws" {
              skip_credentials_validation = true
              skip_metadata_api_check     = true
              skip_requesting_account_id  = true

              endpoints {
                dynamodb = "{{dynamoDb.Address}}"
              }
            }
            """, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder, "terraform.tfvars"), $"""
            region              = "eu-central-1"
            package_path        = "{Path.Combine(terraform.Copy, "tests", "package.zip")}"
            deletion_protection  = false
            reserved_concurrency = null
            """, TestContext.Current.CancellationToken);
        (string, string)[] secrets = [("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE"), ("AWS_SECRET_ACCESS_KEY", Planted), ("TFE_TOKEN", Planted), ("SERVERLESSMCP_ADMIN_TOKEN", Planted)];

        var applied = await terraform.RunAsync(folder, ["apply", "-auto-approve", "-no-color"], secrets);
        Assert.True(applied.ExitCode == 0, applied.Said);
        var state = await File.ReadAllTextAsync(Path.Combine(folder, "terraform.tfstate"), TestContext.Current.CancellationToken);
        using (var json = JsonDocument.Parse(state))
        {
            var made = Assert.Single(json.RootElement.GetProperty("resources").EnumerateArray()).GetProperty("instances")[0].GetProperty("attributes");
            Assert.Equal("serverless-mcp-records", made.GetProperty("name").GetString());
            Assert.Equal("expires_at_epoch", made.GetProperty("ttl")[0].GetProperty("attribute_name").GetString());
            Assert.True(made.GetProperty("point_in_time_recovery")[0].GetProperty("enabled").GetBoolean());
        }

        Assert.DoesNotContain(Planted, state + applied.Said, StringComparison.Ordinal);

        var planned = await terraform.RunAsync(folder, ["plan", "-detailed-exitcode", "-no-color"], secrets);
        Assert.True(planned.ExitCode == 0, $"A second plan has to be empty.\n{planned.Said}");

        var destroyed = await terraform.RunAsync(folder, ["destroy", "-auto-approve", "-no-color"], secrets);
        Assert.True(destroyed.ExitCode == 0, destroyed.Said);
        Assert.Contains("DeleteTable", dynamoDb.Operations);
        Assert.Contains("UpdateTimeToLive", dynamoDb.Operations);
        Assert.Contains("UpdateContinuousBackups", dynamoDb.Operations);
        Assert.DoesNotContain(Directory.EnumerateFiles(folder, "*.tfstate*"), file => File.ReadAllText(file).Contains(Planted, StringComparison.Ordinal));
    }

    [GeneratedRegex(@"\n  depends_on = \[[^\]]*\]\n", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DependsOn();
}
