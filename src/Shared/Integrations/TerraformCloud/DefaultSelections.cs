using System.Collections.Concurrent;
using ServerlessMcp.Integrations.TerraformCloud.JsonApi;
using ServerlessMcp.Integrations.TerraformCloud.Model;

namespace ServerlessMcp.Integrations.TerraformCloud;

/// <summary>The fields that each tool of a catalogue answers where none are asked for, parsed once.</summary>
internal sealed class DefaultSelections
{
    private readonly ConcurrentDictionary<string, FieldSelection> selections = new(StringComparer.Ordinal);

    public static FieldSelection Of(TerraformTool tool) => tool.Catalog.Kept(_ => new DefaultSelections()).selections
        .GetOrAdd(tool.Name, static (_, tool) => Make(tool), tool);

    private static FieldSelection Make(TerraformTool tool)
    {
        var fields = FieldSelection.Parse(tool.DefaultFields);
        return tool.OmitsFalse ? fields.WithoutFalse() : fields;
    }
}
