using System.Text.Json.Serialization;

namespace ServerlessMcp.Audit;

/// <summary>How a manifest is written and read, generated at build time. What lacks a member is no manifest.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectNullableAnnotations = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(AuditManifest))]
internal sealed partial class ManifestJson : JsonSerializerContext;
