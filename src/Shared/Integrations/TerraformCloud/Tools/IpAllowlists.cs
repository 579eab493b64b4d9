using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using static ServerlessMcp.Integrations.TerraformCloud.Tools.Rows;

namespace ServerlessMcp.Integrations.TerraformCloud.Tools;

/// <summary>From which addresses an organization or its agents may be reached, and which addresses HCP Terraform itself
/// has.</summary>
internal static class IpAllowlists
{
    private static readonly string[] Area = ["ip-allowlists", "beta"];

    private static readonly string[] ListFields =
        ["id", "name", "description", "enforcement_scope", "updated_at", "agent_pool_ids", "cidr_range_ids"];

    private static readonly string[] RangeFields = ["id", "range", "description", "enabled", "updated_at", "cidr_range_list_id"];

    private static readonly Argument[] Settings =
    [
        Attribute("name", JsonKind.Text, "Name."),
        Attribute("description", JsonKind.Text, "Purpose."),
        Attribute("enforcement_scope", JsonKind.Text, "Who is checked.")
            .OneOf("organization", "all_agent_pools", "selected_agent_pools"),
        Relationship("agent_pool_ids", "agent-pools", "apool-…; for selected ones."),
    ];

    public static IReadOnlyList<TerraformTool> Tools =>
    [
        List("list_all_hashicorp_terraform_cloud_cidr_range_lists",
            "/organizations/{organization_name}/cidr-range-lists", "cidr-range-lists", Area,
            "List IP allowlists: why requests are refused by address.") with
        {
            DefaultFields = ListFields,
        },

        Get("get_single_hashicorp_terraform_cloud_cidr_range_list_by_id", "/cidr-range-lists/{cidr_range_list_id}",
            "cidr-range-lists", Area,
            "Read an IP allowlist.") with
        {
            DefaultFields = ListFields,
        },

        Create("create_a_hashicorp_terraform_cloud_cidr_range_list",
            "/organizations/{organization_name}/cidr-range-lists", "cidr-range-lists", Effect.Mutate,
            Area,
            "Create an IP allowlist. Once a range is enabled, other addresses are refused: add your own first.") with
        {
            Arguments = Settings,
            DefaultFields = ListFields,
        },

        Update("update_a_hashicorp_terraform_cloud_cidr_range_list_by_id", "/cidr-range-lists/{cidr_range_list_id}",
            "cidr-range-lists", Effect.Destroy, Area,
            "Change whom an IP allowlist is for; a wrong scope locks out people or agents.") with
        {
            Arguments = Settings,
            DefaultFields = ListFields,
        },

        Delete("delete_a_hashicorp_terraform_cloud_cidr_range_list_by_id", "/cidr-range-lists/{cidr_range_list_id}",
            "cidr-range-lists", Area,
            "Delete an IP allowlist and its ranges."),

        Action("hashicorp_terraform_cloud_cidr_range_lists_add_agent_pools", HttpMethod.Post,
            "/cidr-range-lists/{cidr_range_list_id}/relationships/agent-pools",
            "cidr-range-lists", Effect.Destroy, Area,
            "Make an IP allowlist count for more agent pools.") with
        {
            Arguments = [Identifiers("agent_pool_ids", "agent-pools", "apool-…").Required()],
            Shape = ResponseShape.NoContent,
            IsIdempotent = true,
            Next = "Read the list's agent_pool_ids.",
        },

        Action("hashicorp_terraform_cloud_cidr_range_lists_remove_agent_pools", HttpMethod.Delete,
            "/cidr-range-lists/{cidr_range_list_id}/relationships/agent-pools",
            "cidr-range-lists", Effect.Destroy, Area,
            "Exempt agent pools from an IP allowlist.") with
        {
            Arguments = [Identifiers("agent_pool_ids", "agent-pools", "apool-…").Required()],
            Shape = ResponseShape.NoContent,
            Next = "Read the list's agent_pool_ids.",
        },

        List("list_all_hashicorp_terraform_cloud_cidr_ranges",
            "/cidr-range-lists/{cidr_range_list_id}/relationships/cidr-ranges", "cidr-ranges", Area,
            "List an IP allowlist's ranges.") with
        {
            DefaultFields = RangeFields,
        },

        Get("get_single_hashicorp_terraform_cloud_cidr_range_by_id", "/cidr-ranges/{cidr_range_id}", "cidr-ranges", Area,
            "Read one allowed address range.") with
        {
            DefaultFields = RangeFields,
        },

        Create("create_a_hashicorp_terraform_cloud_cidr_range",
            "/cidr-range-lists/{cidr_range_list_id}/relationships/cidr-ranges", "cidr-ranges",
            Effect.Destroy, Area,
            "Allow one more address range.") with
        {
            Arguments =
            [
                Attribute("range", JsonKind.Text, "203.0.113.0/24").Required(),
                Attribute("enabled", JsonKind.Boolean, "Counts now.").Required(),
                Attribute("description", JsonKind.Text, "Whose it is."),
            ],
            DefaultFields = RangeFields,
        },

        Update("update_a_hashicorp_terraform_cloud_cidr_range_by_id", "/cidr-ranges/{cidr_range_id}", "cidr-ranges",
            Effect.Destroy, Area,
            "Change an address range, or switch it on or off. Give range and enabled even if they stay.") with
        {
            Arguments =
            [
                Attribute("range", JsonKind.Text, "203.0.113.0/24").Required(),
                Attribute("enabled", JsonKind.Boolean, "Counts now.").Required(),
                Attribute("description", JsonKind.Text, "Whose it is."),
            ],
            DefaultFields = RangeFields,
        },

        Delete("delete_a_hashicorp_terraform_cloud_cidr_range_by_id", "/cidr-ranges/{cidr_range_id}", "cidr-ranges", Area,
            "Stop allowing an address range. Do not lock yourself out."),

        Get("get_single_hashicorp_terraform_cloud_ip_range_by_id", "/api/meta/ip-ranges", "ip-ranges", ["ip-ranges"],
            "HCP Terraform's addresses: its API's, and those it calls VCS and webhooks from. For firewalls.") with
        {
            DefaultFields = ["api", "notifications", "sentinel", "vcs"],
            WholeBy = "api",
            Availability = Availability.HcpOnly,
        },
    ];
}
