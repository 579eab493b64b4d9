namespace ServerlessMcp.Sandbox.Model;

/// <summary>One resource instance as it stands in a state.</summary>
internal sealed record StateResource(string Kind, string Name, JsonObject Attributes)
{
    public string Address => Kind + "." + Name;

    public bool IsBuiltIn => Kind == "terraform_data";

    public string Provider =>
        IsBuiltIn ? "terraform.io/builtin/terraform" : "registry.terraform.io/hashicorp/" + Kind.Split('_')[0];

    public IReadOnlySet<string> Sensitive { get; init; } = new HashSet<string>();
}
