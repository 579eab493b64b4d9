using ServerlessMcp.Sandbox.Model;
using ServerlessMcp.Sandbox.Runs;

namespace ServerlessMcp.Sandbox.Seed;

/// <summary>The policies of acme-corp. Their rules really read the plan.</summary>
internal static class SeedPolicies
{
    public static void Fill(World world, Organization organization)
    {
        Set(world, organization, "network-guardrails", "sentinel", "Guardrails for networks that reach the internet.",
            Policy(world, organization, "restrict-ingress-cidr", "sentinel", "soft-mandatory",
                "No ingress from the whole internet (0.0.0.0/0).", change =>
                Text(change, "type") == "ingress" && Text(change, "cidr_blocks") == "0.0.0.0/0"
                    ? $"{change.Address}: ingress from 0.0.0.0/0 to port {change.After?["to_port"]} is not allowed; " +
                    "use the corporate range 10.0.0.0/8" : null),
            Policy(world, organization, "require-flow-logs", "sentinel", "soft-mandatory", "Every VPC has flow logs.", change =>
                change.Kind == "aws_vpc" && Text(change, "flow_logs") == "false" ? $"{change.Address}: flow logs are off" : null),
            Policy(world, organization, "require-owner-tag", "sentinel", "advisory",
                "Resources that cost money carry an owner tag.", Untagged));
        Set(world, organization, "data-protection", "sentinel", "What may never happen to a database.",
            Policy(world, organization, "deny-public-databases", "sentinel", "hard-mandatory",
                "A database is never reachable from the internet.", change =>
                Text(change, "publicly_accessible") == "true" ? $"{change.Address}: publicly_accessible must be false" : null),
            Policy(world, organization, "require-encryption-at-rest", "sentinel", "hard-mandatory",
                "Storage is encrypted.", change =>
                Text(change, "storage_encrypted") == "false" ? $"{change.Address}: storage_encrypted must be true" : null));
        Set(world, organization, "cost-hygiene", "sentinel", "Advice that never stops a run.",
            Policy(world, organization, "require-cost-center-tag", "sentinel", "advisory",
                "Resources carry a cost-center tag.", Untagged));
        Set(world, organization, "kubernetes-baseline", "opa", "The least a cluster must keep to.",
            Policy(world, organization, "minimum-version", "opa", "mandatory",
                "Clusters run a supported Kubernetes version.", change =>
                change.Kind == "aws_eks_cluster" && string.CompareOrdinal(Text(change, "version"), "1.31") < 0
                ? $"{change.Address}: version {Text(change, "version")} is out of support" : null),
            Policy(world, organization, "spot-nodes", "opa", "advisory",
                "Node groups outside production use spot capacity.", change =>
                change.Kind == "aws_eks_node_group" && Text(change, "capacity_type") == "ON_DEMAND"
                ? $"{change.Address}: consider SPOT" : null));
    }

    public static void Attach(World world, Organization organization)
    {
        To("network-guardrails", "core-networking", "internal-vpn", "transit-gateway", "dns-zones");
        To("data-protection", "eu-west-database", "prod-database-cluster", "analytics-warehouse");
        To("cost-hygiene", "frontend-cdn", "customer-portal");
        To("kubernetes-baseline", "production-k8s-cluster", "staging-k8s-cluster");
        var set = world.Add(
            new VariableSet(IdGenerator.Named("varset", "aws-account"), organization, "aws-account", world.Now)
            { Description = "Where everything runs.", Global = true });
        Add("AWS_REGION", "eu-central-1", sensitive: false);
        Add("TFC_AWS_RUN_ROLE_ARN", "arn:aws:iam::000000000000:role/tfc", sensitive: true);
        organization.VariableSets.Add(set);

        void Add(string key, string value, bool sensitive) =>
            set.Variables.Add(
                world.Add(new Variable(IdGenerator.Named("var", "aws-account/" + key), set, key, value)
                { Category = "env", Sensitive = sensitive, CreatedAt = world.Now }));

        void To(string name, params ReadOnlySpan<string> workspaces)
        {
            var policies = organization.PolicySets.Find(s => s.Name == name)!;
            foreach (var workspace in workspaces)
                policies.Workspaces.Add(organization.Workspaces.Find(w => w.Name == workspace)!);
        }
    }

    private static string? Untagged(PlannedChange change) =>
        change.After?["tags"] is null && change.Action is "create" or "update" ? $"{change.Address}: no tags" : null;

    private static string? Text(PlannedChange change, string name) => change.After?[name] switch
    {
        JsonArray { Count: > 0 } list => list[0]?.ToString(),
        { } value => value.ToString(),
        null => null,
    };

    private static Policy Policy(
        World world, Organization organization, string name, string kind, string level, string description,
        Func<PlannedChange, string?> rule)
    {
        var policy = world.Add(
            new Policy(IdGenerator.Named("pol", organization.Name + "/" + name), organization, name, kind, level,
                world.Now)
            {
                Description = description,
                Query = kind == "opa" ? $"data.terraform.policies.{name.Replace('-', '_')}.deny" : null,
                Rule = rule,
            });
        organization.Policies.Add(policy);
        return policy;
    }

    private static void Set(
        World world, Organization organization, string name, string kind, string description,
        params ReadOnlySpan<Policy> policies)
    {
        var set = world.Add(
            new PolicySet(IdGenerator.Named("polset", organization.Name + "/" + name), organization, name, kind,
                world.Now)
            { Description = description });
        set.Policies.AddRange(policies);
        organization.PolicySets.Add(set);
    }
}
