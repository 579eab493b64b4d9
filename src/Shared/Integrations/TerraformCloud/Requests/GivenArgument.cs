using System.Runtime.InteropServices;
using ServerlessMcp.Catalog;

namespace ServerlessMcp.Integrations.TerraformCloud.Requests;

/// <summary>An argument of the row and the value that the caller gave it.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct GivenArgument(Argument Argument, JsonElement Value);
