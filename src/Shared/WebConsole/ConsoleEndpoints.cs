using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ServerlessMcp.Access;
using ServerlessMcp.Http;

namespace ServerlessMcp.WebConsole;

/// <summary>
/// <c>/console</c>: the page for people. It has no power of its own: everything it does is a call of the control plane
/// with the API token that a person gives it, and it is the same for everybody, so it needs none to be read.
/// </summary>
internal static class ConsoleEndpoints
{
    private const string Path = "/console";

    // The page runs its own files and nothing else: no text becomes markup or script (Trusted Types), no other origin is
    // asked, no form is sent, no frame holds it. https://www.w3.org/TR/CSP3/, https://www.w3.org/TR/trusted-types/
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'none'; " +
        "base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

    // A file's address has the digest of all files in it, so what stands under it never changes.
    private const string Immutable = "public, max-age=31536000, immutable";

    /// <summary>Maps it. Nothing of it is read before somebody asks for it.</summary>
    public static void Map(IEndpointRouteBuilder endpoints, RequestDelegate nothingHere)
    {
        endpoints.MapMethods(Path, ("GET", PageAsync));
        endpoints.MapMethods(Path + "/{version}/{file}", ("GET", context => FileAsync(context, nothingHere)));
    }

    /// <summary>Sends a browser there.</summary>
    public static Task RedirectAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status302Found;
        context.Response.Headers.Location = Path;
        return Task.CompletedTask;
    }

    // Asked for here and not where routes are mapped: until then there are none.
    private static ConsoleFiles FilesOf(HttpContext context) => context.RequestServices.GetRequiredService<ConsoleFiles>();

    private static Task PageAsync(HttpContext context) => WriteAsync(context, FilesOf(context).Page);

    private static Task FileAsync(HttpContext context, RequestDelegate nothingHere)
    {
        var (version, name) = (context.Request.RouteValues["version"] as string, context.Request.RouteValues["file"] as string);
        var files = FilesOf(context);

        // The files of another version are another instance's: under their address these would be kept for a year.
        if (version != files.Version || files.Find(name) is not { } file)
        {
            return nothingHere(context);
        }

        context.Response.Headers.CacheControl = Immutable;
        return WriteAsync(context, file);
    }

    private static Task WriteAsync(HttpContext context, PackedFile file)
    {
        context.Response.Headers.ContentSecurityPolicy = Policy;
        context.Response.Headers["Cross-Origin-Opener-Policy"] = "same-origin";
        return file.WriteAsync(context);
    }
}
