using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using static ServerlessMcp.Integrations.TerraformCloud.Tools.Rows;

namespace ServerlessMcp.Integrations.TerraformCloud.Tools;

/// <summary>Configurations of stacks: snapshots of the code, each of which is planned for every deployment.</summary>
internal static class StackConfigurations
{
    private static readonly string[] Area = ["stacks"];

    private static readonly string[] Fields =
        ["id", "status", "sequence_number", "speculative", "created_at", "updated_at", "stack_id"];

    public static IReadOnlyList<TerraformTool> Tools =>
    [
        List("list_all_hashicorp_terraform_cloud_stack_configurations", "/stacks/{stack_id}/stack-configurations",
            "stack-configurations", Area,
            "List a stack's configurations, newest first. Each has deployment groups to follow and approve.") with
        {
            DefaultFields = Fields,
        },

        Get("get_single_hashicorp_terraform_cloud_stack_configuration_by_id",
            "/stack-configurations/{stack_configuration_id}", "stack-configurations", Area,
            "Read a configuration until completed or failed; then list its diagnostics.") with
        {
            DefaultFields = [.. Fields, "components.name", "components.removed"],
        },

        Create("create_a_hashicorp_terraform_cloud_stack_configuration", "/stacks/{stack_id}/stack-configurations",
            "stack-configurations", Effect.Mutate, Area,
            "Make a configuration: fetched from the repository, the latest reused (to fix drift), or empty to upload to.") with
        {
            Arguments =
            [
                Query("source", "source", JsonKind.Text, "Default manual: to be uploaded.")
                    .OneOf("manual", "fetch", "reuse").HasEffectOf(StackDeployments.Approve).Unless("manual"),
                Attribute("speculative", JsonKind.Boolean, "Plan only."),
                Attribute("destroy_all", JsonKind.Boolean, "Destroy every deployment.").HasEffectOfDelete(),
                Attribute("selected_deployments", JsonKind.TextList, "Only these deployments."),
            ],
            DefaultFields = Fields,
        },

        List("list_all_hashicorp_terraform_cloud_stack_configuration_summaries",
            "/stacks/{stack_id}/stack-configuration-summaries",
            "stack-configuration-summaries", Area,
            "The status of a stack's configurations, in short.") with
        {
            DefaultFields = ["id", "status", "sequence_number"],
        },

        List("list_all_hashicorp_terraform_cloud_stack_config_diagnostics",
            "/stack-configurations/{stack_configuration_id}/stack-diagnostics",
            "stack-diagnostics", Area,
            "Why a configuration failed: errors and warnings.") with
        {
            DefaultFields = ["id", "severity", "summary", "detail", "created_at"],
        },

        Action("hashicorp_terraform_cloud_stack_configurations_upload", HttpMethod.Put,
            "/stack-configurations/{stack_configuration_id}/upload-url",
            "stack-configurations", Effect.Destroy, Area,
            "Upload a stack's files to a configuration created with source manual.") with
        {
            Arguments = [UploadFiles("files", "source-upload-url", "main.tfcomponent.hcl…").Required()],
            Shape = ResponseShape.NoContent,
            Next = "Read the configuration until its status is completed or failed.",
        },

        ReadContent("hashicorp_terraform_cloud_stack_configurations_source_bundle",
            "/stack-configurations/{stack_configuration_id}/source-bundle",
            "stack-configurations", ResponseShape.Archive, Area,
            "Read the code of a stack's configuration: its files, or the text of one."),

        ReadContent("hashicorp_terraform_cloud_stack_configurations_json_schemas",
            "/stack-configurations/{stack_configuration_id}/json-schemas",
            "stack-configurations", ResponseShape.Text, Area,
            "The schemas of a configuration's providers. Large: only to interpret a plan's attributes."),
    ];
}
