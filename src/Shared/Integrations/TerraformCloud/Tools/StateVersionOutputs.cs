using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Integrations.TerraformCloud.Reports.States;
using static ServerlessMcp.Integrations.TerraformCloud.Tools.Rows;

namespace ServerlessMcp.Integrations.TerraformCloud.Tools;

/// <summary>Outputs of state.</summary>
internal static class StateVersionOutputs
{
    private static readonly string[] Core = ["core", "state"];

    private static readonly StateOutputs Outputs = new();

    private static readonly string[] Fields = ["id", "name", "value", "type", "sensitive"];

    public static IReadOnlyList<TerraformTool> Tools =>
    [
        List("list_all_hashicorp_terraform_cloud_current_state_version_outputs",
            "/workspaces/{workspace_id}/current-state-version-outputs", "state-version-outputs", Core,
            "The outputs of a workspace as they are now, with values; those of sensitive ones are withheld. The " +
                "quickest way to what a workspace exports.") with
        {
            DefaultFields = Fields,
            DefaultAnswer = Outputs,
            IsPaged = false,
        },

        List("list_all_hashicorp_terraform_cloud_state_version_outputs", "/state-versions/{state_version_id}/outputs",
            "state-version-outputs", Core,
            "The outputs of one state version, to compare with the current ones.") with
        {
            DefaultFields = Fields,
            DefaultAnswer = Outputs,
        },

        Get("get_single_hashicorp_terraform_cloud_state_version_output_by_id",
            "/state-version-outputs/{state_version_output_id}", "state-version-outputs", Core,
            "Read one output in full. fields [\"detailed_type\"] has the structure of an object's or list's type.") with
        {
            DefaultFields = Fields,
        },
    ];
}
