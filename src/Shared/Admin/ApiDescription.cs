using Microsoft.AspNetCore.Routing;
using ServerlessMcp.Access;
using ServerlessMcp.Http;

namespace ServerlessMcp.Admin;

/// <summary><c>/openapi.json</c>: what this API is, for programs (OpenAPI 3.1). It stands beside the routes as
/// <c>openapi.json</c>, the same for everybody, and tests hold the two to each other.</summary>
internal static class ApiDescription
{
    /// <summary>Where it is.</summary>
    public const string Path = "/openapi.json";

    private const string Resource = "openapi.json";

    // Read when somebody asks first, so that a cold start does not pay for it.
    private static readonly Lazy<PackedFile> Description = new(() => PackedFile.Of(Resource, "application/json"));

    /// <summary>Maps it.</summary>
    public static void Map(IEndpointRouteBuilder endpoints) => endpoints.MapMethods(Path, ("GET", context => Description.Value.WriteAsync(context)));
}
