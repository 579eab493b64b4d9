namespace ServerlessMcp.Sandbox.Runs;

/// <summary>What a workspace's Terraform code asks for. Plans are the difference between this, evaluated with the
/// variables of the moment, and the state.</summary>
internal sealed class Configuration
{
    public List<ResourceBlock> Resources { get; } = [];

    public List<OutputBlock> Outputs { get; } = [];

    /// <summary>What a variable is when nobody sets it.</summary>
    public Dictionary<string, System.Text.Json.Nodes.JsonNode?> Defaults { get; } = [];

    /// <summary>The variables whose values are not shown.</summary>
    public HashSet<string> Sensitive { get; } = [];
}
