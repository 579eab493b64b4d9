using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using static ServerlessMcp.Integrations.TerraformCloud.Tools.Rows;

namespace ServerlessMcp.Integrations.TerraformCloud.Tools;

/// <summary>What an organization pays for: subscription, invoices, and the plans there are.</summary>
internal static class Billing
{
    private static readonly string[] SubscriptionFields =
    [
        "id", "is_active", "start_at", "end_at", "is_public_free_tier", "is_self_serve_trial", "runs_ceiling",
        "agents_ceiling", "contract_managed_resources_limit",
        "contract_user_limit", "policy_limit", "policy_set_limit", "run_task_limit", "rum_alert_threshold", "feature_set_id",
    ];

    private static readonly string[] InvoiceFields = ["id", "number", "status", "paid", "total", "created_at"];

    private static readonly string[] PlanFields =
    [
        "id", "name", "identifier", "description", "plan", "cost", "is_current", "is_free_tier", "user_limit",
        "default_runs_ceiling", "default_agents_ceiling",
    ];

    private static readonly string[] Subscriptions = ["subscriptions"];

    private static readonly string[] Invoices = ["invoices"];

    private static readonly string[] FeatureSets = ["feature-sets"];

    public static IReadOnlyList<TerraformTool> Tools => HcpOnly(
    [
        Get("get_single_hashicorp_terraform_cloud_organization_subscription",
            "/organizations/{organization_name}/subscription", "subscriptions", Subscriptions,
            "Read an organization's plan: limits, trial, end.") with
        {
            DefaultFields = SubscriptionFields,
        },

        Update("update_a_hashicorp_terraform_cloud_organization_subscription",
            "/organizations/{organization_name}/subscription", "subscriptions",
            Effect.Mutate, Subscriptions,
            "Set at how many managed resources owners are warned.") with
        {
            Arguments = [Attribute("rum_alert_threshold", JsonKind.Integer, "Managed resources.").Required()],
            DefaultFields = SubscriptionFields,
        },

        Get("get_single_hashicorp_terraform_cloud_subscription_by_id", "/subscriptions/{subscription_id}",
            "subscriptions", Subscriptions,
            "Read a subscription by id; usually you want the organization's.") with
        {
            DefaultFields = SubscriptionFields,
        },

        List("list_all_hashicorp_terraform_cloud_invoices", "/organizations/{organization_name}/invoices",
            "billing-invoices", Invoices,
            "List past invoices, ten at a time.") with
        {
            Arguments = [Query("start_invoice_id", "cursor", JsonKind.Text, "The last one seen.")],
            DefaultFields = InvoiceFields,
            IsPaged = false,
        },

        Get("get_single_hashicorp_terraform_cloud_next_invoice_by_id",
            "/organizations/{organization_name}/invoices/next", "billing-invoices", Invoices,
            "Read what the next invoice will be, if any.") with
        {
            DefaultFields = InvoiceFields,
            CanBeNone = true,
        },

        List("list_all_hashicorp_terraform_cloud_feature_sets", "/feature-sets", "feature-sets", FeatureSets,
            "List HCP Terraform's plans and limits.") with
        {
            DefaultFields = PlanFields,
        },

        List("list_all_hashicorp_terraform_cloud_organization_feature_sets",
            "/organizations/{organization_name}/feature-sets", "feature-sets", FeatureSets,
            "Plans an organization can change to; is_current marks those still offered.") with
        {
            DefaultFields = PlanFields,
        },
    ]);
}
