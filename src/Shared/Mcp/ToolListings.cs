using System.Buffers;
using System.Collections.Concurrent;
using System.Text.Json;
using ModelContextProtocol.Protocol;
using ServerlessMcp.Access;
using ServerlessMcp.Catalog;
using ServerlessMcp.Http;

namespace ServerlessMcp.Mcp;

/// <summary>
/// Answers to <c>tools/list</c>: bytes made once per filter, default organization and era, and then only copied. Serialising 150 tools on each request costs
/// ten times the CPU (887 against 84 µs).
/// </summary>
public sealed class ToolListings
{
    // A key is a filter, not a URL: a platform team has a handful. Past this many (hostile variety) they are made anew each time rather than kept.
    private const int MaxKept = 256;

    // Until a URL dies or is patched its tools stay; a minute is what a patch may take to be seen.
    private const int TimeToLiveMs = 60_000;

    private readonly ConcurrentDictionary<(string Filter, ToolSchemaOptions Options, bool Stateless), ReadOnlyMemory<byte>> kept = new();

    /// <summary>The result of <c>tools/list</c> for what a filter lets through.</summary>
    public ReadOnlyMemory<byte> Get(ToolFilter filter, McpServerConfig config, IntegratedAccount account, bool stateless)
    {
        var key = (filter.Key, new ToolSchemaOptions(config.ToolNames, account.Organization), stateless);
        if (kept.TryGetValue(key, out var listing))
        {
            return listing;
        }

        listing = Write(filter, config, account, stateless);
        if (kept.Count < MaxKept)
        {
            kept.TryAdd(key, listing);
        }

        return listing;
    }

    private static ReadOnlyMemory<byte> Write(ToolFilter filter, McpServerConfig config, IntegratedAccount account, bool stateless)
    {
        var buffer = new ArrayBufferWriter<byte>(32 * 1024);
        using var writer = new Utf8JsonWriter(buffer, JsonAnswer.WriterOptions);
        writer.WriteStartObject();
        writer.WriteStartArray("tools");
        foreach (var tool in filter.Select(ToolCatalog.Default))
        {
            ToolSchema.Write(writer, tool, new ToolSchemaOptions(config.ToolNames, account.Organization));
        }

        writer.WriteEndArray();
        if (stateless)
        {
            // Members of the stateless revision only: older clients check results against schemas that do not know them.
            writer.WriteString("resultType", "complete");
            writer.WriteNumber("ttlMs", TimeToLiveMs);
            writer.WriteString("cacheScope", "private");
            writer.WriteStartObject("_meta");
            writer.WriteStartObject(MetaKeys.ServerInfo);
            writer.WriteString("name", Product.Name);
            writer.WriteString("title", Product.Title);
            writer.WriteString("version", Product.Version);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenMemory;
    }
}
