using System.Text.RegularExpressions;
using ServerlessMcp.Infra.Tests.Support;

namespace ServerlessMcp.Infra.Tests;

/// <summary>What a configuration sets, the host has to read under the same name; what a table has, the store has to write.</summary>
public sealed partial class HostSettingsTests
{
    [Theory]
    [InlineData("infra/terraform/function.tf", "src/Lambda", 3)]
    [InlineData("infra/bicep/modules/app.bicep", "src/Functions", 5)]
    public void Every_setting_that_is_set_is_read(string configuration, string host, int atLeast)
    {
        var set = Setting().Matches(Needed.Read(configuration)).Select(match => match.Value).ToHashSet();
        Assert.True(set.Count >= atLeast, string.Join(", ", set));
        Assert.Subset(Setting().Matches(Needed.Sources(host) + Needed.Read("src/Shared/Hosting/EnvironmentSettings.cs")).Select(match => match.Value).ToHashSet(), set);
    }

    [Theory]
    [InlineData("infra/terraform/function.tf", "infra/terraform/variables.tf")]
    [InlineData("infra/bicep/modules/app.bicep", "infra/bicep/main.bicep")]
    public void The_key_of_exports_can_be_named(string configuration, string variables)
    {
        Assert.Contains("SERVERLESSMCP_AUDIT_KEY_SECRET", Needed.Read(configuration), StringComparison.Ordinal);
        Assert.Contains("'audit-key'", Needed.Read(variables).Replace('"', '\''), StringComparison.Ordinal);
    }

    // On AWS any further setting may be given, unless it may be a secret; on Azure those that have a member in a sealed type.
    [Fact]
    public void Every_setting_of_all_hosts_can_be_set_on_Azure_and_no_secret()
    {
        var free = Setting().Matches(FurtherSettings().Match(Needed.Read("infra/bicep/main.bicep")).Value).Select(match => match.Value).ToHashSet();
        var own = Setting().Matches(Needed.Read("infra/bicep/modules/app.bicep")).Select(match => match.Value);
        var common = Setting().Matches(Needed.Read("src/Shared/Hosting/EnvironmentSettings.cs")).Select(match => match.Value).ToHashSet();
        Assert.True(common.Count >= 7);
        Assert.Empty(common.Except(free).Except(own));
        Assert.Empty(free.Intersect(own));
        Assert.Subset(Setting().Matches(Needed.Sources("src/Functions")).Select(match => match.Value).Union(common).ToHashSet(), free);
        // Audiences of others' tokens, which are no secret.
        Assert.All(free.Except(["SERVERLESSMCP_TOKEN_AUDIENCES"]), name => Assert.DoesNotMatch("(?i)token|password|secret|credential|emulator", name));
    }

    [Fact]
    public void No_setting_of_all_hosts_is_taken_for_a_secret_on_AWS()
    {
        var rule = NamesOfSecrets().Match(Needed.Read("infra/terraform/variables.tf"));
        var common = Setting().Matches(Needed.Read("src/Shared/Hosting/EnvironmentSettings.cs")).Select(match => match.Value).Except(["SERVERLESSMCP_ADMIN_TOKEN"]);
        var own = OwnSettings().Match(Needed.Read("infra/terraform/variables.tf")).Value;
        Assert.True(rule.Success);
        Assert.All(common.Where(name => !own.Contains($"\"{name}\"", StringComparison.Ordinal) && name != rule.Groups["free"].Value), name => Assert.DoesNotMatch(rule.Groups["pattern"].Value, name));
    }

    [Fact]
    public void The_table_on_AWS_has_the_names_that_the_store_writes()
    {
        var table = Needed.Read("infra/terraform/table.tf");
        var store = Needed.Sources("src/Lambda");
        var names = Quoted().Matches(table).Select(match => match.Groups["name"].Value).Where(name => name is not ("S" or "ALL" or "PAY_PER_REQUEST" or "aws_dynamodb_table" or "records")).ToHashSet();
        Assert.Equal(["expires_at_epoch", "id", "kind"], names.Order(StringComparer.Ordinal));
        Assert.All(names, name => Assert.Contains($"\"{name}\"", store, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("src/Functions.Handler/host.json")]
    [InlineData("src/Functions.Worker/host.json")]
    public void What_keeps_paths_out_of_telemetry_on_Azure_is_in_the_packages_too(string host)
    {
        var json = Needed.Read(host);
        Assert.Contains("\"enableHttpTriggerExtendedInfoCollection\": false", json, StringComparison.Ordinal);
        Assert.Contains("\"default\": \"Warning\"", json, StringComparison.Ordinal);
    }

    [GeneratedRegex("SERVERLESSMCP_[A-Z_]+|PARAMETERS_SECRETS_EXTENSION_HTTP_PORT|AZURE_CLIENT_ID", RegexOptions.None, 5000)]
    private static partial Regex Setting();

    [GeneratedRegex(@"@sealed\(\)\ntype furtherSettings = \{\n.*?\n\}", RegexOptions.Singleline, 5000)]
    private static partial Regex FurtherSettings();

    [GeneratedRegex("name == \"(?<free>[A-Z_]+)\" \\|\\| !can\\(regex\\(\"(?<pattern>[^\"]+)\"", RegexOptions.None, 5000)]
    private static partial Regex NamesOfSecrets();

    [GeneratedRegex(@"own_settings = \[[^\]]*\]", RegexOptions.None, 5000)]
    private static partial Regex OwnSettings();

    [GeneratedRegex("\"(?<name>[A-Za-z_]+)\"", RegexOptions.None, 5000)]
    private static partial Regex Quoted();
}
