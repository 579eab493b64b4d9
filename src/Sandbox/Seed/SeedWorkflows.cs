using ServerlessMcp.Sandbox.Runs;

namespace ServerlessMcp.Sandbox.Seed;

/// <summary>The workspaces of the four workflows everybody meets first.</summary>
internal static class SeedWorkflows
{
    public static void Fill(Seeder seeder)
    {
        CoreNetworking(seeder);
        EuFrontend(seeder);
        PaymentGateway(seeder);
        InternalVpn(seeder);
    }

    /// <summary>The latest run waits for somebody to override a soft-mandatory policy.</summary>
    private static void CoreNetworking(Seeder seeder) => seeder.Workspace("Networking", "core-networking")
        .Set("description", "VPC, subnets and the bastion of the shared network.").Tagged("network", "prod")
        .Variable("vpc_cidr", "10.20.0.0/16").Variable("bastion_port", "22")
        .Resource("aws_vpc", "main",
            """{"cidr_block":"${var.vpc_cidr}","enable_dns_hostnames":true,"tags":{"owner":"network"}}""")
        .Resource("aws_subnet", "private_a",
            """{"cidr_block":"10.20.1.0/24","availability_zone":"eu-central-1a","tags":{"owner":"network"}}""")
        .Resource("aws_security_group", "bastion", """{"name":"bastion","tags":{"owner":"network"}}""")
        .Output("vpc_cidr", "${var.vpc_cidr}")
        .Applied(daysAgo: 60)
        .Resource("aws_security_group_rule", "bastion_ssh",
            """{"type":"ingress","protocol":"tcp","from_port":"${var.bastion_port}","to_port":"${var.bastion_port}","cidr_blocks":["0.0.0.0/0"]}""")
        .Resource("aws_nat_gateway", "main", """{"connectivity_type":"public","tags":{"owner":"network"}}""")
        .Ran(hoursAgo: 3, "Open the bastion for the on-call team");

    /// <summary>Everything applied; the number of nodes is a variable.</summary>
    private static void EuFrontend(Seeder seeder) => seeder.Workspace("Frontend", "eu-frontend")
        .Set("description", "Autoscaling frontend of the European region.").Tagged("frontend", "prod", "eu")
        .Variable("min_nodes", "2", description: "Fewest nodes kept running")
        .Variable("max_nodes", "10", description: "Most nodes the group may grow to")
        .Variable("instance_type", "t3.medium")
        .Variable("region", "eu-west-1")
        .Variable("session_signing_key", "not-a-real-signing-key", sensitive: true, description: "Signs session cookies")
        .Variable("AWS_DEFAULT_REGION", "eu-west-1", category: "env")
        .Resource("aws_launch_template", "web",
            """{"instance_type":"${var.instance_type}","user_data":"${var.session_signing_key}","tags":""" +
                """{"owner":"frontend"}}""")
        .Resource("aws_autoscaling_group", "web",
            """{"min_size":"${var.min_nodes}","max_size":"${var.max_nodes}","tags":{"owner":"frontend"}}""")
        .Output("max_nodes", "${var.max_nodes}").Output("region", "${var.region}")
        .Applied(daysAgo: 35)
        .Applied(daysAgo: 12, "Monthly refresh");

    /// <summary>Somebody locked it and left.</summary>
    private static void PaymentGateway(Seeder seeder) => seeder.Workspace("Payments", "payment-gateway")
        .Set("description", "Card payments. Page #payments before touching it.").Tagged("payments", "prod", "pci")
        .Variable("gateway_version", "4.7.1")
        .Variable("acquirer_api_key", "not-a-real-acquirer-key", sensitive: true)
        .Resource("aws_ecs_service", "gateway",
            """{"desired_count":3,"image":"registry.example.com/gateway:${var.gateway_version}","tags":""" +
                """{"owner":"payments"}}""")
        .Output("gateway_version", "${var.gateway_version}")
        .Applied(daysAgo: 20)
        .Resource("aws_ecs_service", "gateway_canary",
            """{"desired_count":1,"image":"registry.example.com/gateway:${var.gateway_version}","tags":""" +
                """{"owner":"payments"}}""")
        .Ran(hoursAgo: 75, "Roll out the canary")
        .Then(hoursAgo: 74, (world, workspace) =>
        {
            var run = workspace.Runs[^1];
            if (RunActions.Discard(world, run))
                RunActions.Record(world, run, "discarded", seeder.Colleague, "Not while the acquirer is down");
            workspace.Lock(seeder.Colleague, "Investigating the failed canary, do not run");
        });

    /// <summary>Its outputs tell which cipher is really in use.</summary>
    private static void InternalVpn(Seeder seeder) => seeder.Workspace("Networking", "internal-vpn")
        .Set("description", "Site-to-site VPN to the offices.").Tagged("network", "prod")
        .Variable("vpn_encryption_algorithm", "AES-128").Variable("vpn_dh_group", "14")
        .Variable("vpn_preshared_key", "not-a-real-preshared-key", sensitive: true)
        .Resource("aws_vpn_gateway", "main", """{"amazon_side_asn":64512,"tags":{"owner":"network"}}""")
        .Resource("aws_vpn_connection", "office",
            """{"type":"ipsec.1","tunnel1_phase1_encryption_algorithms":["${var.vpn_encryption_algorithm}"]""" +
                ""","tunnel1_preshared_key":"${var.vpn_preshared_key}","tags":{"owner":"network"}}""")
        .Output("vpn_encryption_algorithm", "${var.vpn_encryption_algorithm}")
        .Output("vpn_dh_group", "${var.vpn_dh_group}")
        .Output("vpn_endpoint", "vpn.acme-corp.example.com")
        .Output("vpn_tunnel_addresses", new System.Text.Json.Nodes.JsonArray("198.51.100.10", "198.51.100.11"))
        .Output("vpn_preshared_key", "${var.vpn_preshared_key}", sensitive: true)
        .Applied(daysAgo: 90);
}
