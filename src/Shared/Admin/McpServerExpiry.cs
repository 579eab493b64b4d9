using ServerlessMcp.Accounts;
using ServerlessMcp.Http;
using ServerlessMcp.Records;

namespace ServerlessMcp.Admin;

/// <summary>The end of an MCP server as a body asks for it.</summary>
internal static class McpServerExpiry
{
    /// <summary>When it ends, and from when the policy's <c>max_ttl</c> counts: from minting, however often the end is
    /// moved. Beyond that it is an extension, and counts from now; whether the caller may is for the endpoint to
    /// say.</summary>
    public static (DateTimeOffset? ExpiresAt, DateTimeOffset? MaxTtlFrom) Read(
        JsonBodyReader reader, IntegratedAccount account, DateTimeOffset now, McpServer current)
    {
        var policy = account.Policy;
        if (reader.IsNull("expires_at"))
        {
            if (!policy.AllowPermanent)
            {
                reader.Fault($"null (never) came; {account.PolicyWords} allows at most " +
                    $"{Durations.Format(policy.MaxTtl)}", "expires_at");
            }

            return (null, current.MaxTtlFrom);
        }

        if (reader.Time("expires_at", now) is not { } expiresAt)
        {
            return (current.ExpiresAt, current.MaxTtlFrom);
        }

        if (expiresAt <= now)
        {
            reader.Fault($"{AdminFormat.Time(expiresAt)} is past; it is {AdminFormat.Time(now)} here", "expires_at");
        }
        else if (expiresAt > now.Later(policy.MaxTtl))
        {
            reader.Fault(
                $"{AdminFormat.Time(expiresAt)} is too far; {account.PolicyWords} allows at most " +
                    $"{Durations.Format(policy.MaxTtl)} from now, "
                + $"which is {AdminFormat.Time(now.Later(policy.MaxTtl))}", "expires_at");
        }

        return (expiresAt, expiresAt > current.LatestEnd(policy) ? now : current.MaxTtlFrom);
    }
}
