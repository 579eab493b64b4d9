using ServerlessMcp.Sandbox.Model;
using ServerlessMcp.Sandbox.Runs;

namespace ServerlessMcp.Sandbox.Seed;

/// <summary>Workspaces in which something is going on: waiting, failed, drifted or stuck.</summary>
internal static class SeedIncidents
{
    public static void Fill(Seeder seeder)
    {
        seeder.Workspace("Platform", "production-k8s-cluster").Tagged("kubernetes", "prod")
            .Set("description", "The cluster everything runs on.").Variable("cluster_version", "1.33").Variable("node_count", "6")
            .Resource("aws_eks_cluster", "main", """{"version":"${var.cluster_version}","tags":{"owner":"platform"}}""")
            .Resource("aws_eks_node_group", "main",
                """{"desired_size":"${var.node_count}","capacity_type":"ON_DEMAND","tags":{"owner":"platform"}}""")
            .Output("cluster_endpoint", "https://k8s.acme-corp.example.com").Output("cluster_version", "${var.cluster_version}")
            .Applied(daysAgo: 30)
            .Resource("aws_eks_node_group", "memory",
                """{"desired_size":2,"capacity_type":"ON_DEMAND","tags":{"owner":"platform"}}""")
            .Ran(hoursAgo: 5, "Add memory-optimised nodes");

        seeder.Workspace("Platform", "staging-k8s-cluster").Tagged("kubernetes", "staging")
            .Resource("aws_eks_cluster", "main", """{"version":"1.29","tags":{"owner":"platform"}}""")
            .Ran(hoursAgo: 8, "Rebuild the staging cluster");

        seeder.Workspace("Data", "eu-west-database").Tagged("database", "prod", "eu")
            .Variable("publicly_accessible", "false")
            .Resource("aws_db_instance", "main",
                """
                {"engine":"postgres","instance_class":"db.r6g.large","publicly_accessible":"${var.publicly_accessible}",
                 "storage_encrypted":true,"tags":{"owner":"data"}}
                """)
            .Output("endpoint", "eu-west-database.acme-corp.example.com:5432")
            .Applied(daysAgo: 45)
            .Then(hoursAgo: 27, (_, workspace) => workspace.Variables[0].Value = "true")
            .Ran(hoursAgo: 26, "Let the contractor in");

        seeder.Workspace("Data", "prod-database-cluster").Tagged("database", "prod")
            .Variable("db_password", "not-a-real-database-password", sensitive: true)
            .Resource("aws_rds_cluster", "main",
                """{"engine":"aurora-postgresql","master_password":"${var.db_password}","storage_encrypted":""" +
                    """true,"tags":{"owner":"data"}}""")
            .Resource("aws_db_instance", "reader",
                """{"engine":"aurora-postgresql","publicly_accessible":false,"storage_encrypted":true,"tags":""" +
                    """{"owner":"data"}}""")
            .Output("writer_endpoint", "prod-db.acme-corp.example.com")
            .Output("db_password", "${var.db_password}", sensitive: true)
            .Set("assessments-enabled", true)
            .Applied(daysAgo: 50)
            // Somebody opened the reader to the internet by hand.
            .Then(hoursAgo: 6,
                (world, workspace) =>
                    workspace.Assessment =
                    world.Add(new AssessmentResult(IdGenerator.Named("asmtres", workspace.Id), workspace, world.Now)
                    {
                        Drift = [(workspace.CurrentState!.Resources.First(r => r.Address == "aws_db_instance.reader"),
                    new JsonObject { ["publicly_accessible"] = true,
                        ["tags"] = new JsonObject { ["owner"] = "unknown" } })],
                        ResourcesUndrifted = 1,
                    }));

        seeder.Workspace("Frontend", "frontend-cdn").Tagged("frontend", "prod")
            .Resource("aws_cloudfront_distribution", "main", """{"price_class":"PriceClass_100","tags":{"cost-center":"4711"}}""")
            .Resource("aws_s3_bucket", "origin", """{"bucket":"acme-cdn-origin","tags":{"cost-center":"4711"}}""")
            .Resource("aws_s3_bucket", "old_logs", """{"bucket":"acme-cdn-logs","tags":{"cost-center":"4711"}}""")
            .Output("domain", "cdn.acme-corp.example.com")
            .Applied(daysAgo: 25)
            // One change of each kind: the plan to read first.
            .Changing("aws_cloudfront_distribution", "main", """{"price_class":"PriceClass_All","tags":{"cost-center":"4711"}}""")
            .Changing("aws_s3_bucket", "origin", """{"bucket":"acme-cdn-origin-eu","tags":{"cost-center":"4711"}}""")
            .Without("aws_s3_bucket", "old_logs")
            .Resource("aws_cloudfront_function", "rewrite", """{"runtime":"cloudfront-js-2.0"}""")
            .Ran(hoursAgo: 20, "Rewrite old paths");

        seeder.Workspace("Frontend", "web-frontend").Tagged("frontend", "prod").AutoApplying()
            .Variable("image_tag", "2026.10.1")
            .Resource("aws_ecs_service", "web", """{"desired_count":4,"image":"registry.example.com/web:${var.image_tag}"}""")
            .Output("image_tag", "${var.image_tag}")
            .Set("assessments-enabled", true)
            .Applied(daysAgo: 15)
            .Then(hoursAgo: 31,
                (world, workspace) =>
                    workspace.Assessment =
                    world.Add(new AssessmentResult(IdGenerator.Named("asmtres", workspace.Id), workspace, world.Now)
                    {
                        FailedChecks = [("check.certificate", "The certificate of web.acme-corp.example.com expires in 6 days.")],
                        ResourcesUndrifted = 1,
                    }))
            .Resource("aws_lb", "web", """{"load_balancer_type":"application"}""")
            .Ran(hoursAgo: 30, "Put a load balancer in front");

        // Its configuration wants a variable nobody has set: every plan fails until somebody does.
        seeder.Workspace("Payments", "legacy-billing").Tagged("payments", "legacy")
            .Variable("invoice_bucket", "acme-invoices")
            .Resource("aws_s3_bucket", "invoices", """{"bucket":"${var.invoice_bucket}-${var.region}"}""")
            .Ran(hoursAgo: 49, "Move invoices to the new account");

        seeder.Workspace("Data", "data-lake-ingest").Tagged("data", "prod")
            .Resource("aws_s3_bucket", "landing", """{"bucket":"acme-landing"}""")
            .Applied(daysAgo: 70)
            .Resource("aws_glue_job", "ingest", """{"max_capacity":10}""")
            .Ran(hoursAgo: 2, "Add the ingest job").Confirmed(hoursAgo: 1.9)
            .Then(hoursAgo: 1.9, (_, workspace) => workspace.ProviderHangs = true)
            .Then(hoursAgo: 1,
                (world, workspace) => RunQueue.Add(world, workspace, seeder.Colleague, "Retry after the time-out"));
    }
}
