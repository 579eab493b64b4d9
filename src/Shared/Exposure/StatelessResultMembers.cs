using ModelContextProtocol.Protocol;
using ServerlessMcp.Http;

namespace ServerlessMcp.Exposure;

/// <summary>What results of lists have besides their items.</summary>
internal static class StatelessResultMembers
{
    // Until a URL dies or is patched its tools and prompts stay; a minute is what a patch may take to be seen.
    private const int TimeToLiveMs = 60_000;

    /// <summary>Writes the members of the stateless revision: older clients check results against schemas that do not
    /// know them.</summary>
    public static void WriteStateless(Utf8JsonWriter writer)
    {
        writer.WriteString("resultType", "complete");
        writer.WriteNumber("ttlMs", TimeToLiveMs);
        writer.WriteString("cacheScope", "private");
        writer.WriteStartObject("_meta");
        WriteServerInfo(writer);
        writer.WriteEndObject();
    }

    /// <summary>Writes the member of <c>_meta</c> that says who serves.</summary>
    public static void WriteServerInfo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject(MetaKeys.ServerInfo);
        writer.WriteString("name", Product.Name);
        writer.WriteString("title", Product.Title);
        writer.WriteString("version", Product.Version);
        writer.WriteEndObject();
    }
}
