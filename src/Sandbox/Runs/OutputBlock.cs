namespace ServerlessMcp.Sandbox.Runs;

/// <summary>An <c>output</c> block: the value may refer to variables as <c>${var.name}</c>.</summary>
internal sealed record OutputBlock(string Name, JsonNode? Value, bool Sensitive = false);
