namespace ServerlessMcp.Sandbox.Model;

/// <summary>https://developer.hashicorp.com/terraform/cloud-docs/api-docs/applies</summary>
internal sealed class Apply(string id, Plan plan) : Entity(id)
{
    public override string Type => "applies";

    public override Organization Organization => Plan.Organization;

    public Plan Plan { get; } = plan;

    public Phase Phase { get; } = new();

    public StateVersion? StateVersion { get; set; }
}
