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
        var set = Setting().Matches(ReadConfiguration(configuration)).Select(match => match.Value).ToHashSet();
        Assert.True(set.Count >= atLeast, string.Join(", ", set));
        Assert.Subset(Setting().Matches(Sources(host)).Select(match => match.Value).ToHashSet(), set);
    }

    [Fact]
    public void The_table_on_AWS_has_the_names_that_the_store_writes()
    {
        var table = ReadConfiguration("infra/terraform/table.tf");
        var store = Sources("src/Lambda");
        var names = Quoted().Matches(table).Select(match => match.Groups["name"].Value).Where(name => name is not ("S" or "ALL" or "PAY_PER_REQUEST" or "aws_dynamodb_table" or "records")).ToHashSet();
        Assert.Equal(["by_owner", "expires_at_epoch", "id", "kind", "owner_id"], names.Order(StringComparer.Ordinal));
        Assert.All(names, name => Assert.Contains($"\"{name}\"", store, StringComparison.Ordinal));
    }

    [Fact]
    public void The_role_on_AWS_has_the_actions_that_the_store_calls()
    {
        var allowed = Action().Matches(ReadConfiguration("infra/terraform/iam.tf")).Select(match => match.Groups["name"].Value).Order(StringComparer.Ordinal);
        var called = Call().Matches(Sources("src/Lambda")).Select(match => match.Groups["name"].Value).Distinct().Order(StringComparer.Ordinal);
        Assert.Equal(called, allowed);
    }

    [Fact]
    public void What_keeps_paths_out_of_telemetry_on_Azure_is_in_the_package_too()
    {
        var host = Path.Combine(Checkout.Root, "src/Functions/host.json");
        Assert.SkipUnless(File.Exists(host), "src/Functions is not in this checkout.");
        var json = File.ReadAllText(host);
        Assert.Contains("\"enableHttpTriggerExtendedInfoCollection\": false", json, StringComparison.Ordinal);
        Assert.Contains("\"default\": \"Warning\"", json, StringComparison.Ordinal);
    }

    private static string ReadConfiguration(string path) => File.ReadAllText(Path.Combine(Checkout.Root, path));

    private static string Sources(string folder)
    {
        var path = Path.Combine(Checkout.Root, folder);
        Assert.SkipUnless(Directory.Exists(path), $"{folder} is not in this checkout.");
        return string.Join('\n', Directory.EnumerateFiles(path, "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal)).Select(File.ReadAllText));
    }

    [GeneratedRegex("SERVERLESSMCP_[A-Z_]+|PARAMETERS_SECRETS_EXTENSION_HTTP_PORT|AZURE_CLIENT_ID", RegexOptions.None, 5000)]
    private static partial Regex Setting();

    [GeneratedRegex("\"(?<name>[A-Za-z_]+)\"", RegexOptions.None, 5000)]
    private static partial Regex Quoted();

    [GeneratedRegex("\"dynamodb:(?<name>[A-Za-z]+)\"", RegexOptions.None, 5000)]
    private static partial Regex Action();

    [GeneratedRegex(@"\bdynamo\.(?<name>[A-Za-z]+)Async\(", RegexOptions.None, 5000)]
    private static partial Regex Call();
}
