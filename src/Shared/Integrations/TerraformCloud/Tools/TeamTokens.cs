using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using static ServerlessMcp.Integrations.TerraformCloud.Tools.Rows;

namespace ServerlessMcp.Integrations.TerraformCloud.Tools;

/// <summary>Tokens that act as a team.</summary>
internal static class TeamTokens
{
    private static readonly string[] Area = ["team-tokens"];

    private static readonly string[] Fields =
        ["id", "description", "team_id", "created_at", "last_used_at", "expired_at", "created_by_id"];

    private static readonly string[] NewFields = ["id", "token", "description", "created_at", "expired_at"];

    public static IReadOnlyList<TerraformTool> Tools =>
    [
        List("list_all_hashicorp_terraform_cloud_team_tokens", "/organizations/{organization_name}/team-tokens",
            "authentication-tokens", Area,
            "List team tokens, without their text: which expired or are unused.") with
        {
            Arguments =
            [
                Query("search", "q", JsonKind.Text, "Part of team name."),
                Query("expiry_status", "filter[expiry_status]", JsonKind.Text,
                    "Comma-separated: active,expiring_in_7_days,expiring_in_30_days,expired,no_expiration."),
                Query("sort", "sort", JsonKind.Text, "-: descending.").OneOf(
                    "team-name", "-team-name", "created-by", "-created-by", "expired-at", "-expired-at", "last-used-at",
                    "-last-used-at"),
            ],
            DefaultFields = Fields,
        },

        Create("create_a_hashicorp_terraform_cloud_team_token", "/teams/{team_id}/authentication-tokens",
            "authentication-tokens", Effect.Mutate, [.. Area, "credentials"],
            "Make one more token for a team; others stay valid. Shown once.") with
        {
            Arguments =
            [
                Attribute("description", JsonKind.Text, "Unique in the team.").Required(),
                Attribute("expired_at", JsonKind.Text, "ISO 8601; can't be changed later.").Instant(),
            ],
            DefaultFields = NewFields,
        },

        Action("hashicorp_terraform_cloud_team_tokens_bulk_delete", HttpMethod.Delete,
            "/organizations/{organization_name}/team-tokens", "authentication-tokens",
            Effect.Destroy, Area,
            "Revoke several team tokens at once.") with
        {
            Arguments = [Identifiers("authentication_token_ids", "authentication-tokens", "at-…").Required()],
            Shape = ResponseShape.NoContent,
            Next = "List the team tokens.",
        },

        Get("get_single_hashicorp_terraform_cloud_team_token_legacy_by_id", "/teams/{team_id}/authentication-token",
            "authentication-tokens", Area,
            "Read a team's one token without description (older kind). Prefer the list of team tokens.") with
        {
            DefaultFields = Fields,
        },

        Create("create_a_hashicorp_terraform_cloud_team_token_legacy", "/teams/{team_id}/authentication-token",
            "authentication-tokens", Effect.Destroy, [.. Area, "credentials"],
            "Make a team's older kind of token; the existing one stops working. Shown once. Prefer a team token.") with
        {
            Arguments = [Attribute("expired_at", JsonKind.Text, "ISO 8601.").Instant()],
            DefaultFields = NewFields,
        },

        Delete("delete_a_hashicorp_terraform_cloud_team_token_legacy_by_id", "/teams/{team_id}/authentication-token",
            "authentication-tokens", Area,
            "Revoke a team's one token without description."),
    ];
}
