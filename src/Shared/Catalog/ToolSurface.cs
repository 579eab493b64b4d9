using System.Buffers;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using ServerlessMcp.Access;
using ServerlessMcp.Http;

namespace ServerlessMcp.Catalog;

/// <summary>
/// All that a URL exposes, as one digest: names, descriptions, schemas and effects, as they are listed or found. Another version of this product that adds, drops or rewrites
/// one of its tools gives another digest; the order of the catalogue does not.
/// </summary>
/// <param name="Digest"><c>sha256:</c> and 64 hex digits.</param>
/// <param name="Count">How many tools.</param>
public sealed record ToolSurface(string Digest, int Count)
{
    // As for listings: a key is a filter, of which there is a handful.
    private const int MaxKept = 256;

    private static readonly ConcurrentDictionary<(string Filter, ToolSchemaOptions Options), ToolSurface> Kept = new();

    /// <summary>What a URL of this config exposes.</summary>
    public static ToolSurface Of(McpServerConfig config, IntegratedAccount account)
    {
        var filter = new ToolFilter(config, account);
        var key = (filter.Key, ToolSchemaOptions.Of(config, account, filter));
        if (Kept.TryGetValue(key, out var kept))
        {
            return kept;
        }

        var surface = Of(filter.Select(ToolCatalog.Default), key.Item2);
        if (Kept.Count < MaxKept)
        {
            Kept.TryAdd(key, surface);
        }

        return surface;
    }

    /// <summary>The digest of these tools.</summary>
    public static ToolSurface Of(IReadOnlyList<ToolDefinition> tools, ToolSchemaOptions options)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new ArrayBufferWriter<byte>(4096);
        foreach (var tool in tools.OrderBy(tool => tool.Name, StringComparer.Ordinal))
        {
            buffer.ResetWrittenCount();
            using (var writer = new Utf8JsonWriter(buffer, JsonAnswer.WriterOptions))
            {
                ToolSchema.Write(writer, tool, options);
            }

            hash.AppendData(buffer.WrittenSpan);
            hash.AppendData([(byte)'\n', (byte)('0' + (int)tool.Effect)]);
        }

        return new ToolSurface($"sha256:{Convert.ToHexStringLower(hash.GetHashAndReset())}", tools.Count);
    }

    /// <summary>Why the tools of a frozen URL are refused, or null: they are no longer those that were approved.</summary>
    public static string? Refusal(McpServer server, IntegratedAccount account)
    {
        if (!server.Config.Frozen)
        {
            return null;
        }

        var now = Of(server.Config, account);
        return now.Digest == server.ApprovedTools ? null : $"The tools of this URL are frozen, and have changed since they were approved: {server.ApprovedTools} then, {now.Digest} now. Nothing is listed or called until somebody "
            + $"with the scope approve has looked at them: POST /integrated-account/{account.Id}/mcp/{server.Id}/approve-tools.";
    }
}
