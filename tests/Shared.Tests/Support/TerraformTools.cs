using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Integrations.TerraformCloud.Tools;

namespace ServerlessMcp.Tests.Support;

/// <summary>The catalogue of HCP Terraform, for tests that judge rows; a running product has one of its own.</summary>
internal static class TerraformTools
{
    public static ToolCatalog Catalog { get; } = TerraformCatalog.Build();

    public static IReadOnlyList<TerraformTool> All { get; } = [.. Catalog.All.Cast<TerraformTool>()];

    /// <summary>A catalogue of rows as the tables have them, which are completed.</summary>
    public static ToolCatalog Of(params IEnumerable<TerraformTool> rows) => new("hashicorp_terraform_cloud", rows.Select(CompleteRow.Of), null, TerraformEdition.At, TerraformEdition.NameOf);

    public static TerraformTool? Find(string name, ToolNames names) => (TerraformTool?)Catalog.Find(name, names);

    public static TerraformTool? Find(string name) => (TerraformTool?)Catalog.Find(name);
}
