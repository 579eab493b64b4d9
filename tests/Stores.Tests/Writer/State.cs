using System.Globalization;
using System.Text;
using ServerlessMcp.Records;

namespace ServerlessMcp.Stores.Writer;

/// <summary>Record states that are told from their number alone, so that a test can see whether one is whole.</summary>
public static class State
{
    /// <summary>Content number <paramref name="n"/>: sizes from a few bytes to almost the limit, over many pages of a disk.</summary>
    public static byte[] Content(int n) =>
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $$"""{"n":{{n}},"pad":"{{new string((char)('a' + n % 26), n * 7919 % 32_000)}}"}"""));

    /// <summary>The record in state <paramref name="n"/>.</summary>
    public static StoredRecord Record(string id, int n, string? version) => new(RecordKind.McpServer, id, "sandbox", Content(n)) { Version = version };
}
