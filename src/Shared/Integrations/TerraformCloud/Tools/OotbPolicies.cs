using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using static ServerlessMcp.Integrations.TerraformCloud.Tools.Rows;

namespace ServerlessMcp.Integrations.TerraformCloud.Tools;

/// <summary>The catalogue of pre-written policies (out of the box), ready to be taken into policy sets.</summary>
internal static class OotbPolicies
{
    private static readonly string[] Area = ["ootb-policies"];

    private static readonly string[] Fields = ["id", "name", "description", "kind", "provider", "service", "governed_resources"];

    // The three endpoints take it in the query; as an argument of this name the account's own organization stands in for it.
    private static readonly Argument Organization =
        Query("organization_name", "organization_name", JsonKind.Text, "Organization name.").Required();

    public static IReadOnlyList<TerraformTool> Tools =>
    [
        List("list_all_hashicorp_terraform_cloud_ootb_policies", "/ootb-policies", "ootb-policies", Area,
            "Browse HashiCorp's pre-written policies by cloud, service, resource type or compliance framework. The " +
                "filter options tool lists the values.") with
        {
            Arguments =
            [
                Organization,
                Query("search", "search[name]", JsonKind.Text, "Part of the name."),
                Query("kind", "filter[kind]", JsonKind.Text, "Default: both.").OneOf("sentinel", "tfpolicy"),
                Query("governed_resources", "filter[governed-resources]", JsonKind.Text, "Comma-separated: aws_s3_bucket."),
                Query("provider", "filter[provider]", JsonKind.Text, "Comma-separated: aws,azure,gcp."),
                Query("service", "filter[service]", JsonKind.Text, "Comma-separated: s3,iam."),
                Query("library", "filter[library]", JsonKind.Text, "Comma-separated slugs: cis-aws."),
                Query("exclude_policy_set_id", "filter[exclude_policy_set]", JsonKind.Text, "polset-…"),
                Query("sort", "sort", JsonKind.Text, "By name.").OneOf("name", "-name"),
            ],
            DefaultFields = Fields,
            Availability = Availability.HcpOnly,
            Includable = ["ootb-policy-libraries"],
        },

        Get("get_single_hashicorp_terraform_cloud_ootb_policy_by_id", "/ootb-policies/{ootb_policy_id}", "ootb-policies", Area,
            "Read a pre-written policy: what it governs, frameworks, source.") with
        {
            Arguments = [Organization],
            DefaultFields = [.. Fields, "slug", "control_source", "ootb_policy_library_ids"],
            Availability = Availability.HcpOnly,
        },

        Get("get_single_hashicorp_terraform_cloud_ootb_policy_filter_options", "/ootb-policies/filter-options",
            "ootb-policy-filter-options", Area,
            "The values that the list of pre-written policies filters by.") with
        {
            Arguments = [Organization,
                Query("kind", "filter[kind]", JsonKind.Text, "Narrows the libraries.").OneOf("sentinel", "tfpolicy")],
            DefaultFields = ["providers", "services", "libraries", "governed_resources"],
            Availability = Availability.HcpOnly,
        },

        ReadContent("hashicorp_terraform_cloud_ootb_policies_download", "/ootb-policies/{ootb_policy_id}/download",
            "ootb-policies", ResponseShape.Text, Area,
            "Read a pre-written policy's code.") with
        {
            Arguments = [Query("version", "version", JsonKind.Text, "ootbpolver-…; default the latest.")],
            Availability = Availability.HcpOnly,
        },
    ];
}
