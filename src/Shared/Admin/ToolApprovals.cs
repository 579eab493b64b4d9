using ServerlessMcp.Accounts;
using ServerlessMcp.Exposure;
using ServerlessMcp.Records;

namespace ServerlessMcp.Admin;

/// <summary>
/// What differs between the tools of a frozen URL that were approved and those that it would have now. Kept beside the
/// URL and for people alone: where it can't be kept or read, nothing is let through for it and nothing refused, only the
/// difference is not told.
/// </summary>
public sealed class ToolApprovals(AccessRecords records, TimeProvider time)
{
    // 6 of the 32 bytes of a tool's digest: enough to show what changed. What is approved is held by the whole digest.
    private const int Bytes = 6;

    // A record takes 32 KiB. Of 600 tools it is about 25.
    private const int MostCharacters = 30 * 1024;

    private static readonly TimeSpan OfEndless = TimeSpan.FromDays(365);

    /// <summary>Keeps which tools are approved now, or for how long it is to be known.</summary>
    internal async Task KeepAsync(McpServer server, UrlAccounts accounts, StoreDeadline deadline)
    {
        var parts = accounts.Parts(server.Config);
        if (!server.Config.Frozen || server.ApprovedTools != ToolsDigest.Of(server, parts).Digest)
        {
            return;
        }

        var tools = ToolsDigest.OfEach(parts, Bytes);
        if (tools.Sum(tool => tool.Key.Length + tool.Value.Length + 6) > MostCharacters)
        {
            return;
        }

        var approval = new ToolApproval
        {
            ServerId = server.Id,
            IntegratedAccountId = server.IntegratedAccountId,
            Digest = server.ApprovedTools,
            Tools = tools,
            ExpiresAt = server.ExpiresAt ?? time.GetUtcNow().Later(OfEndless),
        };
        try
        {
            if (await records.ToolApprovals.GetAsync(server.Id, deadline) is { } known)
            {
                await records.ToolApprovals.ReplaceAsync(known with { Value = approval }, deadline);
            }
            else
            {
                await records.ToolApprovals.CreateAsync(approval, deadline);
            }
        }
        catch (StoreUnavailableException)
        {
            // As above.
        }
    }

    /// <summary>What differs; null where nothing does, or is not known to.</summary>
    internal async Task<ToolDifference?> FindAsync(McpServer server, UrlAccounts accounts, StoreDeadline deadline)
    {
        var parts = accounts.Parts(server.Config);
        if (!server.Config.Frozen || ToolsDigest.Of(server, parts).Digest == server.ApprovedTools)
        {
            return null;
        }

        try
        {
            return await records.ToolApprovals.GetAsync(server.Id, deadline) is { Value: var approved }
                && approved.Digest == server.ApprovedTools
                ? ToolDifference.Of(approved.Tools, ToolsDigest.OfEach(parts, Bytes)) : ToolDifference.Unknown;
        }
        catch (StoreUnavailableException)
        {
            return ToolDifference.Unknown;
        }
    }
}
