using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using static ServerlessMcp.Integrations.TerraformCloud.Tools.Rows;

namespace ServerlessMcp.Integrations.TerraformCloud.Tools;

/// <summary>What SCIM rows share, and the tokens that identity providers use for HCP Terraform.</summary>
internal static class Scim
{
    internal const string MediaType = "application/scim+json";

    /// <summary>Where a list of SCIM has its rows (RFC 7644, section 3.4.2).</summary>
    internal const string Resources = "Resources";

    /// <summary>What every resource of SCIM has (RFC 7643, section 3.1).</summary>
    internal const string Id = "id";

    internal static readonly Argument PatchSchema =
        Constant(ArgumentPlace.Root, "schemas", """["urn:ietf:params:scim:api:messages:2.0:PatchOp"]""");

    private static readonly string[] Area = ["scim"];

    public static IReadOnlyList<TerraformTool> Tools => HcpOnly(
    [
        List("list_all_hashicorp_terraform_cloud_scim_tokens",
            "/scim-configurations/{scim_configuration_id}/authentication-tokens", "authentication-tokens",
            Area,
            "List SCIM tokens, without their text.") with
        {
            DefaultFields = ["id", "description", "created_at", "last_used_at", "expired_at"],
        },

        Create("create_a_hashicorp_terraform_cloud_scim_token",
            "/scim-configurations/{scim_configuration_id}/authentication-tokens", "authentication-tokens",
            Effect.Mutate, [.. Area, "credentials"],
            "Make a token for the identity provider's SCIM client. Shown once.") with
        {
            Arguments =
            [
                Attribute("description", JsonKind.Text, "Purpose."),
                Attribute("expired_at", JsonKind.Text, "ISO 8601, 30-365 days; default 365.").Instant(),
            ],
            DefaultFields = ["id", "token", "description", "expired_at"],
        },
    ]);

    /// <summary>A member of a SCIM body, which is camelCase.</summary>
    internal static Argument Root(string name, string wireName, JsonKind kind, string description) =>
        Rows.Root(name, kind, description) with { WireName = wireName };

    /// <summary>The changes of a PATCH; what is specific to users and groups are the kinds of values.</summary>
    internal static Argument Operations(params Argument[] values) =>
        Root("operations", "Operations", JsonKind.RecordList, "Changes, in order.").Required() with
        {
            Members =
        [
            Member("op", JsonKind.Text, "What to do.").OneOf("add", "remove", "replace").Required(),
            Member("path", JsonKind.Text, "Attribute: displayName…"),
            .. values,
        ],
        };
}
