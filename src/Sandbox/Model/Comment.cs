namespace ServerlessMcp.Sandbox.Model;

/// <summary>https://developer.hashicorp.com/terraform/cloud-docs/api-docs/comments</summary>
internal sealed class Comment(string id, Run run, string body) : Entity(id)
{
    public override string Type => "comments";

    public override Organization Organization => Run.Organization;

    public Run Run { get; } = run;

    public string Body { get; } = body;

    public RunEvent? Event { get; set; }
}
