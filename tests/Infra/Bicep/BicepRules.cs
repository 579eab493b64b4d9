namespace ServerlessMcp.Infra.Tests.Bicep;

/// <summary>What a template must and must not have. Each rule answers its complaints, so that a bad template can show that the rule bites.</summary>
internal static class BicepRules
{
    /// <summary>Versions that were read about, and no preview where there is another: a new one is looked at, then added here.</summary>
    private static readonly string[] Versions =
    [
        "Microsoft.Authorization/locks@2020-05-01",
        "Microsoft.Authorization/roleAssignments@2022-04-01",
        "Microsoft.Insights/actionGroups@2023-01-01",
        "Microsoft.Insights/components@2020-02-02",
        "Microsoft.Insights/diagnosticSettings@2021-05-01-preview", // there is no other with log categories
        "Microsoft.Insights/metricAlerts@2018-03-01",
        "Microsoft.Insights/scheduledQueryRules@2022-06-15",
        "Microsoft.Insights/workbooks@2023-06-01",
        "Microsoft.KeyVault/vaults@2025-05-01",
        "Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30",
        "Microsoft.Network/privateEndpoints@2025-01-01",
        "Microsoft.Network/privateEndpoints/privateDnsZoneGroups@2025-01-01",
        "Microsoft.OperationalInsights/workspaces@2025-02-01",
        "Microsoft.Storage/storageAccounts@2025-01-01",
        "Microsoft.Web/serverfarms@2025-03-01",
        "Microsoft.Web/sites@2025-03-01",
    ];

    /// <summary>Built-in roles by their ids: https://learn.microsoft.com/azure/role-based-access-control/built-in-roles</summary>
    private static readonly Dictionary<string, string> Roles = new()
    {
        ["blobDataOwner"] = "b7e6dc6d-f1e8-4753-8033-0f276bb0955b",
        ["queueDataContributor"] = "974c5e8b-45b9-4653-ba55-5f855dd0fb88",
        ["tableDataContributor"] = "0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3",
        ["secretsUser"] = "4633458b-17de-408a-b874-0445c86b69e6",
        ["secretsOfficer"] = "b86a8fe4-44ce-4948-aee5-eccb2c155cd7",
        ["monitoringMetricsPublisher"] = "3913510d-42f4-4e42-8a64-420c390055eb",
    };

    public static IEnumerable<string> Syntax(BicepFile file) => file.Errors.Select(error => $"{file.Name}:{error}: not Bicep");

    public static IEnumerable<string> Descriptions(BicepFile file) =>
        file.Parameters.Where(parameter => !parameter.Decorators.ContainsKey("description")).Select(parameter => $"{file.Name}: param {parameter.Name} has no @description")
            .Concat(file.Outputs.Where(output => !output.Decorators.ContainsKey("description")).Select(output => $"{file.Name}: output {output.Name} has no @description"));

    public static IEnumerable<string> Secrets(BicepFile file)
    {
        string[] secretMembers = ["ConnectionString", "InstrumentationKey", "primaryKey", "secondaryKey", "primarySharedKey", "getSecret"];
        foreach (var call in file.Calls.Where(call => call.StartsWith("list", StringComparison.OrdinalIgnoreCase) || call == "getSecret"))
            yield return $"{file.Name}: {call} brings a key into the deployment";
        foreach (var parameter in file.Parameters.Where(parameter => parameter.Decorators.ContainsKey("secure")))
            yield return $"{file.Name}: param {parameter.Name} is a secret, and a deployment takes none";
        foreach (var output in file.Outputs.Where(output => secretMembers.Any(member => output.Value.Contains(member, StringComparison.OrdinalIgnoreCase))))
            yield return $"{file.Name}: output {output.Name} shows a secret";
        foreach (var resource in file.Resources.Where(resource => resource.Type.StartsWith("Microsoft.KeyVault/vaults/secrets", StringComparison.Ordinal)))
            yield return $"{file.Name}: {resource.Name} has a secret's value";
    }

    public static IEnumerable<string> ApiVersions(BicepFile file) =>
        file.Resources.Where(resource => !resource.IsNested && !Versions.Contains(resource.Type)).Select(resource => $"{file.Name}: {resource.Type} is not on the list of API versions");

    public static IEnumerable<string> RoleIds(BicepFile file)
    {
        foreach (var (name, id) in Roles)
        {
            var text = string.Join('\n', file.Variables.Select(variable => $"{variable.Name}: {variable.Value}"));
            if (text.Contains($"{name}: '", StringComparison.Ordinal) && !text.Contains($"{name}: '{id}'", StringComparison.Ordinal))
                yield return $"{file.Name}: {name} is not the id of that role";
        }
    }

    public static IEnumerable<string> Storage(BicepFile file) => Must(file, "Microsoft.Storage/storageAccounts", new()
    {
        ["properties.allowSharedKeyAccess"] = "false",
        ["properties.allowBlobPublicAccess"] = "false",
        ["properties.allowCrossTenantReplication"] = "false",
        ["properties.minimumTlsVersion"] = "'TLS1_2'",
        ["properties.supportsHttpsTrafficOnly"] = "true",
    });

    public static IEnumerable<string> Vaults(BicepFile file) => Must(file, "Microsoft.KeyVault/vaults", new()
    {
        ["properties.enableRbacAuthorization"] = "true",
        ["properties.enableSoftDelete"] = "true",
        ["properties.enablePurgeProtection"] = "true",
    });

    public static IEnumerable<string> Telemetry(BicepFile file) =>
        Must(file, "Microsoft.Insights/components", new() { ["properties.DisableLocalAuth"] = "true", ["properties.DisableIpMasking"] = "false" })
            .Concat(Must(file, "Microsoft.OperationalInsights/workspaces", new() { ["properties.features.disableLocalAuth"] = "true" }))
            // These categories have the path of every request, and with it the URL's token.
            .Concat(file.Of("Microsoft.Insights/diagnosticSettings").Where(setting => setting.Properties.Values.Any(value =>
                value.Contains("HTTPLogs", StringComparison.OrdinalIgnoreCase) || value.Contains("categoryGroup", StringComparison.OrdinalIgnoreCase)))
                .Select(setting => $"{file.Name}: {setting.Name} logs paths"));

    public static IEnumerable<string> Apps(BicepFile file) =>
        Must(file, "Microsoft.Web/serverfarms", new() { ["sku.name"] = "'FC1'", ["sku.tier"] = "'FlexConsumption'", ["properties.reserved"] = "true" })
            .Concat(Must(file, "Microsoft.Web/sites", new()
            {
                ["kind"] = "'functionapp,linux'",
                ["properties.httpsOnly"] = "true",
                ["properties.functionAppConfig.runtime.name"] = "runtime",
                ["properties.functionAppConfig.runtime.version"] = "runtime == 'custom' ? '1.0' : '10.0'",
                ["properties.functionAppConfig.deployment.storage.type"] = "'blobContainer'",
                ["properties.functionAppConfig.deployment.storage.authentication.type"] = "'UserAssignedIdentity'",
                ["properties.siteConfig.minTlsVersion"] = "'1.2'",
                ["properties.siteConfig.ftpsState"] = "'Disabled'",
            }))
            .Concat(Must(file, "basicPublishingCredentialsPolicies", new() { ["properties.allow"] = "false" }))
            .Concat(Must(file, "config", new()
            {
                ["properties.AzureFunctionsJobHost__logging__logLevel__default"] = "'Warning'",
                ["properties.AzureFunctionsJobHost__logging__applicationInsights__httpAutoCollectionOptions__enableHttpTriggerExtendedInfoCollection"] = "'false'",
                ["properties.AzureWebJobsStorage__credential"] = "'managedidentity'",
            }))
            .Concat(file.Resources.SelectMany(resource => resource.Properties.Keys).Where(name => name.EndsWith("FUNCTIONS_WORKER_RUNTIME", StringComparison.Ordinal))
                .Select(name => $"{file.Name}: {name} must not be set on Flex Consumption"));

    private static IEnumerable<string> Must(BicepFile file, string type, Dictionary<string, string> properties) =>
        from resource in file.Of(type)
        from property in properties
        where resource.Properties.GetValueOrDefault(property.Key) != property.Value
        select $"{file.Name}: {resource.Name}.{property.Key} has to be {property.Value}";
}
