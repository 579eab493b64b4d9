namespace ServerlessMcp.Sandbox.Seed;

/// <summary>The workspaces that are simply fine.</summary>
internal static class SeedFleet
{
    public static void Fill(Seeder seeder)
    {
        var age = 18;
        foreach (var (project, name, kind) in (ReadOnlySpan<(string, string, string)>)
        [
            ("Networking", "transit-gateway", "aws_ec2_transit_gateway"),
            ("Networking", "dns-zones", "aws_route53_zone"),
            ("Platform", "observability", "aws_prometheus_workspace"),
            ("Platform", "log-archive", "aws_s3_bucket"),
            ("Platform", "identity-provider", "aws_iam_openid_connect_provider"),
            ("Platform", "vault-cluster", "aws_instance"),
            ("Platform", "ci-runners", "aws_autoscaling_group"),
            ("Platform", "artifact-registry", "aws_ecr_repository"),
            ("Data", "message-broker", "aws_mq_broker"),
            ("Data", "search-cluster", "aws_opensearch_domain"),
            ("Data", "analytics-warehouse", "aws_redshift_cluster"),
            ("Frontend", "customer-portal", "aws_ecs_service"),
            ("Frontend", "feature-flags", "aws_appconfig_application"),
        ])
        {
            seeder.Workspace(project, name).Tagged(project.ToLowerInvariant())
                .Variable("name", name)
                .Resource(kind, "main", """{"name":"${var.name}","tags":{"owner":"platform","cost-center":"4711"}}""")
                .Output("name", "${var.name}")
                .Applied(daysAgo: age += 7);
        }

        // Never configured, never run.
        seeder.Workspace("Default Project", "sandbox-experiments").Set("description", "Nothing here yet.");
    }
}
