using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace ServerlessMcp.Functions.Worker;

/// <summary>The product's endpoints behind the one function that takes every path.</summary>
/// <param name="services">The host's services.</param>
internal sealed class ProductPipeline(IServiceProvider services)
{
    private readonly Lazy<RequestDelegate> pipeline = new(() =>
    {
        var app = new ApplicationBuilder(services);
        app.UseRouting();
        app.UseEndpoints(endpoints => endpoints.MapServerlessMcp());
        return app.Build();
    });

    /// <summary>Answers a request that was routed to the function.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        // Routed once already, to the function's endpoint; with that in place no second routing looks at the path.
        context.SetEndpoint(null);
        context.Request.RouteValues.Clear();
        try
        {
            await pipeline.Value(context);
        }
        catch when (!context.Response.HasStarted)
        {
            // The invocation fails, which the Functions host logs; but it would have passed on 200 by then.
            context.Response.Clear();
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            throw;
        }
    }
}
