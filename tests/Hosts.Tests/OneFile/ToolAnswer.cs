using System.Text.Json.Nodes;

namespace ServerlessMcp.Hosts.Tests.OneFile;

/// <summary>The result of a tool's call, read.</summary>
internal sealed class ToolAnswer(JsonNode result)
{
    public bool IsError => (bool?)result["isError"] == true;

    public JsonNode Json { get; } = JsonNode.Parse((string)result["content"]![0]!["text"]!)!;

    /// <summary>What Terraform answered to a call that failed; null where none was.</summary>
    public int? Status => IsError ? (int?)Json["error"]!["status"] : null;
}
