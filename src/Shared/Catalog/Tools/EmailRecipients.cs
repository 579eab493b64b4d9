using static ServerlessMcp.Catalog.Rows;

namespace ServerlessMcp.Catalog.Tools;

/// <summary>What recipients of notification mails do through the links in them, with the signed token of the link.</summary>
internal static class EmailRecipients
{
    private static readonly string[] Area = ["notifications"];

    private static readonly Argument Token = Query("token", "token", JsonKind.Text, "Signed token of the mail's link.").Required().Secret();

    public static IReadOnlyList<ToolDefinition> Tools =>
    [
        Read("hashicorp_terraform_cloud_email_recipients_show_unsubscribe", "/email-recipient-statuses/unsubscribe", "email-recipient-statuses", Area,
            "Read whom an unsubscribe link is for, and whether mail still goes there.") with
        {
            Arguments = [Token],
            DefaultFields = ["id", "email", "verified_at", "unsubscribed_at", "delivery_failures_count"],
        },
    ];
}
