using Microsoft.AspNetCore.Http;

namespace ServerlessMcp.Sandbox.Tharsis;

/// <summary>
/// Tharsis in memory: groups, workspaces, runs with plans, jobs that run and logs that grow. It answers its GraphQL as a
/// running server was seen to (recorded.json), and the rules of its sources where nothing was recorded. It gives tokens
/// of 15 minutes for client secrets, and its documentation is a few pages. Safe for any number of requests at once.
/// </summary>
public sealed partial class TharsisSandbox
{
    private static readonly TimeSpan TokenLife = TimeSpan.FromSeconds(900);

    private readonly TimeProvider time;
    private readonly TharsisOptions options;
    private readonly TharsisWorld world = new();
    private readonly Dictionary<string, (TharsisPrincipal Who, DateTimeOffset Until)> tokens = new(StringComparer.Ordinal);
    private readonly List<TharsisPrincipal> principals = [];
    private readonly Lock gate = new();
    private (long Second, int Count) window;
    private int given;

    /// <summary>Makes one.</summary>
    public TharsisSandbox(TimeProvider time, TharsisOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(time);
        (this.time, this.options) = (time, options ?? new TharsisOptions());
        TharsisSeed.Fill(world, principals, time.GetUtcNow());
    }

    /// <summary>The client secret of <c>acme/agent</c>, which sees the group acme.</summary>
    public const string AcmeSecret = "sandboxTharsisSecretOfAcmeAgent-notARealSecret-00000000000000000";

    /// <summary>The client secret of <c>my-org/agent</c>, which sees the group my-org.</summary>
    public const string MyOrgSecret = "sandboxTharsisSecretOfMyOrgAgent-notARealSecret-0000000000000000";

    /// <summary>The client secret of <c>platform/agent</c>, which sees all groups.</summary>
    public const string AllSecret = "sandboxTharsisSecretOfPlatformAgent-notARealSecret-0000000000000";

    /// <summary>Whether a path is one that it answers: where it stands behind one port with the sandbox of
    /// Terraform.</summary>
    public static bool Serves(PathString path) => path == "/graphql" || path.StartsWithSegments("/v1/serviceaccounts", StringComparison.Ordinal)
        || path == "/search-index.json" || path.StartsWithSegments("/guides", StringComparison.Ordinal) || path == "/intro.md";

    /// <summary>How it behaves: may be changed while it runs.</summary>
    public TharsisOptions Options => options;

    /// <summary>How many tokens it has given.</summary>
    public int TokensGiven => given;

    /// <summary>Deletes a service account: its tokens are refused from now on.</summary>
    public void Revoke(string path)
    {
        lock (gate)
        {
            principals.Single(one => one.Path == path).IsRevoked = true;
        }
    }

    /// <summary>Sets when the secret of a service account ends.</summary>
    public void ExpireSecret(string path, DateTimeOffset at)
    {
        lock (gate)
        {
            principals.Single(one => one.Path == path).SecretExpires = at;
        }
    }

    /// <summary>The id of the run that a comment names; for tests that go straight to it.</summary>
    public string RunId(string comment)
    {
        lock (gate)
        {
            return world.Of("Run").Single(run => run["comment"] as string == comment).Id;
        }
    }

    /// <summary>The ids of all runs, jobs, workspaces, groups, plans, applies and identities, each with its path.</summary>
    public IReadOnlyList<(string Type, string Id, string Path)> Everything()
    {
        lock (gate)
        {
            return [.. world.All.Select(one => (one.Type, one.Id, one.Path))];
        }
    }

    /// <summary>Serves one request.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        using var content = new MemoryStream();
        await context.Request.Body.CopyToAsync(content, context.RequestAborted);
        var (status, body, type) = Serve(context.Request, Encoding.UTF8.GetString(content.ToArray()), context.Response.Headers);
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        await context.Response.WriteAsync(body, context.RequestAborted);
    }

    private (int Status, string Body, string Type) Serve(HttpRequest request, string body, IHeaderDictionary headers)
    {
        lock (gate)
        {
            var path = request.Path.Value!;
            if (TharsisDocumentation.Serve(path) is { } page)
            {
                return page;
            }

            if (options.ProxyPage)
            {
                return (200, "<html><body>Sign in</body></html>", "text/html");
            }

            if (!TakeRequest(headers))
            {
                return Detail(429, "request rate limit exceeded");
            }

            return path switch
            {
                "/v1/serviceaccounts/token" when options.TokenPath == path => Token(request, body),
                "/v1/serviceaccounts/oauth/token" when options.TokenPath == path => Token(request, body),
                "/graphql" when HttpMethods.IsPost(request.Method) => GraphQl(request, body),
                _ => (404, "404 page not found\n", "text/plain; charset=utf-8"),
            };
        }
    }

    // 60 requests a second, by the headers that it always sends.
    private bool TakeRequest(IHeaderDictionary headers)
    {
        var second = time.GetUtcNow().ToUnixTimeSeconds();
        window = second == window.Second ? (second, window.Count + 1) : (second, 1);
        headers["X-Ratelimit-Limit"] = options.RequestsPerSecond.ToString(CultureInfo.InvariantCulture);
        headers["X-Ratelimit-Remaining"] = Math.Max(0, options.RequestsPerSecond - window.Count).ToString(CultureInfo.InvariantCulture);
        headers["X-Ratelimit-Reset"] = "1";
        return window.Count <= options.RequestsPerSecond;
    }

    private static (int, string, string) Detail(int status, string detail) =>
        (status, new JsonObject { ["detail"] = detail }.ToJsonString(), "application/json");
}
