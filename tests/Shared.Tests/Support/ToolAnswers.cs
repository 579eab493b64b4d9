using System.Text.Json.Nodes;

namespace ServerlessMcp.Tests.Support;

/// <summary>Results of tools as a model reads them.</summary>
internal static class ToolAnswers
{
    /// <summary>What the text of a result says.</summary>
    public static JsonNode Answer(this JsonNode result) => JsonNode.Parse((string)result["content"]![0]!["text"]!)!;
}
