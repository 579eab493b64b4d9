using System.Xml.Linq;
using Microsoft.AspNetCore.Http;

namespace ServerlessMcp.Sandbox.Aws;

/// <summary>
/// One AWS account in memory, as far as reading it goes: S3's settings, its account-wide block, STS, and EC2's groups,
/// volumes and snapshots, behind one address. It holds every session to its role and to its session policy, and
/// refuses and counts whatever would change something or read an object. Safe for any number of requests at once.
/// </summary>
public sealed class AwsSandbox(TimeProvider time, AwsSandboxOptions? options = null)
{
    /// <summary>The key of who may assume the role.</summary>
    public const string AccessKey = "AKIASANDBOXNOTAKEY00";

    /// <summary>Its secret.</summary>
    public const string SecretKey = "notARealSecretOnlyForTheAwsSandbox";

    private readonly AwsSandboxOptions options = options ?? new();
    private readonly List<AwsRequest> requests = [];
    private readonly Dictionary<string, AwsSession> sessions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> slowed = new(StringComparer.Ordinal);
    private readonly Lock gate = new();
    private int refusedWrites;
    private int refusedByPolicy;
    private int hanging;

    /// <summary>The account.</summary>
    public SimulatedAccount Account { get; init; } = new();

    /// <summary>How long each answer takes.</summary>
    public TimeSpan Latency { get; set; }

    /// <summary>How it behaves.</summary>
    internal AwsSandboxOptions Options => options;

    /// <summary>How many requests would have changed something or read an object.</summary>
    public int RefusedWrites => refusedWrites;

    /// <summary>How many requests a session policy alone has refused: the role would have let them through.</summary>
    public int RefusedByPolicy => refusedByPolicy;

    /// <summary>How many requests were never answered.</summary>
    public int Hanging => hanging;

    /// <summary>What was asked, in its order.</summary>
    public IReadOnlyList<AwsRequest> Requests
    {
        get
        {
            lock (gate) return [.. requests];
        }
    }

    /// <summary>The sessions that were opened, in their order.</summary>
    public IReadOnlyList<AwsSession> Sessions
    {
        get
        {
            lock (gate) return [.. sessions.Values];
        }
    }

    /// <summary>Serves one request.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        using var content = new MemoryStream();
        await context.Request.Body.CopyToAsync(content, context.RequestAborted);
        if (Latency > TimeSpan.Zero)
        {
            await Task.Delay(Latency, time, context.RequestAborted);
        }

        var asked = new AwsCall(context.Request, Encoding.UTF8.GetString(content.ToArray()));
        if (Account.Buckets.GetValueOrDefault(asked.Path.Trim('/')) is { Hangs: true })
        {
            Interlocked.Increment(ref hanging);
            await Task.Delay(Timeout.InfiniteTimeSpan, time, context.RequestAborted);
        }

        var (status, body, headers) = Serve(asked);
        lock (gate) requests.Add(new AwsRequest(asked.Action, asked.Resource, asked.Region, asked.Session?.Name ?? "", status));
        context.Response.StatusCode = status;
        foreach (var (name, value) in headers) context.Response.Headers[name] = value;
        context.Response.ContentType = body is XElement ? "application/xml" : "application/json";
        await context.Response.Body.WriteAsync(
            Encoding.UTF8.GetBytes(body is XElement xml ? new XDocument(xml).ToString(SaveOptions.DisableFormatting) : (string)body), context.RequestAborted);
    }

    /// <summary>Opens a session; what STS does.</summary>
    internal AwsSession Open(string name, string? policy, TimeSpan lifetime)
    {
        lock (gate)
        {
            var number = sessions.Count + 1;
            var session = new AwsSession($"ASIASANDBOX{number:D9}", $"notARealSessionToken{number:D6}", name, policy, time.GetUtcNow() + lifetime);
            sessions[session.AccessKey] = session;
            return session;
        }
    }

    /// <summary>Refuses what the caller may not do.</summary>
    /// <exception cref="AwsRefusal">It may not.</exception>
    internal void Authorize(AwsCall call, IReadOnlyList<string> denied)
    {
        var session = call.Session ?? throw new AwsRefusal(403, "AccessDenied",
            $"User: arn:aws:iam::{Account.Number}:user/deployment is not authorized to perform: {call.Action}");
        var byRole = SessionPermissions.RoleAllows(Account.RoleActions, call.Action) && !denied.Contains(call.Action);
        var byPolicy = true;
        if (session.Policy is { } policy)
        {
            using var document = JsonDocument.Parse(policy);
            byPolicy = SessionPermissions.PolicyAllows(document.RootElement, call.Action, call.Resource);
        }

        if (byRole && !byPolicy) Interlocked.Increment(ref refusedByPolicy);
        if (!byRole || !byPolicy)
        {
            throw new AwsRefusal(403, "AccessDenied",
                $"User: arn:aws:sts::{Account.Number}:assumed-role/audit/{session.Name} is not authorized to perform: " +
                $"{call.Action} on resource: {call.Resource}");
        }
    }

    /// <summary>Answers 503 as often as the bucket says, for each of its settings.</summary>
    internal void SlowDown(SimulatedBucket bucket, string action)
    {
        if (bucket.SlowDowns == 0) return;
        lock (gate)
        {
            var key = $"{bucket.Name} {action}";
            var times = slowed.GetValueOrDefault(key);
            if (times >= bucket.SlowDowns) return;
            slowed[key] = times + 1;
        }

        throw new AwsRefusal(503, "SlowDown", "Please reduce your request rate.");
    }

    private (int Status, object Body, (string, string)[] Headers) Serve(AwsCall call)
    {
        try
        {
            Identify(call);
            return (200, call.IsForm ? AwsQuery.Serve(this, call) : S3Settings.Serve(this, call), []);
        }
        catch (AwsRefusal refusal)
        {
            if (refusal.Status == 405 && refusal.Code == "ReadOnly") Interlocked.Increment(ref refusedWrites);
            var region = refusal.More.FirstOrDefault(one => one.Name == "Region").Value;
            object body = !call.IsForm ? AwsXml.Error(refusal, call.Resource) : call.Action.StartsWith("ec2:", StringComparison.Ordinal)
                ? AwsXml.Ec2Error(refusal) : AwsXml.QueryError(refusal);
            return (refusal.Status, body, region is null ? [] : [("x-amz-bucket-region", region)]);
        }
    }

    // Whose request it is: what the signature says, without the signature's arithmetic, which has published vectors.
    private void Identify(AwsCall call)
    {
        if (call.AccessKeyId == AccessKey)
        {
            return;
        }

        AwsSession? session;
        lock (gate) session = sessions.GetValueOrDefault(call.AccessKeyId ?? "");
        call.Session = session ?? throw new AwsRefusal(403, call.IsForm ? "InvalidClientTokenId" : "InvalidAccessKeyId", "The key does not exist.");
        if (call.Token != session.Token) throw new AwsRefusal(403, "InvalidToken", "The token does not fit the key.");
        if (time.GetUtcNow() >= session.EndsAt) throw new AwsRefusal(call.IsForm ? 403 : 400, "ExpiredToken", "The provided token has expired.");
    }
}
