using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using static ServerlessMcp.Integrations.TerraformCloud.Tools.Rows;

namespace ServerlessMcp.Integrations.TerraformCloud.Tools;

/// <summary>Configuration versions: the Terraform code that runs are made of.</summary>
internal static class ConfigurationVersions
{
    private static readonly string[] Area = ["configuration-versions"];

    private static readonly string[] Fields =
    [
        "id", "status", "source", "speculative", "provisional", "auto_queue_runs", "error", "error_message",
        "status_timestamps.uploaded_at",
        "ingress_attributes.branch", "ingress_attributes.commit_sha", "ingress_attributes.commit_message",
        "ingress_attributes.sender_username",
    ];

    public static IReadOnlyList<TerraformTool> Tools =>
    [
        List("list_all_hashicorp_terraform_cloud_configuration_versions",
            "/workspaces/{workspace_id}/configuration-versions", "configuration-versions", Area,
            "List a workspace's code versions, newest first, with their commits.") with
        {
            DefaultFields = Fields,
            Include = ["ingress_attributes"],
            Includable = ["run"],
        },

        Get("get_single_hashicorp_terraform_cloud_configuration_version_by_id",
            "/configuration-versions/{configuration_version_id}", "configuration-versions", Area,
            "Read a code version: status, commit, error. The id is a run's configuration_version_id.") with
        {
            DefaultFields = Fields,
            Include = ["ingress_attributes"],
            Includable = ["run"],
        },

        Get("get_single_hashicorp_terraform_cloud_run_configuration_version", "/runs/{run_id}/configuration-version",
            "configuration-versions", Area,
            "Read a run's code version, by the run's id.") with
        {
            DefaultFields = ["id", "status", "source", "speculative", "provisional", "auto_queue_runs", "error",
                "error_message", "status_timestamps.uploaded_at"],
        },

        Get("get_single_hashicorp_terraform_cloud_ingress_attribute_by_id",
            "/configuration-versions/{configuration_version_id}/ingress-attributes", "ingress-attributes", Area,
            "Read the commit or pull request of a code version from VCS.") with
        {
            DefaultFields =
            [
                "id", "identifier", "branch", "tag", "commit_sha", "commit_message", "sender_username",
                "on_default_branch", "is_pull_request", "pull_request_number",
                "pull_request_title",
            ],
        },

        // The API tells the place to upload to in this answer only (upload-url), and it is a secret, so creating and
        // uploading are one tool.
        Create("create_a_hashicorp_terraform_cloud_configuration_version",
            "/workspaces/{workspace_id}/configuration-versions", "configuration-versions", Effect.Mutate, Area,
            "Give a workspace new Terraform code, whole, as files or an archive. With auto_queue_runs a run starts " +
                "by itself, else create one; speculative code is only ever planned.") with
        {
            Arguments =
            [
                UploadFiles("files", "upload-url", "All files."),
                Upload("archive", "upload-url", "Or base64 tar.gz, to 512 KB.").Base64(),
                Attribute("auto_queue_runs", JsonKind.Boolean, "Default true.").HasEffectOf(Runs.Apply).Otherwise("false"),
                Attribute("speculative", JsonKind.Boolean, "Plan-only."),
                Attribute("provisional", JsonKind.Boolean, "Not current until a run of it applies."),
            ],
            DefaultFields = ["id", "status", "source", "speculative", "provisional", "auto_queue_runs"],
            Follow = FollowRun.Starts,
        },

        Action("hashicorp_terraform_cloud_configuration_versions_archive", HttpMethod.Post,
            "/configuration-versions/{configuration_version_id}/actions/archive",
            "configuration-versions", Effect.Destroy, Area,
            "Discard an old code version's files. Not the current one's, nor one's that a run uses.") with
        {
            Shape = ResponseShape.NoContent,
            IsIdempotent = true,
            Next = "Read the configuration version: its status becomes archived.",
        },

        ReadContent("hashicorp_terraform_cloud_configuration_versions_download",
            "/configuration-versions/{configuration_version_id}/download", "configuration-versions",
            ResponseShape.Archive, Area,
            "List an uploaded code version's files, or read one."),

        ReadContent("hashicorp_terraform_cloud_runs_configuration_version_download",
            "/runs/{run_id}/configuration-version/download", "configuration-versions",
            ResponseShape.Archive, Area,
            "List the Terraform files of a run, or read one: to find the line behind a plan's error."),
    ];
}
