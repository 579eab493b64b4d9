using static ServerlessMcp.Catalog.Rows;

namespace ServerlessMcp.Catalog.Tools;

/// <summary>The files behind plans, applies, assessments, configurations and state (Terraform Enterprise only): put into the bin, taken out, destroyed.</summary>
internal static class BackingData
{
    private const string ReadOn = "Read the resource to see the state of its files.";

    public static IReadOnlyList<ToolDefinition> Tools =>
    [
        Action("hashicorp_terraform_cloud_plans_soft_delete_backing_data", HttpMethod.Post, "/plans/{plan_id}/actions/soft-delete-backing-data", "plans", Effect.Destroy, ["plans"],
            "Put a plan's log and JSON into the bin. They can be restored until they are purged.") with
        {
            Shape = ResponseShape.NoContent,
            Availability = Availability.EnterpriseOnly,
            IsIdempotent = true,
            Next = ReadOn,
        },

        Action("hashicorp_terraform_cloud_plans_restore_backing_data", HttpMethod.Post, "/plans/{plan_id}/actions/restore-backing-data", "plans", Effect.Mutate, ["plans"],
            "Take the files of a plan out of the bin.") with
        {
            Shape = ResponseShape.NoContent,
            Availability = Availability.EnterpriseOnly,
            IsIdempotent = true,
            Next = ReadOn,
        },

        Action("hashicorp_terraform_cloud_plans_permanently_delete_backing_data", HttpMethod.Post, "/plans/{plan_id}/actions/permanently-delete-backing-data", "plans", Effect.Destroy, ["plans"],
            "Destroy the files of a plan in the bin, for good.") with
        {
            Shape = ResponseShape.NoContent,
            Availability = Availability.EnterpriseOnly,
            IsIdempotent = true,
            Next = ReadOn,
        },

        Action("hashicorp_terraform_cloud_applies_soft_delete_backing_data", HttpMethod.Post, "/applies/{apply_id}/actions/soft-delete-backing-data", "applies", Effect.Destroy, ["applies"],
            "Put an apply's log and errored state into the bin. They can be restored until they are purged.") with
        {
            Shape = ResponseShape.NoContent,
            Availability = Availability.EnterpriseOnly,
            IsIdempotent = true,
            Next = ReadOn,
        },

        Action("hashicorp_terraform_cloud_applies_restore_backing_data", HttpMethod.Post, "/applies/{apply_id}/actions/restore-backing-data", "applies", Effect.Mutate, ["applies"],
            "Take the files of an apply out of the bin.") with
        {
            Shape = ResponseShape.NoContent,
            Availability = Availability.EnterpriseOnly,
            IsIdempotent = true,
            Next = ReadOn,
        },

        Action("hashicorp_terraform_cloud_applies_purge_backing_data", HttpMethod.Post, "/applies/{apply_id}/actions/permanently-delete-backing-data", "applies", Effect.Destroy, ["applies"],
            "Destroy the files of an apply in the bin, for good.") with
        {
            Shape = ResponseShape.NoContent,
            Availability = Availability.EnterpriseOnly,
            IsIdempotent = true,
            Next = ReadOn,
        },

        Action("hashicorp_terraform_cloud_assessments_soft_delete_backing_data", HttpMethod.Post, "/assessments/{assessment_id}/actions/soft-delete-backing-data", "assessments", Effect.Destroy, ["assessments"],
            "Put an assessment's files into the bin. They can be restored until they are purged.") with
        {
            Shape = ResponseShape.NoContent,
            Availability = Availability.EnterpriseOnly,
            IsIdempotent = true,
            Next = ReadOn,
        },

        Action("hashicorp_terraform_cloud_assessments_restore_backing_data", HttpMethod.Post, "/assessments/{assessment_id}/actions/restore-backing-data", "assessments", Effect.Mutate, ["assessments"],
            "Take the files of an assessment out of the bin.") with
        {
            Shape = ResponseShape.NoContent,
            Availability = Availability.EnterpriseOnly,
            IsIdempotent = true,
            Next = ReadOn,
        },

        Action("hashicorp_terraform_cloud_assessments_purge_backing_data", HttpMethod.Post, "/assessments/{assessment_id}/actions/permanently-delete-backing-data", "assessments", Effect.Destroy, ["assessments"],
            "Destroy the files of an assessment in the bin, for good.") with
        {
            Shape = ResponseShape.NoContent,
            Availability = Availability.EnterpriseOnly,
            IsIdempotent = true,
            Next = ReadOn,
        },

        Action("hashicorp_terraform_cloud_configuration_versions_soft_delete", HttpMethod.Post, "/configuration-versions/{configuration_version_id}/actions/soft_delete_backing_data", "configuration-versions", Effect.Destroy, ["configuration-versions"],
            "Put a configuration version's archive into the bin. It can be restored until it is purged; not the current one.") with
        {
            Shape = ResponseShape.NoContent,
            Availability = Availability.EnterpriseOnly,
            IsIdempotent = true,
            Next = ReadOn,
        },

        Action("hashicorp_terraform_cloud_configuration_versions_restore", HttpMethod.Post, "/configuration-versions/{configuration_version_id}/actions/restore_backing_data", "configuration-versions", Effect.Mutate, ["configuration-versions"],
            "Take the files of a configuration version out of the bin.") with
        {
            Shape = ResponseShape.NoContent,
            Availability = Availability.EnterpriseOnly,
            IsIdempotent = true,
            Next = ReadOn,
        },

        Action("hashicorp_terraform_cloud_configuration_versions_purge", HttpMethod.Post, "/configuration-versions/{configuration_version_id}/actions/permanently_delete_backing_data", "configuration-versions", Effect.Destroy, ["configuration-versions"],
            "Destroy the files of a configuration version in the bin, for good.") with
        {
            Shape = ResponseShape.NoContent,
            Availability = Availability.EnterpriseOnly,
            IsIdempotent = true,
            Next = ReadOn,
        },

        Action("hashicorp_terraform_cloud_state_versions_soft_delete", HttpMethod.Post, "/state-versions/{state_version_id}/actions/soft_delete_backing_data", "state-versions", Effect.Destroy, ["state"],
            "Put the files of an older state version into the bin. They can be restored until they are purged.") with
        {
            Shape = ResponseShape.NoContent,
            Availability = Availability.EnterpriseOnly,
            IsIdempotent = true,
            Next = ReadOn,
        },

        Action("hashicorp_terraform_cloud_state_versions_restore_backing_data", HttpMethod.Post, "/state-versions/{state_version_id}/actions/restore_backing_data", "state-versions", Effect.Mutate, ["state"],
            "Take the files of a state version out of the bin.") with
        {
            Shape = ResponseShape.NoContent,
            Availability = Availability.EnterpriseOnly,
            IsIdempotent = true,
            Next = ReadOn,
        },

        Action("hashicorp_terraform_cloud_state_versions_purge_backing_data", HttpMethod.Post, "/state-versions/{state_version_id}/actions/permanently_delete_backing_data", "state-versions", Effect.Destroy, ["state"],
            "Destroy the files of a state version in the bin, for good.") with
        {
            Shape = ResponseShape.NoContent,
            Availability = Availability.EnterpriseOnly,
            IsIdempotent = true,
            Next = ReadOn,
        },
    ];
}
