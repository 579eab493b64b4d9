using ServerlessMcp.Access;
using ServerlessMcp.Catalog;

namespace ServerlessMcp.Tests.Catalog;

/// <summary>Every row by its name, so that a rule broken by one tool is red for that tool.</summary>
public sealed class AllTools : TheoryData<string>
{
    public AllTools() => AddRange(ToolCatalog.Default.All.Select(tool => tool.Name).ToArray());

    public static ToolDefinition Find(string name) => ToolCatalog.Default.Find(name, ToolNames.Canonical) ?? throw new InvalidOperationException($"There is no {name}.");
}
