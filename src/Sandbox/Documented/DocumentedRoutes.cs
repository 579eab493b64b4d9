using ServerlessMcp.Sandbox.Http;

namespace ServerlessMcp.Sandbox.Documented;

/// <summary>The endpoints the documentation knows and no resource of the sandbox serves: the last to be asked.</summary>
internal static class DocumentedRoutes
{
    private static readonly Lazy<RouteTable> Hcp = new(() => Build(tfe: false));
    private static readonly Lazy<RouteTable> Tfe = new(() => Build(tfe: true));

    public static RouteTable In(bool tfe) => (tfe ? Tfe : Hcp).Value;

    private static RouteTable Build(bool tfe)
    {
        var routes = new RouteTable();
        foreach (var endpoint in DocumentedEndpoint.All.Where(e => e.IsIn(tfe)))
            routes.Map(endpoint.Method, endpoint.Path, x => DocumentedAnswer.To(endpoint, x));
        return routes;
    }
}
