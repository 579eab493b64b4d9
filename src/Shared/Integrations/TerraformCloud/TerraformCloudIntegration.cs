using ServerlessMcp.Accounts;
using ServerlessMcp.Calls;
using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Client;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Integrations.TerraformCloud.Requests;
using ServerlessMcp.Integrations.TerraformCloud.Tools;

namespace ServerlessMcp.Integrations.TerraformCloud;

/// <summary>HCP Terraform and Terraform Enterprise.</summary>
internal sealed class TerraformCloudIntegration(
    ToolExecutor executor, AccountPreview preview, ScopeMatches scopes, ServerProduct product) : IIntegration
{
    // Once a process: a catalogue takes a few milliseconds to build, and caches by tool belong to it.
    private static readonly Lazy<ToolCatalog> Built = new(TerraformCatalog.Build);

    /// <inheritdoc/>
    public ToolCatalog Catalog => Built.Value;

    /// <inheritdoc/>
    public string PreviewName => "terraform";

    /// <summary>Builds the catalogue beside the start, so that no first request waits for it.</summary>
    public static void Warm() => _ = Built.Value;

    /// <summary>What the paths of requests are made of, from an account's origin on.</summary>
    public static IEnumerable<string> Paths() => Built.Value.All.OfType<TerraformTool>()
        .SelectMany(tool => tool.RunPath is { } byRun ? new[] { tool.Path, byRun } : [tool.Path]).Select(PathTemplate.FromRoot);

    /// <inheritdoc/>
    public async ValueTask<string> EditionAsync(IntegratedAccount account, CancellationToken cancellationToken) =>
        !account.Address.IsLoopback || await product.IsHcpAsync(account, cancellationToken)
        ? Catalog.EditionAt(account.Address) : TerraformEdition.MaybeHcp;

    /// <inheritdoc/>
    public Task<ToolResult> CallAsync(
        ToolDefinition tool, ToolCall call,
        CancellationToken cancellationToken) =>
        executor.ExecuteAsync((TerraformTool)tool, call, cancellationToken);

    /// <inheritdoc/>
    public Task<ReadOnlyMemory<byte>> PreviewAsync(IntegratedAccount account, CancellationToken cancellationToken) =>
        preview.AskAsync(account, cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<(string Kind, int? Count)>?> CountScopeAsync(
        McpServerConfig config, IntegratedAccount account, CancellationToken cancellationToken) =>
        await scopes.CountAsync(config, account, cancellationToken) is var (projects, workspaces)
        ? [("projects", projects), ("workspaces", workspaces)] : null;
}
