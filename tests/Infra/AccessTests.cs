using System.Text.RegularExpressions;
using ServerlessMcp.Infra.Tests.Bicep;
using ServerlessMcp.Infra.Tests.Support;

namespace ServerlessMcp.Infra.Tests;

/// <summary>
/// What the hosts may do in their clouds is what their code does, no less and no more: action by action, and resource by resource, because IAM looks at both
/// (<see href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html"/>).
/// </summary>
public sealed partial class AccessTests
{
    [Fact]
    public async Task The_role_on_AWS_allows_the_store_what_it_asks_and_where_it_asks_it()
    {
        var asked = await CodeNeeds.OfTheTableAsync(TestContext.Current.CancellationToken);
        Assert.Equal(asked.Order(StringComparer.Ordinal), Allowed("dynamodb").Order(StringComparer.Ordinal));

        // Nothing in the code is left that was not asked here.
        // A transaction asks IAM for each of its writes.
        var written = Call().Matches(Needed.Sources("src/Lambda")).Select(match => match.Groups["name"].Value).SelectMany(name => name == "TransactWriteItems" ? ["PutItem", "DeleteItem"] : new[] { name })
            .Select(name => $"dynamodb:{name}").Distinct().Order(StringComparer.Ordinal);
        Assert.Equal(written, asked.Select(one => one.Split(' ')[0]).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_role_on_AWS_reads_the_secrets_and_does_nothing_else_with_them()
    {
        Assert.Equal(["secretsmanager:GetSecretValue"], CodeNeeds.OfSecrets());
        Assert.Equal(["secretsmanager:GetSecretValue on secret audit_key", "secretsmanager:GetSecretValue on secret otlp_headers", "secretsmanager:GetSecretValue on secret terraform"], Allowed("secretsmanager").Order(StringComparer.Ordinal));
    }

    /// <summary>
    /// Azure's roles are not made of single actions, so the narrowest that has what the code does: entities read and written, and the table made where it is missing, which a
    /// reader may not; secrets read, which an officer could write too. Blobs and queues are the Functions host's own: package, keys, the timer's lease.
    /// </summary>
    [Fact]
    public async Task The_apps_roles_on_Azure_are_those_that_its_code_needs()
    {
        var code = Needed.Sources("src/Functions");
        Assert.Equal(["AddEntity", "Create", "DeleteEntity", "GetEntityIfExists", "Query", "UpdateEntity"], TableCall().Matches(code).Select(match => match.Groups["name"].Value).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(["GetSecret"], VaultCall().Matches(code).Select(match => match.Groups["name"].Value).Distinct());

        var given = (await BicepTemplates.OfTheProductAsync()).SelectMany(file => file.Of("Microsoft.Authorization/roleAssignments"), Assignment.Of).ToList();
        Assert.Equal(["insights monitoringMetricsPublisher", "account blobDataOwner", "account queueDataContributor", "account tableDataContributor", "vault secretsUser"],
            given.Where(one => one.Who == "principalId").SelectMany(one => one.Roles.Select(role => $"{one.On} {role}")), Unordered);
        Assert.Equal(["account tableDataContributor", "vault secretsOfficer"], given.Where(one => one.Who == "operatorId").SelectMany(one => one.Roles.Select(role => $"{one.On} {role}")), Unordered);
        Assert.All(given, one => Assert.Contains(one.Who, (string[])["principalId", "operatorId"]));
    }

    // "dynamodb:Query on table/index/by_owner": each action of the policy with each resource that it may be done on.
    private static IEnumerable<string> Allowed(string service) =>
        from statement in Statement().Matches(Needed.Read("infra/terraform/iam.tf"))
        from action in Quoted().Matches(statement.Groups["actions"].Value).Select(match => match.Groups["text"].Value)
        where action.StartsWith(service + ":", StringComparison.Ordinal)
        from resource in ResourceName().Matches(statement.Groups["resources"].Value)
        let table = resource.Groups["table"].Success
        select $"{action} on {(table ? $"table{resource.Groups["index"].Value}" : $"secret {resource.Groups["secret"].Value}")}";

    private static readonly IEqualityComparer<IEnumerable<string>> Unordered =
        EqualityComparer<IEnumerable<string>>.Create((one, other) => one!.Order(StringComparer.Ordinal).SequenceEqual(other!.Order(StringComparer.Ordinal)), _ => 0);

    private sealed record Assignment(string On, string Who, string[] Roles)
    {
        public static Assignment Of(BicepFile file, BicepResource resource)
        {
            // A loop over the file's roles gives all of them, a single assignment the one that it names.
            var id = resource.Properties["properties.roleDefinitionId"];
            var roles = file.Variables.SingleOrDefault(variable => variable.Name == "roles");
            string[] names = roles is not null && id.Contains("role.value", StringComparison.Ordinal)
                ? [.. RoleMember().Matches(roles.Value).Select(match => match.Groups["name"].Value)]
                : [RoleReference().Match(id).Groups["name"].Value];
            return new Assignment(resource.Properties["scope"], resource.Properties["properties.principalId"], names);
        }
    }

    [GeneratedRegex(@"Action\s*=\s*\[(?<actions>[^\]]*)\]\s*Resource\s*=\s*(?<resources>.*)$", RegexOptions.Multiline, 5000)]
    private static partial Regex Statement();

    [GeneratedRegex("\"(?<text>[^\"]+)\"", RegexOptions.None, 5000)]
    private static partial Regex Quoted();

    [GeneratedRegex(@"(?<table>aws_dynamodb_table\.records\.arn)(?:\}(?<index>/index/[a-z_]+))?|aws_secretsmanager_secret\.(?<secret>[a-z_]+)", RegexOptions.None, 5000)]
    private static partial Regex ResourceName();

    [GeneratedRegex(@"\bdynamo\.(?<name>[A-Za-z]+)Async\(", RegexOptions.None, 5000)]
    private static partial Regex Call();

    [GeneratedRegex(@"\btable\.(?<name>Create|[A-Za-z]+Entity[A-Za-z]*|Query)Async[(<]", RegexOptions.None, 5000)]
    private static partial Regex TableCall();

    [GeneratedRegex(@"\bsecrets\.Value\.(?<name>[A-Za-z]+)Async\(", RegexOptions.None, 5000)]
    private static partial Regex VaultCall();

    [GeneratedRegex(@"^\s*(?<name>[A-Za-z]+): '[0-9a-f-]{36}'", RegexOptions.Multiline, 5000)]
    private static partial Regex RoleMember();

    [GeneratedRegex(@"'Microsoft\.Authorization/roleDefinitions', (?:roles\.)?(?<name>[A-Za-z]+)\)", RegexOptions.None, 5000)]
    private static partial Regex RoleReference();
}
