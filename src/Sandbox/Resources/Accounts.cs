using ServerlessMcp.Sandbox.Http;
using ServerlessMcp.Sandbox.Model;

namespace ServerlessMcp.Sandbox.Resources;

/// <summary>https://developer.hashicorp.com/terraform/cloud-docs/api-docs/account</summary>
internal sealed class Accounts : Endpoints
{
    public override void Map(RouteTable routes) => routes.Get("/account/details", x =>
    {
        // An organization token stands for no person.
        if (x.Caller.Kind == CallerKind.OrganizationToken) throw ApiError.NotFound();
        return Present.One(x, x.Caller.Principal);
    });
}
