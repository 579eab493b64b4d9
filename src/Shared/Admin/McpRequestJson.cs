using ServerlessMcp.Accounts;
using ServerlessMcp.Exposure;
using ServerlessMcp.Http;
using ServerlessMcp.Records;

namespace ServerlessMcp.Admin;

/// <summary>A request for an MCP URL on the wire.</summary>
internal static class McpRequestJson
{
    /// <summary>The most characters of a comment.</summary>
    public const int MostComment = 500;

    /// <summary>The most bytes of a config that is asked for: a record takes 32 KiB, and holds what was asked and what
    /// was granted.</summary>
    public const int MostBytes = 12 * 1024;

    /// <summary>What a body of minting asks for, once it is read as one.</summary>
    public static McpRequestTerms Terms(JsonBodyReader reader, McpServer asked)
    {
        CheckSize(reader, asked.Config, asked.IntegratedAccountId);
        return new McpRequestTerms(asked.Config)
        {
            ExpiresAt = reader.Has("expires_at") ? asked.ExpiresAt : null,
            NeverExpires = reader.IsNull("expires_at"),
        };
    }

    /// <summary>What a body grants: it is read as a change of what was asked, and held to be no more.</summary>
    public static (McpRequestTerms Terms, McpServer Server) ReadGrant(
        JsonBodyReader reader, McpRequest request, UrlAccounts accounts, DateTimeOffset now)
    {
        var asked = Server(request, request.Asked, accounts, now);
        foreach (var own in (string[])["name", AccountPolicy.ReasonMember, AccountPolicy.TicketMember])
        {
            if (reader.Has(own))
            {
                reader.Fault("it stays as it was asked for", own);
            }
        }

        var read = McpServerJson.Read(reader, accounts, now, asked);
        if (reader.Record("config") is not { } members)
        {
            CheckEnd(reader, read, asked);
            return (Terms(asked.Config), read);
        }

        // Naming tools widens the tags where nothing else is said, which is not for this.
        var config = members.Has("tools") && !members.Has("tags") ? read.Config with { Tags = asked.Config.Tags } : read.Config;
        NarrowerConfig.Check(members, config, asked.Config, accounts);
        McpServerConfigJson.CheckExposure(members, config, accounts);
        CheckSize(members, config, accounts.Home.Id);
        CheckEnd(reader, read, asked);
        return (Terms(config), read with { Config = config });

        McpRequestTerms Terms(McpServerConfig granted) => request.Asked with
        {
            Config = granted,
            ExpiresAt = reader.Has("expires_at") ? read.ExpiresAt : request.Asked.ExpiresAt,
            NeverExpires = request.Asked.NeverExpires && (!reader.Has("expires_at") || reader.IsNull("expires_at")),
            MaxTtl = accounts.Home.NarrowedBy?.MaxTtl,
        };
    }

    /// <summary>The URL of these terms that would be made now, without its token.</summary>
    public static McpServer Server(McpRequest request, McpRequestTerms terms, UrlAccounts accounts, DateTimeOffset now) =>
        McpServer.Mint(accounts.Home, request.Name, terms.Config, request.CreatedBy, now).Server with
        {
            Reason = request.Reason,
            Ticket = request.Ticket,
            ExpiresAt = terms.EndsAt(accounts.Strictest(terms.Config).Policy, now),
            Further = request.Further,
            RequestId = request.Id,
        };

    /// <summary>Writes it. What stands in it is of who asked and who decided; the URL's token is nowhere.</summary>
    public static void Write(
        Utf8JsonWriter writer, McpRequest request, UrlAccounts accounts, DateTimeOffset now, bool isOwn)
    {
        writer.WriteStartObject();
        writer.WriteString("id", request.Id);
        writer.WriteBoolean("is_own", isOwn);
        writer.WriteString("state", request.HasLapsed(accounts.Home, now) ? "lapsed" : AdminFormat.Name(request.State));
        writer.WriteString("name", request.Name);
        writer.WriteString("integrated_account_id", request.IntegratedAccountId);
        JustificationJson.Write(writer, request.Reason, request.Ticket);
        WriteTerms(writer, request, accounts);
        writer.WriteString("created_by", request.CreatedBy);
        writer.WriteTime("created_at", request.CreatedAt);
        writer.WriteTime("open_until", request.OpenUntil);
        if (request.DecidedBy is { } decider)
        {
            writer.WriteString("decided_by", decider);
            writer.WriteTime("decided_at", request.DecidedAt);
        }

        if (request.WithdrawnBy is { } withdrawer)
        {
            writer.WriteString("withdrawn_by", withdrawer);
            writer.WriteTime("withdrawn_at", request.WithdrawnAt);
        }

        if (request.Comment is { } comment)
        {
            writer.WriteString("comment", comment);
        }

        if (request.ServerId is { } server)
        {
            writer.WriteTime("collected_at", request.CollectedAt);
            writer.WriteString("mcp_id", server);
        }

        writer.WriteEndObject();
    }

    /// <summary>Writes what is asked for and what was granted.</summary>
    public static void WriteTerms(Utf8JsonWriter writer, McpRequest request, UrlAccounts accounts)
    {
        Write(writer, "asked", request.Asked, accounts);
        if (request.Granted is { } granted)
        {
            Write(writer, "granted", granted, accounts);
        }
    }

    private static void Write(Utf8JsonWriter writer, string name, McpRequestTerms terms, UrlAccounts accounts)
    {
        writer.WriteStartObject(name);
        writer.WritePropertyName("config");
        McpServerConfigJson.Write(writer, terms.Config, accounts.Home.Id);
        var tools = ToolsDigest.Of(accounts.Parts(terms.Config));
        writer.WriteString("tools_digest", tools.Digest);
        writer.WriteNumber("tool_count", tools.Count);
        writer.WriteString("effect", tools.WorstEffect is { } effect ? AdminFormat.Name(effect) : null);
        if (terms.ExpiresAt is not null || terms.NeverExpires)
        {
            writer.WriteTime("expires_at", terms.ExpiresAt);
        }

        if (terms.MaxTtl is { } most)
        {
            writer.WriteString("max_ttl", Durations.Format(most));
        }

        writer.WriteEndObject();
    }

    private static void CheckEnd(JsonBodyReader reader, McpServer read, McpServer asked)
    {
        if (reader.Has("expires_at") && asked.ExpiresAt is { } end && !(read.ExpiresAt <= end))
        {
            reader.Fault($"this is later than {AdminFormat.Time(end)}, when the URL that was asked for would end", "expires_at");
        }
    }

    private static void CheckSize(JsonBodyReader reader, McpServerConfig config, string home)
    {
        if (AdminFormat.SizeOf(writer => McpServerConfigJson.Write(writer, config, home)) is > MostBytes and var size)
        {
            reader.Fault($"the config has {size} bytes, at most {MostBytes} can be asked for; globs and tags say more in less");
        }
    }
}
