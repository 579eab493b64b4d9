using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using static ServerlessMcp.Integrations.TerraformCloud.Tools.Rows;

namespace ServerlessMcp.Integrations.TerraformCloud.Tools;

/// <summary>Notification configurations: who hears of runs, health and change requests, and how.</summary>
internal static class Notifications
{
    private static readonly string[] Area = ["notifications"];

    // The URL is left out: those of Slack and Teams are secrets.
    private static readonly string[] Fields =
        ["id", "name", "destination_type", "enabled", "triggers", "email_addresses", "subscribable_id", "user_ids"];

    // Change requests are told of to teams alone, and nothing else is.
    private const string ChangeRequest = "change_request:created";

    private static readonly string[] OfWorkspaces =
    [
        "run:created", "run:planning", "run:needs_attention", "run:applying", "run:completed", "run:errored",
        "assessment:drifted", "assessment:failed",
        "assessment:check_failure", "workspace:auto_destroy_reminder", "workspace:auto_destroy_run_results",
    ];

    private static readonly Argument Triggers = Attribute("triggers", JsonKind.TextList, "What it tells of.");

    private static readonly Argument Users = Relationship("user_ids", "users", "user-…");

    private static readonly Argument Emails = Attribute("email_addresses", JsonKind.TextList, "To mail.");

    private static readonly Argument Url = Attribute("url", JsonKind.Text, "Webhook; not for email.").Secret();

    private static readonly Argument Token = Attribute("token", JsonKind.Text, "generic: signs requests.").Secret();

    private static readonly Argument[] Creation =
    [
        Attribute("name", JsonKind.Text, "Name.").Required(),
        Attribute("destination_type", JsonKind.Text, "generic: any webhook.")
            .OneOf("email", "slack", "generic", "microsoft-teams").Required(),
        Attribute("enabled", JsonKind.Boolean, "Whether it sends.").Required(),
        Url,
        Token,
        Users,
    ];

    public static IReadOnlyList<TerraformTool> Tools =>
    [
        List("list_all_hashicorp_terraform_cloud_workspace_notifications",
            "/workspaces/{workspace_id}/notification-configurations",
            "notification-configurations", Area,
            "Who is told of a workspace's runs and health, and how. Its project's notifications are apart.") with
        {
            DefaultFields = Fields,
        },

        List("list_all_hashicorp_terraform_cloud_project_notifications",
            "/projects/{project_id}/notification-configurations", "notification-configurations", Area,
            "Who is told of the runs and health of all workspaces of a project.") with
        {
            DefaultFields = Fields,
            IsPaged = false,
        },

        List("list_all_hashicorp_terraform_cloud_team_notifications", "/teams/{team_id}/notification-configurations",
            "notification-configurations", Area,
            "How a team is told of change requests.") with
        {
            DefaultFields = Fields,
        },

        Get("get_single_hashicorp_terraform_cloud_notification_by_id",
            "/notification-configurations/{notification_configuration_id}",
            "notification-configurations", Area,
            "Read a notification configuration; fields [\"delivery_responses\"] has how its last test went.") with
        {
            DefaultFields = [.. Fields, "updated_at"],
        },

        Create("create_a_hashicorp_terraform_cloud_workspace_notification",
            "/workspaces/{workspace_id}/notification-configurations",
            "notification-configurations", Effect.Mutate, Area,
            "Tell people or a webhook of a workspace's runs and health. An enabled one is tested at once.") with
        {
            Arguments = [.. Creation, Triggers.OneOf(OfWorkspaces), Emails],
            DefaultFields = Fields,
        },

        Create("create_a_hashicorp_terraform_cloud_project_notification",
            "/projects/{project_id}/notification-configurations", "notification-configurations",
            Effect.Mutate, Area,
            "Tell people or a webhook of all runs and health of a project's workspaces.") with
        {
            SameAs = "create_a_hashicorp_terraform_cloud_workspace_notification",
            Arguments = [.. Creation, Triggers.OneOf(OfWorkspaces), Emails],
            DefaultFields = Fields,
        },

        Create("create_a_hashicorp_terraform_cloud_team_notification", "/teams/{team_id}/notification-configurations",
            "notification-configurations",
            Effect.Mutate, Area,
            "Tell a team, or some members, of change requests.") with
        {
            Arguments =
            [
                .. Creation,
                Triggers.OneOf(ChangeRequest),
                Attribute("email_all_members", "email_all_members", JsonKind.Boolean, "Mail the whole team."),
            ],
            DefaultFields = Fields,
        },

        Update("update_a_hashicorp_terraform_cloud_notification_by_id",
            "/notification-configurations/{notification_configuration_id}",
            "notification-configurations", Effect.Destroy, Area,
            "Change or silence a notification configuration; what you leave out stays. Enabling a webhook tests it.") with
        {
            Arguments =
            [
                Attribute("name", JsonKind.Text, "New name."),
                Attribute("enabled", JsonKind.Boolean, "false silences it."),
                Url,
                Token,
                Users,
                Triggers.OneOf([.. OfWorkspaces, ChangeRequest]),
                Emails,
            ],
            DefaultFields = Fields,
        },

        Delete("delete_a_hashicorp_terraform_cloud_notification_by_id",
            "/notification-configurations/{notification_configuration_id}",
            "notification-configurations", Area,
            "Delete a notification configuration. To silence it, update enabled."),

        Action("hashicorp_terraform_cloud_notifications_enable", HttpMethod.Post,
            "/notification-configurations/{notification_configuration_id}/actions/enable",
            "notification-configurations", Effect.Mutate, Area,
            "Enable a notification configuration that is off or failed.") with
        {
            DefaultFields = Fields,
            IsIdempotent = true,
        },

        Action("hashicorp_terraform_cloud_notifications_verify", HttpMethod.Post,
            "/notification-configurations/{notification_configuration_id}/actions/verify",
            "notification-configurations", Effect.Mutate, Area,
            "Send a test message; see what the destination answered. Limited to 10 calls a minute.") with
        {
            DefaultFields = ["id", "name", "enabled", "delivery_responses"],
        },
    ];
}
