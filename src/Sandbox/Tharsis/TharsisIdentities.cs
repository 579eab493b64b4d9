namespace ServerlessMcp.Sandbox.Tharsis;

/// <summary>Managed identities of all kinds, and a service account that trusts an issuer.</summary>
internal static class TharsisIdentities
{
    /// <summary>Adds them.</summary>
    public static void Add(TharsisBuilder builder)
    {
        foreach (var (path, type, isAlias) in new[]
        {
            ("my-org/deploy-aws", "aws_federated", false), ("my-org/deploy-azure", "azure_federated", false),
            ("my-org/modules", "tharsis_federated", false), ("my-org/platform/cluster", "kubernetes_federated", false),
            ("my-org/pay/deploy-aws", "aws_federated", true), ("platform/root", "aws_federated", false),
        })
        {
            var group = builder.World.Find($"trn:group:{path[..path.LastIndexOf('/')]}")!;
            builder.World.Add(new Thing("ManagedIdentity")
            {
                Path = group.Path,
                ["id"] = Thing.IdOf("M", path),
                ["metadata"] = TharsisBuilder.Metadata($"trn:managed_identity:{path}"),
                ["type"] = type,
                ["name"] = path[(path.LastIndexOf('/') + 1)..],
                ["description"] = $"{type} of {group.Path}",
                ["groupPath"] = group.Path,
                ["resourcePath"] = path,
                ["group"] = group,
                ["createdBy"] = "operator@example.com",
                ["isAlias"] = isAlias,
                ["data"] = "CANARY-identity-" + path.Replace('/', '-'),
            });
        }

        var account = builder.ServiceAccount("my-org/pipeline");
        account["oidcTrustPolicies"] = new List<object?>
        {
            new Thing("Policy")
            {
                ["issuer"] = "https://token.actions.githubusercontent.com",
                ["boundClaimsType"] = "GLOB",
                ["boundClaims"] = new List<object?> { new Thing("Claim") { ["name"] = "sub", ["value"] = "repo:my-org/*" } },
            },
        };
    }
}
