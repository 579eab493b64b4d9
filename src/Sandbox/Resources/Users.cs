using ServerlessMcp.Sandbox.Http;
using ServerlessMcp.Sandbox.Model;

namespace ServerlessMcp.Sandbox.Resources;

/// <summary>https://developer.hashicorp.com/terraform/cloud-docs/api-docs/users</summary>
internal sealed class Users : Resource<User>
{
    public override void Map(RouteTable routes) => routes.Get("/users/{id}", x => Present.One(x, x.Find<User>("id")));

    protected override void Describe(User user, ResourceObject o, SandboxRequest x)
    {
        o.Attribute("username", user.Username)
            .Attribute("is-service-account", user.IsServiceAccount)
            .Attribute("avatar-url", "https://www.gravatar.com/avatar/?s=100&d=mm")
            .Attribute("v2-only", false)
            .Flags("permissions", ("can-create-organizations", false), ("can-change-email", true), ("can-change-username", true))
            .Relation("authentication-tokens", null, $"/api/v2/users/{user.Id}/authentication-tokens")
            .Link("self", "/api/v2/users/" + user.Id);
        if (!ReferenceEquals(user, x.Caller.Principal)) return;
        // Only oneself is shown with an address.
        o.Attribute("email", user.Email)
            .Attribute("two-factor", new JsonObject { ["enabled"] = true, ["verified"] = true })
            .Attribute("is-sudo", false);
    }
}
