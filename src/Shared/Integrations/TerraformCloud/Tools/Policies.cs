using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Integrations.TerraformCloud.Requests;
using static ServerlessMcp.Integrations.TerraformCloud.Tools.Rows;

namespace ServerlessMcp.Integrations.TerraformCloud.Tools;

/// <summary>Policies, as they stand in an organization. How a run fared with them is in <see cref="PolicyChecks"/> and
/// <see cref="PolicyEvaluations"/>.</summary>
internal static class Policies
{
    private static readonly string[] Area = ["policies"];

    private static readonly string[] Fields =
        ["id", "name", "description", "kind", "enforcement_level", "policy_set_count", "updated_at"];

    private static readonly Argument Level =
        Attribute("enforcement_level", JsonKind.Text, "OPA knows advisory and mandatory; Sentinel all but mandatory.")
            .OneOf("advisory", "soft-mandatory", "hard-mandatory", "mandatory");

    private static readonly Argument OpaQuery = Attribute("query", JsonKind.Text, "OPA only: terraform.main.deny.");

    private static readonly Argument Description = Attribute("description", JsonKind.Text, "Purpose.");

    public static IReadOnlyList<TerraformTool> Tools =>
    [
        List("list_all_hashicorp_terraform_cloud_organization_policies", "/organizations/{organization_name}/policies",
            "policies", Area,
            "List an organization's policies and how strictly they are enforced, to explain one that failed. What " +
                "failed in a run is in its policy checks.") with
        {
            Arguments =
            [
                Query("search", "search[name]", JsonKind.Text, "Part of the name."),
                Query("kind", "filter[kind]", JsonKind.Text, "Default: both.").OneOf("sentinel", "opa"),
                Answer(NarrowedList.Level, JsonKind.Text, "Only these.").OneOf("advisory", "soft-mandatory", "hard-mandatory", "mandatory"),
                Answer(NarrowedList.Description, JsonKind.Text, "Part of the description."),
                Query("sort", "sort", JsonKind.Text, "-: descending.").OneOf("name", "-name", "updated-at", "-updated-at"),
            ],
            DefaultFields = Fields,
            Includable = ["policy_sets"],
        },

        Get("get_single_hashicorp_terraform_cloud_policy_by_id", "/policies/{policy_id}", "policies", Area,
            "Read one policy: kind, enforcement level, the policy sets that it belongs to.") with
        {
            DefaultFields = [.. Fields, "query", "policy_set_ids"],
            Includable = ["policy_sets"],
        },

        Create("create_a_hashicorp_terraform_cloud_policy", "/organizations/{organization_name}/policies", "policies",
            Effect.Mutate, Area,
            "Create a policy. It has no code yet: upload it next. Policies of a repository belong in a policy set instead.") with
        {
            Arguments =
            [
                Attribute("name", JsonKind.Text, "Letters, digits, - and _.").Required(),
                Attribute("kind", JsonKind.Text, "Default sentinel.").OneOf("sentinel", "opa"),
                Level.Required(),
                OpaQuery,
                Description,
                Relationship("policy_set_ids", "policy-sets", "polset-…"),
            ],
            DefaultFields = [.. Fields, "policy_set_ids"],
        },

        Update("update_a_hashicorp_terraform_cloud_policy_by_id", "/policies/{policy_id}", "policies", Effect.Destroy, Area,
            "Change a policy's enforcement level, query or description; its code is changed by upload.") with
        {
            Arguments = [Level, OpaQuery, Description],
            DefaultFields = Fields,
        },

        Delete("delete_a_hashicorp_terraform_cloud_policy_by_id", "/policies/{policy_id}", "policies", Area,
            "Delete a policy with its code, from every policy set."),

        ReadContent("hashicorp_terraform_cloud_policies_download", "/policies/{policy_id}/download", "policies",
            ResponseShape.Text, Area,
            "Read a policy's code: why a run fails it."),

        Action("hashicorp_terraform_cloud_policies_upload", HttpMethod.Put, "/policies/{policy_id}/upload", "policies",
            Effect.Destroy, Area,
            "Replace a policy's code, from the next run on.") with
        {
            Arguments = [Body("content", "Sentinel or Rego code.").Required()],
            DefaultFields = Fields,
        },
    ];
}
