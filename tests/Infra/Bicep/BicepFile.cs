namespace ServerlessMcp.Infra.Tests.Bicep;

/// <summary>A Bicep file as tools/bicep.mjs reads it. Values are the source's own text.</summary>
internal sealed record BicepFile(
    string Path, string[] Errors, BicepParameter[] Parameters, string[] Types, BicepVariable[] Variables, BicepOutput[] Outputs, BicepResource[] Resources, BicepModule[] Modules,
    string[] LoopNames, string[] Calls, string[] Uses, string[] Members)
{
    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>The resources of a type, whatever the version.</summary>
    public IEnumerable<BicepResource> Of(string type) => Resources.Where(resource => resource.Type.Split('@')[0] == type && !resource.IsExisting);
}

internal sealed record BicepParameter(string Name, Dictionary<string, string?> Decorators, bool HasDefault);

internal sealed record BicepVariable(string Name, string Value);

internal sealed record BicepOutput(string Name, Dictionary<string, string?> Decorators, string Value);

// The type has its API version (Microsoft.Web/sites@2025-03-01), but not where it stands in its parent. Properties are by path: properties.sku.name.
internal sealed record BicepResource(string Name, string Type, bool IsExisting, bool IsNested, Dictionary<string, string> Properties);

internal sealed record BicepModule(string Name, string Path, Dictionary<string, string> Properties);
