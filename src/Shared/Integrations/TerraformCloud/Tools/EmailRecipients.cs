using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using static ServerlessMcp.Integrations.TerraformCloud.Tools.Rows;

namespace ServerlessMcp.Integrations.TerraformCloud.Tools;

/// <summary>What recipients of notification mails do through the links in them, with the signed token of the link.</summary>
internal static class EmailRecipients
{
    private static readonly string[] Area = ["notifications"];

    private static readonly Argument Token = Query("token", "token", JsonKind.Text, "From the mail's link.").Required().Secret();

    public static IReadOnlyList<TerraformTool> Tools =>
    [
        Read("hashicorp_terraform_cloud_email_recipients_show_unsubscribe", "/email-recipient-statuses/unsubscribe",
            "email-recipient-statuses", Area,
            "Whom an unsubscribe link is for, and whether mail still goes there.") with
        {
            Arguments = [Token],
            DefaultFields = ["id", "email", "verified_at", "unsubscribed_at", "delivery_failures_count"],
        },

        Action("hashicorp_terraform_cloud_email_recipients_unsubscribe", HttpMethod.Post,
            "/email-recipient-statuses/unsubscribe", "email-recipient-statuses",
            Effect.Mutate, Area,
            "Stop mail to the recipient of an unsubscribe link.") with
        {
            Arguments =
            [
                Token,
                Root("unsubscribe_preference", JsonKind.Text, "How far; cancel changes nothing.")
                    .OneOf("project", "all_organization", "cancel").Required(),
                Root("configuration", JsonKind.Text, "nc-…; with project."),
            ],
            Shape = ResponseShape.Text,
            IsForm = true,
            IsIdempotent = true,
        },

        ReadContent("hashicorp_terraform_cloud_email_recipients_show_verify", "/email-recipient-statuses/verify",
            "email-recipient-statuses", ResponseShape.Text, Area,
            "Read a verification link's page, without verifying.") with
        {
            Arguments = [Token, Query("config", "config", JsonKind.Text, "nc-…")],
        },

        Action("hashicorp_terraform_cloud_email_recipients_verify", HttpMethod.Post, "/email-recipient-statuses/verify",
            "email-recipient-statuses",
            Effect.Mutate, Area,
            "Verify the address of a verification link, so that mail goes there.") with
        {
            Arguments =
            [
                Root("token", JsonKind.Text, "From the mail's link.").Required().Secret(),
                Root("config", JsonKind.Text, "nc-…"),
            ],
            Shape = ResponseShape.Text,
            IsIdempotent = true,
        },
    ];
}
