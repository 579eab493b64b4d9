using ServerlessMcp.Sandbox.Http;
using ServerlessMcp.Sandbox.Model;
using ServerlessMcp.Sandbox.Resources;

namespace ServerlessMcp.Sandbox.Documented;

/// <summary>A plausible value for a documented attribute. Always the same for the same thing; nothing that could be
/// taken for a real secret.</summary>
internal sealed class DocumentedValue(string type, string id, SandboxRequest x)
{
    private string Singular => type.EndsWith("ies", StringComparison.Ordinal) ? type[..^3] + "y" : type.TrimEnd('s');

    public JsonNode? Of(string name, JsonNode? shape) => shape switch
    {
        JsonObject members =>
            new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, Of(member.Key, member.Value)))),
        // A list whose elements the documentation does not describe is better empty than invented.
        JsonArray and [JsonValue word] when word.GetValue<string>() == "object" => new JsonArray(),
        JsonArray and [var element] => new JsonArray(Of(name, element)),
        _ => Word(name, shape!.GetValue<string>()),
    };

    private JsonNode? Word(string name, string word) => word switch
    {
        "boolean" => name.StartsWith("can-", StringComparison.Ordinal) ? x.Caller.May(Permission.UpdateOrganization)
            : name is "enabled" or "succeeded" or "valid",
        "integer" => name.EndsWith("count", StringComparison.Ordinal) ? 2 : 1,
        "number" => 1.0,
        "object" => new JsonObject(),
        "datetime" => ResourceObject.Instant(
            Later(name) ? new DateTimeOffset(x.Now.UtcDateTime.Date, TimeSpan.Zero).AddDays(30)
                : x.Caller.Organization.CreatedAt),
        _ when word.StartsWith("enum(", StringComparison.Ordinal) => word[5..^1].Split('|')[0],
        _ => Text(name),
    };

    private JsonNode? Text(string name) => name switch
    {
        _ when IsSecret(name) => null,
        "name" or "display-name" or "username" or "subject" or "title" => Singular + "-" + id[^4..].ToLowerInvariant(),
        "status" => "available",
        "identifier" or "display-identifier" or "full-name" => "acme-corp/infrastructure",
        "branch" or "default-branch" => "main",
        "ip-address" => "192.0.2.10",
        "range" => "192.0.2.0/24",
        "timezone" => "UTC",
        "category" => "task",
        "stage" or "stages" or "allowed-stages" => "post_plan",
        "enforcement-level" => "advisory",
        "service-provider" => "github",
        "provider" => "aws",
        "registry-name" => "private",
        "os" => "linux",
        "arch" => "amd64",
        "working-directory" => "infrastructure",
        "trigger-patterns" => "infrastructure/**/*",
        "triggers" => "run:needs_attention",
        "key" => "environment",
        "namespace" or "organization-name" => x.Caller.Organization.Name,
        "error" or "error-message" => null,
        "description" => $"A made-up {Singular.Replace('-', ' ')} of the sandbox.",
        "uuid" or "external-id" => IdGenerator.Named("uuid", id)[5..],
        _ when name.Contains("email", StringComparison.Ordinal) => "platform@example.com",
        _ when name.EndsWith("read-url", StringComparison.Ordinal)
            || name.EndsWith("download-url", StringComparison.Ordinal) => x.World.Blobs.Url(
            x, id, name, "text/plain; charset=utf-8",
            () => Encoding.UTF8.GetBytes($"This is the sandbox's text for {name} of {id}.\n")),
        _ when name.EndsWith("upload-url", StringComparison.Ordinal) =>
            x.Method == "POST" ? x.World.Blobs.UploadUrl(x, _ => { }) : null,
        _ when name.EndsWith("url", StringComparison.Ordinal) || name.EndsWith("link", StringComparison.Ordinal) =>
            "https://example.com/" + name,
        _ when name.EndsWith("version", StringComparison.Ordinal) => "1.11.4",
        _ when name.EndsWith("cost", StringComparison.Ordinal) => "0.0",
        _ when name.EndsWith("-at", StringComparison.Ordinal) => ResourceObject.Instant(x.Caller.Organization.CreatedAt),
        _ when name.EndsWith("-id", StringComparison.Ordinal) =>
            IdGenerator.Named(DocumentedType.PrefixOf(name[..^3] + "s"), id + "/" + name),
        _ when name.Contains("duration", StringComparison.Ordinal) => "14d",
        _ => "example " + name.Replace('-', ' ').Replace('_', ' '),
    };

    public static bool IsSecret(string name) =>
        name is "token" or "key-material" or "ssh-key" or "value-wo"
        || name.Contains("secret", StringComparison.Ordinal) || name.Contains("password", StringComparison.Ordinal)
        || name.EndsWith("-token", StringComparison.Ordinal) || name.Contains("private-key", StringComparison.Ordinal)
        || name.Contains("credentials", StringComparison.Ordinal)
        || name.Contains("hmac", StringComparison.Ordinal) || name.Contains("token-string", StringComparison.Ordinal);

    private static bool Later(string name) =>
        name.Contains("expire", StringComparison.Ordinal) || name.StartsWith("scheduled", StringComparison.Ordinal);
}
