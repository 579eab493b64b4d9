using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ServerlessMcp.Http;

/// <summary>
/// Routes that are made when something asks for one of them. A cold start that answers a call to an MCP URL makes
/// neither the fifty patterns of the control plane, nor what answers them, nor the graph that finds them.
/// </summary>
/// <param name="services">What answers is taken from.</param>
/// <param name="map">Adds the routes; called once. One of them has to take every path.</param>
internal sealed class LateRoutes(IServiceProvider services, Action<IEndpointRouteBuilder> map)
{
    private readonly Lazy<RequestDelegate> routes = new(() =>
    {
        var branch = new ApplicationBuilder(services);
        branch.UseRouting();
        branch.UseEndpoints(map);
        return branch.Build();
    });

    /// <summary>Answers by the route that the request's path has.</summary>
    public Task AnswerAsync(HttpContext context) => routes.Value(context);
}
