using static ServerlessMcp.Catalog.Rows;

namespace ServerlessMcp.Catalog.Tools;

/// <summary>Policies, as they stand in an organization. How a run fared with them is in <see cref="PolicyChecks"/> and <see cref="PolicyEvaluations"/>.</summary>
internal static class Policies
{
    private static readonly string[] Area = ["policies"];

    private static readonly string[] Fields = ["id", "name", "description", "kind", "enforcement_level", "policy_set_count", "updated_at"];

    public static IReadOnlyList<ToolDefinition> Tools =>
    [
        List("list_all_hashicorp_terraform_cloud_organization_policies", "/organizations/{organization_name}/policies", "policies", Area,
            "List an organization's policies and how strictly they are enforced, to explain one that failed. What failed in a run is in its policy checks.") with
        {
            Arguments =
            [
                Query("search", "search[name]", JsonKind.Text, "Part of the name."),
                Query("kind", "filter[kind]", JsonKind.Text, "Default: both.").OneOf("sentinel", "opa"),
            ],
            DefaultFields = Fields,
        },

        Get("get_single_hashicorp_terraform_cloud_policy_by_id", "/policies/{policy_id}", "policies", Area,
            "Read one policy: kind, enforcement level, the policy sets that it belongs to.") with
        {
            DefaultFields = [.. Fields, "query", "policy_set_ids"],
        },
    ];
}
