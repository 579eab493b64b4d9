using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ServerlessMcp.Functions.Worker;

/// <summary>The function that takes every path.</summary>
internal sealed class HttpFunction(ProductPipeline pipeline)
{
    /// <summary>Answers a request.</summary>
    [Function("http")]
    public async Task RunAsync(
        [HttpTrigger(
            AuthorizationLevel.Anonymous, "get", "head", "post", "put", "patch", "delete", "options", Route = "{*path}")]
        HttpRequest request,
        FunctionContext context)
    {
        using var running = Invocation.Begin(context.InvocationId);
        await pipeline.HandleAsync(request.HttpContext);
    }
}
