using System.Text.Json.Serialization;

namespace ServerlessMcp.Access.OAuth;

/// <summary>How the documents of OAuth and of signing in are written, generated at build time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, GenerationMode = JsonSourceGenerationMode.Serialization)]
[JsonSerializable(typeof(ResourceMetadata))]
[JsonSerializable(typeof(ServerMetadata))]
[JsonSerializable(typeof(AccessTokenAnswer))]
[JsonSerializable(typeof(ExchangedTokenAnswer))]
[JsonSerializable(typeof(OAuthError))]
[JsonSerializable(typeof(ProviderList))]
internal sealed partial class OAuthJson : JsonSerializerContext;
