using Microsoft.AspNetCore.Http;
using ServerlessMcp.Sandbox.Documented;
using ServerlessMcp.Sandbox.Http;
using ServerlessMcp.Sandbox.Model;
using ServerlessMcp.Sandbox.Resources;
using ServerlessMcp.Sandbox.Seed;

namespace ServerlessMcp.Sandbox;

/// <summary>
/// HCP Terraform in memory: organizations, workspaces, runs that move with time, policies, state. It answers
/// https://developer.hashicorp.com/terraform/cloud-docs/api-docs as the real service does, errors and rate limits
/// included, and needs nothing outside itself. Safe for any number of requests at once: they are served one after the
/// other.
/// </summary>
public sealed class TerraformSandbox
{
    private const string ApiPrefix = "/api/v2";
    private readonly TimeProvider time;
    private readonly Lock gate = new();
    private readonly World world;
    private readonly RateLimiter limiter = new();

    /// <summary>Makes a sandbox with its organizations; what happened before now is told by <paramref name="time"/>
    /// too.</summary>
    public TerraformSandbox(TimeProvider time, SandboxOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(time);
        this.time = time;
        world = new World(options ?? new SandboxOptions());
        SeedData.Fill(world, time.GetUtcNow());
    }

    /// <summary>The name of the organization everything happens in.</summary>
    public const string OrganizationName = "acme-corp";

    /// <summary>The name of an organization that only <see cref="OtherOrganizationToken"/> sees.</summary>
    public const string OtherOrganizationName = "globex";

    /// <summary>A user token of an owner of acme-corp: may do everything in it.</summary>
    public const string OwnerToken = "sandboxOwnerToken.atlasv1.notARealSecretOnlyForTheSandboxOwner";

    /// <summary>A user token that reads everything in acme-corp and changes nothing: what it may not do is 404.</summary>
    public const string ReadToken = "sandboxReadToken.atlasv1.notARealSecretOnlyForTheSandboxReader";

    /// <summary>A user token of an owner of globex: nothing of acme-corp exists for it.</summary>
    public const string OtherOrganizationToken = "sandboxOtherToken.atlasv1.notARealSecretOnlyForTheSandboxOther";

    /// <summary>The organization token of acme-corp: manages workspaces and variables, but neither runs nor overrides.
    /// https://developer.hashicorp.com/terraform/cloud-docs/users-teams-organizations/api-tokens#access-levels</summary>
    public const string OrganizationToken = "sandboxOrgToken.atlasv1.notARealSecretOnlyForTheSandboxOrganization";

    /// <summary>Serves one request, to the API host or to the blob host.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        using var content = new MemoryStream();
        await context.Request.Body.CopyToAsync(content, context.RequestAborted);
        var answer = Serve(context.Request, content.ToArray());
        lock (gate) answer.Headers.Add(KeyValuePair.Create("x-request-id", world.Ids.NextRequestId()));
        await answer.SendAsync(context);
    }

    /// <summary>The id of a workspace of acme-corp or globex, for tests that go straight to it; null when there is none
    /// of that name.</summary>
    public string? WorkspaceId(string name)
    {
        lock (gate) return world.Organizations.SelectMany(o => o.Workspaces).FirstOrDefault(w => w.Name == name)?.Id;
    }

    private Answer Serve(HttpRequest request, byte[] body)
    {
        lock (gate)
        {
            world.Now = time.GetUtcNow();
            world.Engine.Advance(world.Now);
            var path = request.Path.Value!;
            var onBlobHost = string.Equals(request.Host.Host, world.Options.BlobHost, StringComparison.OrdinalIgnoreCase);
            if (onBlobHost)
            {
                return path.StartsWith(BlobStore.Prefix, StringComparison.Ordinal) ? Blob(request, body)
                    : new Answer(404);
            }

            var answer = Api(request, path, body);
            answer.Headers.Add(KeyValuePair.Create("TFP-API-Version", "2.6"));
            answer.Headers.Add(KeyValuePair.Create("TFP-AppName", world.Options.Tfe ? "Terraform Enterprise" : "HCP Terraform"));
            if (world.Options.Tfe) answer.Headers.Add(KeyValuePair.Create("X-TFE-Version", "v202507-1"));
            return answer;
        }
    }

    private Answer Blob(HttpRequest request, byte[] body)
    {
        try
        {
            return world.Blobs.Handle(request, body);
        }
        catch (ApiError error)
        {
            return Answer.Error(error);
        }
    }

    private Answer Api(HttpRequest request, string path, byte[] body)
    {
        if (path == "/.well-known/terraform.json") return Answer.Json(ServiceDiscovery.Document());
        var caller = FindCaller(request);
        var runList = HttpMethods.IsGet(request.Method)
            && path.Split('/') is ["", "api", "v2", "workspaces" or "organizations", _, "runs"];
        var who = caller?.Principal.Id ?? request.HttpContext.Connection.RemoteIpAddress?.ToString() ?? "nobody";
        var (allowed, headers) = world.Options.RateLimits ? limiter.Take(who, runList, world.Now) : (true, []);
        var answer = allowed ? Route(request, path, body, caller) : Answer.TooMany();
        answer.Headers.AddRange(headers);
        return answer;
    }

    private Answer Route(HttpRequest request, string path, byte[] body, Caller? caller)
    {
        try
        {
            if (path == ApiPrefix + "/ping") return Answer.NoContent();
            var method = HttpMethods.IsHead(request.Method) ? "GET" : request.Method;
            if (DocumentedForms.Public(method, path, world.Options.Tfe) is { } open) return open;
            if (caller is null) return Answer.Error(ApiError.Unauthorized());
            var values = new Dictionary<string, string>();
            if (StateVersions.HostedForm(path, values) is { } form)
                return StateVersions.Hosted(new SandboxRequest(world, request, body, caller, values), form);
            var inApi = path.StartsWith(ApiPrefix + "/", StringComparison.Ordinal);
            var route = (inApi ? ResourceCatalogue.Routes.Find(method, path[ApiPrefix.Length..], values) : null)
                ?? DocumentedRoutes.In(world.Options.Tfe).Find(method, path, values)
                ?? throw ApiError.NotFound();
            var asked = new SandboxRequest(world, request, body, caller, values);
            var answer = route.Handle(asked);
            return method == "GET" && answer.Status < 300 && asked.Ignored is { } ignored
                ? throw ApiError.NotImplemented(ignored) : answer;
        }
        catch (ApiError error)
        {
            return Answer.Error(error);
        }
    }

    private Caller? FindCaller(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        return header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
            ? world.Callers.GetValueOrDefault(header[7..].Trim()) : null;
    }
}
