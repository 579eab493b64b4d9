using ServerlessMcp.Sandbox.Model;

namespace ServerlessMcp.Sandbox.Documented;

/// <summary>What was written to something only the documentation describes. <paramref name="Collection"/> is the path
/// it was created at; null for what was there before.</summary>
internal sealed record DocumentedRecord(
    string Id, Organization Organization, string? Collection, JsonObject Attributes, JsonObject Relationships);
