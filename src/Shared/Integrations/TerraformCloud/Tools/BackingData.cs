using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using static ServerlessMcp.Integrations.TerraformCloud.Tools.Rows;

namespace ServerlessMcp.Integrations.TerraformCloud.Tools;

/// <summary>The files behind plans, applies, assessments, configurations and state (Terraform Enterprise only): put
/// into the bin, taken out, destroyed.</summary>
internal static class BackingData
{
    private const string ReadOn = "Read the resource to see the state of its files.";

    public static IReadOnlyList<TerraformTool> Tools =>
    [
        Action("hashicorp_terraform_cloud_plans_soft_delete_backing_data", HttpMethod.Post,
            "/plans/{plan_id}/actions/soft-delete-backing-data", "plans", Effect.Destroy, ["plans"],
            "Put a plan's log and JSON into the bin: restorable until purged.") with
        {
            Shape = ResponseShape.NoContent,
            Availability = Availability.EnterpriseOnly,
            IsIdempotent = true,
            Next = ReadOn,
        },

        Action("hashicorp_terraform_cloud_plans_restore_backing_data", HttpMethod.Post,
            "/plans/{plan_id}/actions/restore-backing-data", "plans", Effect.Mutate, ["plans"],
            "Take a plan's files out of the bin.") with
        {
            Shape = ResponseShape.NoContent,
            Availability = Availability.EnterpriseOnly,
            IsIdempotent = true,
            Next = ReadOn,
        },

        Action("hashicorp_terraform_cloud_plans_permanently_delete_backing_data", HttpMethod.Post,
            "/plans/{plan_id}/actions/permanently-delete-backing-data", "plans", Effect.Destroy, ["plans"],
            "Destroy a plan's files in the bin, for good.") with
        {
            Shape = ResponseShape.NoContent,
            Availability = Availability.EnterpriseOnly,
            IsIdempotent = true,
            Next = ReadOn,
        },

        Action("hashicorp_terraform_cloud_applies_soft_delete_backing_data", HttpMethod.Post,
            "/applies/{apply_id}/actions/soft-delete-backing-data", "applies", Effect.Destroy, ["applies"],
            "Put an apply's log and errored state into the bin: restorable until purged.") with
        {
            Shape = ResponseShape.NoContent,
            Availability = Availability.EnterpriseOnly,
            IsIdempotent = true,
            Next = ReadOn,
        },

        Action("hashicorp_terraform_cloud_applies_restore_backing_data", HttpMethod.Post,
            "/applies/{apply_id}/actions/restore-backing-data", "applies", Effect.Mutate, ["applies"],
            "Take an apply's files out of the bin.") with
        {
            Shape = ResponseShape.NoContent,
            Availability = Availability.EnterpriseOnly,
            IsIdempotent = true,
            Next = ReadOn,
        },

        Action("hashicorp_terraform_cloud_applies_purge_backing_data", HttpMethod.Post,
            "/applies/{apply_id}/actions/permanently-delete-backing-data", "applies", Effect.Destroy, ["applies"],
            "Destroy an apply's files in the bin, for good.") with
        {
            Shape = ResponseShape.NoContent,
            Availability = Availability.EnterpriseOnly,
            IsIdempotent = true,
            Next = ReadOn,
        },

        Action("hashicorp_terraform_cloud_assessments_soft_delete_backing_data", HttpMethod.Post,
            "/assessments/{assessment_id}/actions/soft-delete-backing-data", "assessments", Effect.Destroy,
            ["assessments"],
            "Put an assessment's files into the bin: restorable until purged.") with
        {
            Shape = ResponseShape.NoContent,
            Availability = Availability.EnterpriseOnly,
            IsIdempotent = true,
            Next = ReadOn,
        },

        Action("hashicorp_terraform_cloud_assessments_restore_backing_data", HttpMethod.Post,
            "/assessments/{assessment_id}/actions/restore-backing-data", "assessments", Effect.Mutate, ["assessments"],
            "Take an assessment's files out of the bin.") with
        {
            Shape = ResponseShape.NoContent,
            Availability = Availability.EnterpriseOnly,
            IsIdempotent = true,
            Next = ReadOn,
        },

        Action("hashicorp_terraform_cloud_assessments_purge_backing_data", HttpMethod.Post,
            "/assessments/{assessment_id}/actions/permanently-delete-backing-data", "assessments", Effect.Destroy,
            ["assessments"],
            "Destroy an assessment's files in the bin, for good.") with
        {
            Shape = ResponseShape.NoContent,
            Availability = Availability.EnterpriseOnly,
            IsIdempotent = true,
            Next = ReadOn,
        },

        Action("hashicorp_terraform_cloud_configuration_versions_soft_delete", HttpMethod.Post,
            "/configuration-versions/{configuration_version_id}/actions/soft_delete_backing_data",
            "configuration-versions", Effect.Destroy, ["configuration-versions"],
            "Put a configuration version's archive into the bin: restorable until purged. Not the current one.") with
        {
            Shape = ResponseShape.NoContent,
            Availability = Availability.EnterpriseOnly,
            IsIdempotent = true,
            Next = ReadOn,
        },

        Action("hashicorp_terraform_cloud_configuration_versions_restore", HttpMethod.Post,
            "/configuration-versions/{configuration_version_id}/actions/restore_backing_data", "configuration-versions",
            Effect.Mutate, ["configuration-versions"],
            "Take a configuration version's files out of the bin.") with
        {
            Shape = ResponseShape.NoContent,
            Availability = Availability.EnterpriseOnly,
            IsIdempotent = true,
            Next = ReadOn,
        },

        Action("hashicorp_terraform_cloud_configuration_versions_purge", HttpMethod.Post,
            "/configuration-versions/{configuration_version_id}/actions/permanently_delete_backing_data",
            "configuration-versions", Effect.Destroy, ["configuration-versions"],
            "Destroy a configuration version's files in the bin, for good.") with
        {
            Shape = ResponseShape.NoContent,
            Availability = Availability.EnterpriseOnly,
            IsIdempotent = true,
            Next = ReadOn,
        },

        Action("hashicorp_terraform_cloud_state_versions_soft_delete", HttpMethod.Post,
            "/state-versions/{state_version_id}/actions/soft_delete_backing_data", "state-versions", Effect.Destroy,
            ["state"],
            "Put an older state version's files into the bin: restorable until purged.") with
        {
            Shape = ResponseShape.NoContent,
            Availability = Availability.EnterpriseOnly,
            IsIdempotent = true,
            Next = ReadOn,
        },

        Action("hashicorp_terraform_cloud_state_versions_restore_backing_data", HttpMethod.Post,
            "/state-versions/{state_version_id}/actions/restore_backing_data", "state-versions", Effect.Mutate,
            ["state"],
            "Take a state version's files out of the bin.") with
        {
            Shape = ResponseShape.NoContent,
            Availability = Availability.EnterpriseOnly,
            IsIdempotent = true,
            Next = ReadOn,
        },

        Action("hashicorp_terraform_cloud_state_versions_purge_backing_data", HttpMethod.Post,
            "/state-versions/{state_version_id}/actions/permanently_delete_backing_data", "state-versions",
            Effect.Destroy, ["state"],
            "Destroy a state version's files in the bin, for good.") with
        {
            Shape = ResponseShape.NoContent,
            Availability = Availability.EnterpriseOnly,
            IsIdempotent = true,
            Next = ReadOn,
        },
    ];
}
