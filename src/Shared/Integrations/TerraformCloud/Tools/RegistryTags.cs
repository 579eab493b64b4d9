using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using static ServerlessMcp.Integrations.TerraformCloud.Tools.Rows;

namespace ServerlessMcp.Integrations.TerraformCloud.Tools;

/// <summary>Tags of what the registry holds: the argument that sets them, and jobs that set them on many at once.</summary>
internal static class RegistryTags
{
    private static readonly string[] Area = ["registry-tagging"];

    private static readonly string[] Fields = ["id", "status", "action", "target_type", "targets", "errors"];

    /// <summary>Tags as a relationship: bindings that are named by key and value, not by id.</summary>
    public static Argument Tags { get; } = Relationship("tag_binding_ids", "tag-bindings", "Replaces all.") with
    {
        Name = "tags",
        Kind = JsonKind.RecordList,
        Members = [Member("key", JsonKind.Text, "Key.").Required(), Member("value", JsonKind.Text, "Value.")],
    };

    public static IReadOnlyList<TerraformTool> Tools =>
    [
        Get("get_single_hashicorp_terraform_cloud_tag_binding_bulk_action",
            "/tag-bindings/bulk-actions/{bulk_action_id}", "tag-binding-bulk-actions", Area,
            "Read a bulk tagging job: status, and errors by target.") with
        {
            DefaultFields = Fields,
            Availability = Availability.HcpOnly,
        },

        Bulk("hashicorp_terraform_cloud_tag_bindings_bulk_add", "/tag-bindings/bulk-actions/add", Effect.Mutate,
            "Add tags to up to 100 modules, providers or components of one kind. A job: read its status next.", "Tags to add."),

        Bulk("hashicorp_terraform_cloud_tag_bindings_bulk_remove", "/tag-bindings/bulk-actions/remove", Effect.Destroy,
            "Remove tags from up to 100 modules, providers or components of one kind. A job: read its status next.",
            "Tags to remove."),

        Bulk("hashicorp_terraform_cloud_tag_bindings_bulk_set", "/tag-bindings/bulk-actions/set", Effect.Destroy,
            "Replace all tags of up to 100 modules, providers or components of one kind. A job: read its status next.",
            "All tags from now on."),
    ];

    private static TerraformTool Bulk(string name, string path, Effect effect, string description, string tags) =>
        Action(name, HttpMethod.Post, path, "tag-binding-bulk-actions", effect, Area, description) with
        {
            Arguments =
            [
                Relationship("registry_module_ids", "registry-modules", "mod-…, or") with { WireName = "targets" },
                Relationship("registry_provider_ids", "registry-providers", "prov-…, or") with { WireName = "targets" },
                Relationship("registry_component_ids", "registry-components", "comp-…") with { WireName = "targets" },
                Tags.Required() with { Description = tags },
            ],
            DefaultFields = Fields,
            Availability = Availability.HcpOnly,
            IsIdempotent = true,
        };
}
