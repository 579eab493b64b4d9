using ServerlessMcp.Sandbox.Http;
using ServerlessMcp.Sandbox.Model;

namespace ServerlessMcp.Sandbox.Resources;

/// <summary>https://developer.hashicorp.com/terraform/cloud-docs/api-docs/organization-tags</summary>
internal sealed class Tags : Resource<Tag>
{
    public override void Map(RouteTable routes)
    {
        routes.Get("/organizations/{organization}/tags", x =>
        {
            var part = x.QueryValue("q");
            return Present.Page(
                x, x.OrganizationInPath().Tags.Where(
                    t => part is null || t.Name.Contains(part, StringComparison.OrdinalIgnoreCase)));
        });
        routes.Delete("/organizations/{organization}/tags", DeleteAll);
        routes.Post("/tags/{id}/relationships/workspaces", x =>
        {
            var tag = x.Find<Tag>("id");
            x.Require(Permission.UpdateWorkspace);
            foreach (var workspace in Attachments.Named<Workspace>(x).Where(w => !w.Tags.Contains(tag))) workspace.Tags.Add(tag);
            return Answer.NoContent();
        });
        routes.Get("/workspaces/{id}/relationships/tags", x => Present.Page(x, x.Find<Workspace>("id").Tags));
        routes.Post("/workspaces/{id}/relationships/tags", x => Change(x, (workspace, tag) =>
        {
            if (!workspace.Tags.Contains(tag)) workspace.Tags.Add(tag);
        }));
        routes.Delete("/workspaces/{id}/relationships/tags", x => Change(x, (workspace, tag) => workspace.Tags.Remove(tag)));
    }

    protected override void Describe(Tag tag, ResourceObject o, SandboxRequest x) =>
        o.Attribute("name", tag.Name)
            .Attribute("instance-count", tag.Organization.Workspaces.Count(w => w.Tags.Contains(tag)))
            .Relation("organization", tag.Organization);

    private static Answer DeleteAll(SandboxRequest x)
    {
        var organization = x.OrganizationInPath();
        x.Require(Permission.UpdateOrganization);
        foreach (var tag in Attachments.Named<Tag>(x))
        {
            foreach (var workspace in organization.Workspaces) workspace.Tags.Remove(tag);
            organization.Tags.Remove(tag);
            x.World.Remove(tag);
        }

        return Answer.NoContent();
    }

    private static Answer Change(SandboxRequest x, Action<Workspace, Tag> change)
    {
        var workspace = x.Find<Workspace>("id");
        x.Require(Permission.UpdateWorkspace);
        foreach (var item in x.DataList())
        {
            var name = SandboxRequest.Text(SandboxRequest.Child(SandboxRequest.Child(item, "attributes"), "name"));
            var id = SandboxRequest.Text(SandboxRequest.Child(item, "id"));
            change(workspace, name is not null ? workspace.Organization.TagNamed(x.World, name)
                : x.Visible(x.World.Find<Tag>(id ?? "")));
        }

        return Answer.NoContent();
    }
}
