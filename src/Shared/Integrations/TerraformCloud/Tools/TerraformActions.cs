using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using static ServerlessMcp.Integrations.TerraformCloud.Tools.Rows;

namespace ServerlessMcp.Integrations.TerraformCloud.Tools;

/// <summary>Terraform actions: operations that providers offer beside resources, and how often runs invoked them.</summary>
internal static class TerraformActions
{
    private static readonly string[] Area = ["terraform-actions"];

    private static readonly string[] Fields =
    [
        "id", "address", "module_address", "provider", "instance_type", "count_value", "for_each_values",
        "last_invocation_id", "workspace_id",
    ];

    public static IReadOnlyList<TerraformTool> Tools =>
    [
        List("list_all_hashicorp_terraform_cloud_terraform_actions", "/workspaces/{workspace_id}/terraform-actions",
            "actions", Area,
            "List actions that a workspace's configuration declares. A run invokes one by address.") with
        {
            Arguments =
            [
                Query("provider", "filter[provider]", JsonKind.Text, "Only of this provider."),
                Query("module_address", "filter[module_address]", JsonKind.Text, "module.foo or system:root_module."),
                Query("invoked_from", "filter[last_invocation][invoked_at][gte]", JsonKind.Text, "Since; RFC 3339.").Instant(),
                Query("invoked_before", "filter[last_invocation][invoked_at][lt]", JsonKind.Text, "Before; RFC 3339.").Instant(),
            ],
            DefaultFields = Fields,
        },

        Get("get_single_hashicorp_terraform_cloud_terraform_action_by_id", "/terraform-actions/{action_id}", "actions", Area,
            "Read one action, with how often it was invoked.") with
        {
            DefaultFields = [.. Fields, "invocation_count", "updated_at"],
        },

        Get("get_single_hashicorp_terraform_cloud_terraform_action_filters",
            "/workspaces/{workspace_id}/terraform-actions/filter-options",
            "action-filter-options", Area,
            "The providers a workspace's actions can be filtered by.") with
        {
            DefaultFields = ["id", "providers"],
        },

        List("list_all_hashicorp_terraform_cloud_action_run_summaries", "/terraform-actions/{action_id}/invocations/run-summary",
            "action-invocation-run-summary", Area,
            "How often each run invoked an action, with what success. For details list one run's invocations.") with
        {
            Arguments =
            [
                Query("run_id", "filter[run][id]", JsonKind.Text, "run-…"),
                Query("invocation_method", "filter[invocation_method]", JsonKind.Text, "Comma-separated: direct,lifecycle."),
                Query("status", "filter[aggregate_invocation_status]", JsonKind.Text,
                    "Comma-separated: successful,not_successful,not_invoked,run_in_progress."),
                Query("invoked_by", "filter[invoked_by]", JsonKind.Text, "Comma-separated user names."),
                Query("source", "filter[source]", JsonKind.Text, "Comma-separated: tfe-api,tfe-ui…"),
                Query("invoked_from", "filter[invoked_at][gte]", JsonKind.Text, "Since; RFC 3339.").Instant(),
                Query("invoked_before", "filter[invoked_at][lt]", JsonKind.Text, "Before; RFC 3339.").Instant(),
            ],
            DefaultFields =
            [
                "id", "aggregate_invocation_status", "invocation_method", "invoked_at", "invoked_by.username",
                "invocation_statuses", "planned_invocation_count", "run_id",
            ],
        },

        Get("get_single_hashicorp_terraform_cloud_action_invocation_filters",
            "/terraform-actions/{action_id}/invocations/filter-options",
            "action-invocation-filter-options", Area,
            "The users an action's run summaries can be filtered by.") with
        {
            DefaultFields = ["id", "invoked_by"],
        },

        List("list_all_hashicorp_terraform_cloud_action_invocations",
            "/terraform-actions/{action_id}/runs/{run_id}/invocations", "action-invocations", Area,
            "List one run's invocations of an action, in order, with their outcome.") with
        {
            Arguments =
            [
                Query("status", "filter[status]", JsonKind.Text, "Comma-separated: failed,not_invoked,successful."),
                Query("search", "q", JsonKind.Text, "Key, status, event, resource."),
            ],
            DefaultFields =
            [
                "id", "final_status", "invocation_method", "action_key", "action_trigger_event",
                "triggering_resource_address", "invoked_at",
            ],
        },

        List("list_all_hashicorp_terraform_cloud_action_resource_groups",
            "/terraform-actions/{action_id}/runs/{run_id}/invocations/lifecycle-resource-groups",
            "action-invocation-resource-groups", Area,
            "A run's lifecycle invocations of an action, by the resource that triggered them.") with
        {
            Arguments =
            [
                Query("status", "filter[aggregate_status]", JsonKind.Text,
                    "Comma-separated: successful,not_invoked,not_successful."),
                Query("search", "q", JsonKind.Text, "Key, status, event, resource."),
            ],
            DefaultFields = ["triggering_resource_address", "aggregate_invocation_status", "invocations"],
        },
    ];
}
