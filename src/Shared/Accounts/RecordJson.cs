using System.Text.Json.Serialization;

namespace ServerlessMcp.Accounts;

/// <summary>The stored form of the records, generated at build time. The HTTP contract has forms of its own, so that
/// neither binds the other.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true)]
[JsonSerializable(typeof(IntegratedAccount))]
[JsonSerializable(typeof(McpServer))]
[JsonSerializable(typeof(ApiToken))]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(McpRequest))]
[JsonSerializable(typeof(ToolApproval))]
[JsonSerializable(typeof(IdentityRule))]
internal sealed partial class RecordJson : JsonSerializerContext;
