using ServerlessMcp.Catalog;

namespace ServerlessMcp.Integrations.TerraformCloud.Model;

/// <summary>What the arguments of a call belong to, as this integration has it.</summary>
internal static class TerraformArguments
{
    extension(ToolArguments arguments)
    {
        /// <summary>The row they belong to.</summary>
        public TerraformTool Row => (TerraformTool)arguments.Tool;
    }
}
