using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Integrations.TerraformCloud.Reports.Organizations;
using ServerlessMcp.Integrations.TerraformCloud.Reports.States;
using static ServerlessMcp.Integrations.TerraformCloud.Tools.Rows;

namespace ServerlessMcp.Integrations.TerraformCloud.Tools;

/// <summary>State versions: what Terraform believes to exist.</summary>
internal static class StateVersions
{
    private static readonly string[] Core = ["core", "state"];

    private static readonly string[] Area = ["state"];

    private static readonly string[] Fields =
    [
        "id", "serial", "status", "created_at", "terraform_version", "resources_processed", "size", "vcs_commit_sha",
        "run_id", "workspace_id",
    ];

    private static readonly StateResources Resources = new();

    private static readonly Argument[] Filters =
    [
        Answer(StateResources.Address, JsonKind.Text, "Glob: module.vpc.*"),
        Answer(StateResources.Type, JsonKind.Text, "Glob: aws_db_*"),
        Answer(StateResources.Provider, JsonKind.Text, "aws, hashicorp/aws or a glob."),
        Answer(StateResources.IncludeValues, JsonKind.Boolean, "Also attributes, without sensitive ones."),
    ];

    public static IReadOnlyList<TerraformTool> Tools =>
    [
        Get("get_single_hashicorp_terraform_cloud_current_state_version_by_id",
            "/workspaces/{workspace_id}/current-state-version", "state-versions", Core,
            "Read a workspace's current state version: serial, when, by which run, Terraform version, and its " +
                "outputs; sensitive values are withheld.") with
        {
            DefaultFields = [.. Fields, "outputs.name", "outputs.type", "outputs.value"],
            DefaultAnswer = new StateOutputs(),
            Include = ["outputs"],
        },

        Report("hashicorp_terraform_cloud_workspaces_find_resources",
            "/workspaces/{workspace_id}/current-state-version", "state-versions", Resources, Core,
            "What a workspace has deployed: resources of its current state by address, type or provider, with " +
                "values on request.") with
        {
            IsPaged = true,
            Arguments = [.. Filters, Answer(StateResources.Value, JsonKind.Text, "Part of a value.").Rare()],
        },

        Report("hashicorp_terraform_cloud_state_versions_resources", "/state-versions/{state_version_id}",
            "state-versions", Resources, Core,
            "The resources of one state version, an older one too, by address, type or provider, " +
                "with values on request.") with
        {
            IsPaged = true,
            Arguments = Filters,
        },

        Report("hashicorp_terraform_cloud_state_versions_compare", "/workspaces/{workspace_id}/current-state-version",
            "state-versions", new StateComparison(), Area,
            "What differs between two states of a workspace: resources and outputs added, removed, changed.") with
        {
            IsPaged = true,
            Arguments =
            [
                Answer(StateComparison.From, JsonKind.Text, "sv-…, run-… that made it, or a time.").Required(),
                Answer(StateComparison.To, JsonKind.Text, "The same; default the current state."),
                Answer(StateResources.Address, JsonKind.Text, "Glob: module.vpc.*"),
                Answer(StateResources.IncludeValues, JsonKind.Boolean, "Also values, without sensitive ones."),
            ],
        },

        Report("hashicorp_terraform_cloud_organizations_find_resources", "/organizations/{organization_name}/workspaces",
            "workspaces", new ResourceSearch(), Area,
            "In which workspaces something is deployed: find resources of their current states by type, address or value, " +
                "over a project, tags or a search. 20 workspaces a call; it says what it did not read.") with
        {
            IsPaged = true,
            Arguments =
            [
                .. Workspaces.Narrowing,
                Query(ResourceSearch.Tags, "search[tags]", JsonKind.Text, "Comma-separated; all of them."),
                .. Filters,
                Answer(StateResources.Value, JsonKind.Text, "Part of a value: an IP, a name, an ARN."),
            ],
        },

        List("list_all_hashicorp_terraform_cloud_state_versions", "/state-versions", "state-versions", Area,
            "List a workspace's state versions, newest first, to see when state changed and by which run.") with
        {
            Arguments =
            [
                Query("organization_name", "filter[organization][name]", JsonKind.Text, "Organization name.").Required(),
                Query("workspace_name", "filter[workspace][name]", JsonKind.Text, "Workspace name.").Required(),
                Query("status", "filter[status]", JsonKind.Text, "Default: all.").OneOf("pending", "finalized", "discarded"),
            ],
            DefaultFields = ["id", "serial", "status", "created_at", "created_by.username", "run_id"],
            Include = ["created_by"],
            Includable = ["outputs", "run", "run.configuration_version", "run.created_by"],
        },

        Get("get_single_hashicorp_terraform_cloud_state_version_by_id", "/state-versions/{state_version_id}",
            "state-versions", Area,
            "Read one state version, an older one too. fields [\"resources\"] lists its resources by type and module.") with
        {
            DefaultFields = [.. Fields, "created_by.username"],
            Include = ["created_by"],
            Includable = ["outputs", "run", "run.configuration_version", "run.created_by"],
        },

        ReadLink("hashicorp_terraform_cloud_state_versions_download", "/state-versions/{state_version_id}",
            "hosted-state-download-url", "state-versions",
            ResponseShape.Document, Area,
            "The whole state as Terraform stores it, sensitive values withheld. Long: for values list outputs, for " +
                "what exists list workspace resources."),

        ReadLink("hashicorp_terraform_cloud_state_versions_download_json", "/state-versions/{state_version_id}",
            "hosted-json-state-download-url", "state-versions",
            ResponseShape.Document, Area,
            "The whole state as terraform show -json prints it, sensitive values withheld. Terraform 1.3 and later, " +
                "once resources_processed."),

        ReadContent("hashicorp_terraform_cloud_state_versions_hosted_state",
            "/api/state-versions/{state_version_id}/hosted_state", "state-versions",
            ResponseShape.Document, Area,
            "As Terraform stores it, by app.terraform.io's own address. Prefer the download."),

        ReadContent("hashicorp_terraform_cloud_state_versions_hosted_json_state",
            "/api/state-versions/{state_version_id}/hosted_json_state", "state-versions",
            ResponseShape.Document, Area,
            "As JSON, by app.terraform.io's own address. Prefer the JSON download."),

        Create("create_a_hashicorp_terraform_cloud_state_version", "/workspaces/{workspace_id}/state-versions",
            "state-versions", Effect.Mutate, Area,
            "Write state from outside, in a workspace that you have locked. Without state it stays pending: then " +
                "upload it. To go back to older state, roll back.") with
        {
            Arguments =
            [
                Attribute("serial", JsonKind.Integer, "Higher than the current one.").Required() with { Minimum = 0 },
                Attribute("md5", JsonKind.Text, "MD5 of the state's bytes, in hex.").Required(),
                Attribute("lineage", JsonKind.Text, "As in the state."),
                Attribute("state", JsonKind.Text, "Base64 of the state file.").Base64().Secret(),
                Attribute("json_state", JsonKind.Text, "Base64 of its JSON form.").Base64().Secret(),
                Attribute("json_state_outputs", JsonKind.Text, "Base64 of its outputs' JSON form.").Base64().Secret(),
                Attribute("force", JsonKind.Boolean, "Skip serial and lineage checks. Can lose state.").HasEffectOfDelete(),
                Relationship("run_id", "runs", "run-… that made it."),
            ],
            DefaultFields = ["id", "serial", "status", "created_at", "workspace_id"],
        },

        Action("hashicorp_terraform_cloud_state_versions_upload", HttpMethod.Put, "/state-versions/{state_version_id}",
            "state-versions", Effect.Mutate, Area,
            "Upload the content of a pending state version, once. It must have the md5 given at creation.") with
        {
            Arguments =
            [
                Upload("state", "hosted-state-upload-url", "The state file, as text.").Required().Secret(),
                Upload("json_state", "hosted-json-state-upload-url", "Its JSON form, as text.").Secret(),
            ],
            Shape = ResponseShape.NoContent,
            Next = "Read the state version until its status is finalized, then unlock the workspace.",
        },

        Action("hashicorp_terraform_cloud_state_versions_rollback", HttpMethod.Patch,
            "/workspaces/{workspace_id}/state-versions", "state-versions", Effect.Mutate, Area,
            "Make an older state version the current one again, as a copy with a new serial. " +
                "The workspace must be locked by you.") with
        {
            Arguments = [Relationship("rollback_state_version_id", "state-versions", "sv-…").Required()],
            DefaultFields = ["id", "serial", "status", "created_at", "workspace_id"],
        },
    ];
}
