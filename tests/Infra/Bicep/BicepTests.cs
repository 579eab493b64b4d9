using System.Text.RegularExpressions;

namespace ServerlessMcp.Infra.Tests.Bicep;

/// <summary>What the compiler can't know: the rules of this product, held on a tree of the grammar's.</summary>
public sealed partial class BicepTests
{
    [Fact]
    public Task Every_template_is_Bicep() => HoldsAsync(BicepRules.Syntax);

    [Fact]
    public Task Every_param_and_every_output_is_described() => HoldsAsync(BicepRules.Descriptions);

    [Fact]
    public Task No_secret_goes_through_a_deployment_or_comes_out_of_one() => HoldsAsync(BicepRules.Secrets);

    [Fact]
    public Task Api_versions_are_those_that_were_read_about() => HoldsAsync(BicepRules.ApiVersions);

    [Fact]
    public Task A_roles_name_goes_with_its_id() => HoldsAsync(BicepRules.RoleIds);

    [Fact]
    public Task Storage_takes_no_shared_key() => HoldsAsync(BicepRules.Storage);

    [Fact]
    public Task Vaults_go_by_role_and_can_not_be_purged() => HoldsAsync(BicepRules.Vaults);

    [Fact]
    public Task Telemetry_takes_no_key_and_keeps_no_path() => HoldsAsync(BicepRules.Telemetry);

    [Fact]
    public Task The_app_runs_on_Flex_Consumption_with_what_its_runtime_asks_for_and_logs_no_path() => HoldsAsync(BicepRules.Apps);

    [Fact]
    public async Task Every_name_is_declared_and_used_and_modules_get_what_they_ask_for()
    {
        var files = await BicepTemplates.OfTheProductAsync();
        Assert.Empty(files.SelectMany(file => BicepNames.Complaints(file, files)));
    }

    [Fact]
    public async Task The_rules_have_something_to_hold()
    {
        var files = await BicepTemplates.OfTheProductAsync();
        string[] needed =
        [
            "Microsoft.Storage/storageAccounts", "Microsoft.KeyVault/vaults", "Microsoft.Web/serverfarms", "Microsoft.Web/sites", "config", "Microsoft.Insights/components",
            "Microsoft.OperationalInsights/workspaces", "Microsoft.Insights/metricAlerts", "Microsoft.Insights/scheduledQueryRules", "Microsoft.Authorization/roleAssignments",
        ];
        Assert.All(needed, type => Assert.Contains(files, file => file.Of(type).Any()));
    }

    [Fact]
    public async Task The_rules_bite()
    {
        using var folder = new TemporaryFolder();
        var path = folder["bad.bicep"];
        await File.WriteAllTextAsync(path, BadTemplate, TestContext.Current.CancellationToken);
        var file = Assert.Single(await BicepTemplates.ReadAsync([path]));
        string[] complaints =
        [
            .. BicepRules.Descriptions(file), .. BicepRules.Secrets(file), .. BicepRules.ApiVersions(file), .. BicepRules.RoleIds(file), .. BicepRules.Storage(file),
            .. BicepRules.Vaults(file), .. BicepRules.Telemetry(file), .. BicepRules.Apps(file), .. BicepNames.Complaints(file, [file]),
        ];
        string[] expected =
        [
            "bad.bicep: param password has no @description",
            "bad.bicep: output key has no @description",
            "bad.bicep: listKeys brings a key into the deployment",
            "bad.bicep: param password is a secret, and a deployment takes none",
            "bad.bicep: output connection shows a secret",
            "bad.bicep: token has a secret's value",
            "bad.bicep: Microsoft.Storage/storageAccounts@2019-06-01 is not on the list of API versions",
            "bad.bicep: secretsUser is not the id of that role",
            "bad.bicep: account.properties.allowSharedKeyAccess has to be false",
            "bad.bicep: account.properties.minimumTlsVersion has to be 'TLS1_2'",
            "bad.bicep: vault.properties.enableRbacAuthorization has to be true",
            "bad.bicep: vault.properties.enablePurgeProtection has to be true",
            "bad.bicep: insights.properties.DisableLocalAuth has to be true",
            "bad.bicep: paths logs paths",
            "bad.bicep: site.properties.httpsOnly has to be true",
            "bad.bicep: settings.properties.AzureFunctionsJobHost__logging__logLevel__default has to be 'Warning'",
            "bad.bicep: properties.FUNCTIONS_WORKER_RUNTIME must not be set on Flex Consumption",
            "bad.bicep: misspelt is not declared",
            "bad.bicep: secretsUser is not used",
            "bad.bicep: modules/none.bicep does not exist",
        ];
        Assert.All(expected, complaint => Assert.Contains(complaint, complaints));

        await File.WriteAllTextAsync(path, "param name string =\n", TestContext.Current.CancellationToken);
        Assert.NotEmpty(BicepRules.Syntax(Assert.Single(await BicepTemplates.ReadAsync([path]))));
    }

    // The grammar does not know parameter files.
    [Fact]
    public async Task The_example_gives_params_that_exist_and_all_that_are_needed()
    {
        var main = Assert.Single(await BicepTemplates.OfTheProductAsync(), file => file.Name == "main.bicep");
        var example = await File.ReadAllTextAsync(Checkout.PathOf("infra", "bicep", "main.bicepparam"), TestContext.Current.CancellationToken);
        Assert.StartsWith("using './main.bicep'\n", example, StringComparison.Ordinal);
        var given = ParamLine().Matches(example).Select(line => line.Groups["name"].Value).ToList();
        Assert.Subset(main.Parameters.Select(parameter => parameter.Name).ToHashSet(), given.ToHashSet());
        Assert.Empty(main.Parameters.Where(parameter => !parameter.HasDefault).Select(parameter => parameter.Name).Except(given));
    }

    private static async Task HoldsAsync(Func<BicepFile, IEnumerable<string>> rule)
    {
        var files = await BicepTemplates.OfTheProductAsync();
        Assert.NotEmpty(files);
        Assert.Empty(files.SelectMany(rule));
    }

    private const string BadTemplate = """
        @secure()
        param password string

        var secretsUser = '00000000-0000-0000-0000-000000000000'

        resource account 'Microsoft.Storage/storageAccounts@2019-06-01' = {
          name: misspelt
          properties: {
            allowSharedKeyAccess: true
          }
        }

        resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = {
          name: 'vault'
          properties: {
            enableRbacAuthorization: false
          }
        }

        resource token 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = {
          name: 'vault/token'
          properties: {
            value: password
          }
        }

        resource insights 'Microsoft.Insights/components@2020-02-02' = {
          name: 'insights'
        }

        resource paths 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
          name: 'paths'
          properties: {
            logs: [
              {
                category: 'AppServiceHTTPLogs'
                enabled: true
              }
            ]
          }
        }

        resource site 'Microsoft.Web/sites@2024-04-01' = {
          name: 'site'
          properties: {
            httpsOnly: false
          }

          resource settings 'config' = {
            name: 'appsettings'
            properties: {
              FUNCTIONS_WORKER_RUNTIME: 'custom'
            }
          }
        }

        module none 'modules/none.bicep' = {
          name: 'none'
        }

        output key string = account.listKeys().keys[0].value
        output connection string = insights.properties.ConnectionString
        """;

    [GeneratedRegex(@"^param (?<name>\w+) =", RegexOptions.Multiline, 5000)]
    private static partial Regex ParamLine();
}
