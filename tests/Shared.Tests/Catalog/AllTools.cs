using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Catalog;

/// <summary>Every row by its name, so that a rule broken by one tool is red for that tool.</summary>
public sealed class AllTools : TheoryData<string>
{
    public AllTools() => AddRange(TerraformTools.All.Select(tool => tool.Name).ToArray());

    public static TerraformTool Find(string name) => TerraformTools.Find(name, ToolNames.Canonical) ?? throw new InvalidOperationException($"There is no {name}.");
}
