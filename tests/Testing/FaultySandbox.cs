using Microsoft.AspNetCore.Http;
using ServerlessMcp.Sandbox;
using ServerlessMcp.Testing.Faults;

namespace ServerlessMcp.Testing;

/// <summary>A sandbox as tests have it: it notes what came, and goes wrong as told.</summary>
public sealed class FaultySandbox(TimeProvider time, SandboxOptions? options = null)
{
    private static readonly string[] Tokens =
        [TerraformSandbox.OwnerToken, TerraformSandbox.ReadToken, TerraformSandbox.OtherOrganizationToken, TerraformSandbox.OrganizationToken];

    private readonly TerraformSandbox sandbox = new(time, options);

    /// <summary>What shall go wrong.</summary>
    public FaultPlan Faults { get; } = new();

    /// <summary>What was received, those requests included that a fault answered.</summary>
    public RequestLog Requests { get; } = new();

    /// <inheritdoc cref="TerraformSandbox.WorkspaceId"/>
    public string? WorkspaceId(string name) => sandbox.WorkspaceId(name);

    /// <summary>Serves one request, to the API host or to the blob host, unless a fault stands in its way.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var (request, path) = (context.Request, context.Request.Path.Value ?? "/");
        Requests.Add(new RecordedRequest(
            request.Method, path, request.QueryString.Value ?? "", request.Host.Value ?? "", request.Headers.Authorization.Count > 0,
            Tokens.Any(token => request.Headers.Authorization == "Bearer " + token), time.GetUtcNow()));
        if (Faults.Match(request.Method, path) is not { } rule)
        {
            await sandbox.HandleAsync(context);
            return;
        }

        if (rule.Wait > TimeSpan.Zero) await Task.Delay(rule.Wait, time, context.RequestAborted);
        if (rule.Kind == FaultKind.CutBeforeHeaders)
        {
            context.Abort();
            return;
        }

        await FaultyAnswer.SendAsync(context, rule, sandbox.HandleAsync);
    }
}
