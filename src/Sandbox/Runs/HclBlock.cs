namespace ServerlessMcp.Sandbox.Runs;

/// <summary>A block of Terraform code: <c>resource "terraform_data" "a" { … }</c>. References stand in the attributes
/// as text, <c>${var.name}</c>.</summary>
internal sealed record HclBlock(string Kind, IReadOnlyList<string> Labels, string File, int Line)
{
    public Dictionary<string, JsonNode?> Attributes { get; } = [];

    public List<HclBlock> Blocks { get; } = [];

    public HclException Unsupported(string what) => new(
        what + " is not understood by the sandbox, which evaluates only variables, locals, outputs and " +
            "terraform_data with literal values", File, Line);
}
