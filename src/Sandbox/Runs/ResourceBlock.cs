namespace ServerlessMcp.Sandbox.Runs;

/// <summary>A <c>resource</c> block: the arguments may refer to variables as <c>${var.name}</c>.</summary>
internal sealed record ResourceBlock(string Kind, string Name, JsonObject Arguments)
{
    public string Address => Kind + "." + Name;
}
