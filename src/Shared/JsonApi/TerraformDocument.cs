using System.Text.Json;

namespace ServerlessMcp.JsonApi;

/// <summary>
/// Writes a JSON document of Terraform's own (plan, state, schema) as it is, minified, except for what a model must not see: values that the document marks as
/// sensitive, the same texts wherever else they stand, and pre-signed URLs. It goes through the document twice: what is marked may stand behind where it has gone.
/// </summary>
internal sealed class TerraformDocument
{
    private const string Sensitive = "(sensitive)";

    private readonly SensitiveValues secrets = new();

    // Null while secrets are collected.
    private Utf8JsonWriter? writer;

    private TerraformDocument()
    {
    }

    /// <summary>Writes the document.</summary>
    /// <exception cref="JsonException">A text in it is no Unicode text (half a surrogate pair).</exception>
    public static void Write(JsonElement document, Utf8JsonWriter writer)
    {
        try
        {
            var pass = new TerraformDocument();
            pass.WriteRoot(document);
            pass.writer = writer;
            pass.WriteRoot(document);
        }
        catch (InvalidOperationException e)
        {
            throw JsonText.Unreadable(e);
        }
    }

    /// <summary>Writes one of its values, of which these marks are known.</summary>
    /// <param name="value">The value.</param>
    /// <param name="marks">What of it is sensitive.</param>
    /// <param name="guesses">Whether names tell what is sensitive as well: see <see cref="SecretName"/>.</param>
    /// <param name="writer">Where to.</param>
    public static void Write(JsonElement value, SensitiveMarks marks, bool guesses, Utf8JsonWriter writer) =>
        new TerraformDocument { writer = writer }.Write(value, marks, guesses);

    /// <summary>Notes what of a value is sensitive, as <see cref="Write(JsonElement, SensitiveMarks, bool, Utf8JsonWriter)"/> would withhold it.</summary>
    public static void Collect(JsonElement value, SensitiveMarks marks, bool guesses, SensitiveValues secrets)
    {
        var pass = new TerraformDocument(secrets);
        pass.Write(value, marks, guesses);
    }

    private TerraformDocument(SensitiveValues secrets) => this.secrets = secrets;

    private void WriteRoot(JsonElement document)
    {
        if (document.ValueKind != JsonValueKind.Object)
        {
            Write(document, default, guesses: false);
            return;
        }

        writer?.WriteStartObject();
        foreach (var member in document.EnumerateObject())
        {
            writer?.WritePropertyName(member.Name);
            if (member.Name == "variables" && member.Value.ValueKind == JsonValueKind.Object)
                WriteVariables(member.Value, SensitiveVariables(document));
            else
                Write(member.Value, SensitiveMarks.Of(document, member.Name), guesses: member.Name == "configuration");
        }

        writer?.WriteEndObject();
    }

    private void Write(JsonElement value, SensitiveMarks marks, bool guesses)
    {
        if (marks.IsMarked && value.ValueKind != JsonValueKind.Null)
        {
            Withhold(value);
            return;
        }

        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer?.WriteStartObject();
                foreach (var member in value.EnumerateObject())
                {
                    writer?.WritePropertyName(member.Name);
                    WriteMember(value, member, marks, guesses);
                }

                writer?.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer?.WriteStartArray();
                var index = 0;
                foreach (var element in value.EnumerateArray())
                    Write(element, marks.Element(index++), guesses);
                writer?.WriteEndArray();
                break;
            case JsonValueKind.String when writer is not null:
                WriteText(value);
                break;
            default:
                if (writer is not null)
                    value.WriteTo(writer);
                break;
        }
    }

    private void WriteMember(JsonElement owner, JsonProperty member, SensitiveMarks marks, bool guesses)
    {
        // Before version 4 the version stood a level deeper.
        var isInstance = owner.TryGetProperty("schema_version", out _) || (owner.TryGetProperty("meta", out _) && owner.TryGetProperty("attributes", out _));
        if (isInstance && member.Name == "private")
        {
            // The provider's own bytes beside a resource in a state file.
            Withhold(member.Value);
            return;
        }

        if (guesses && member.Name == "type" && SensitiveMarks.HasTypeBeside(owner))
        {
            // The value's type, which calls members by their names: {"password":"string"}.
            Write(member.Value, default, guesses: false);
            return;
        }

        if (guesses && SecretName.Is(member.Name) && HasSecret(member.Value) is { } secret)
        {
            Write(member.Value, secret, guesses);
            return;
        }

        var own = SensitiveMarks.Of(owner, member.Name);

        // Marks come from one side at a time: within marked values Terraform has no marks of its own.
        var both = own.IsMarked || marks.IsEmpty ? own : marks.Within(owner, member.Name) is { IsEmpty: false } inherited ? inherited : own;
        Write(member.Value, both, guesses || (isInstance && member.Name is "attributes" or "attributes_flat"));
    }

    // password = "…", and of a configuration password = {"constant_value":"…"} and variable "password" {default = "…"}.
    private static SensitiveMarks? HasSecret(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => SensitiveMarks.All,
        JsonValueKind.Object when value.TryGetProperty("constant_value", out _) || value.TryGetProperty("default", out _) => SensitiveMarks.OfConstants,
        _ => null,
    };

    private void Withhold(JsonElement value)
    {
        if (writer is null)
            secrets.Add(value, SensitiveMarks.All);
        else
            writer.WriteStringValue(Sensitive);
    }

    private void WriteText(JsonElement value)
    {
        var text = value.GetString()!;
        if (PresignedUrl.IsIn(text))
            writer!.WriteStringValue(PresignedUrl.Withheld);
        else if (secrets.IsIn(text))
            writer!.WriteStringValue(Sensitive);
        else
            value.WriteTo(writer!);
    }

    // A plan says of its variables only the values; which of them are sensitive stands in the configuration.
    private void WriteVariables(JsonElement variables, JsonElement sensitive)
    {
        writer?.WriteStartObject();
        foreach (var variable in variables.EnumerateObject())
        {
            writer?.WritePropertyName(variable.Name);
            var isSensitive = sensitive.ValueKind == JsonValueKind.Object && sensitive.TryGetProperty(variable.Name, out var declared)
                && declared.ValueKind == JsonValueKind.Object && declared.TryGetProperty("sensitive", out var flag) && flag.ValueKind == JsonValueKind.True;
            if (isSensitive && writer is null && variable.Value.ValueKind == JsonValueKind.Object && variable.Value.TryGetProperty("value", out var secret))
                secrets.Add(secret, SensitiveMarks.All);
            else
                Write(variable.Value, isSensitive ? SensitiveMarks.All : default, guesses: false);
        }

        writer?.WriteEndObject();
    }

    private static JsonElement SensitiveVariables(JsonElement document) =>
        document.TryGetProperty("configuration", out var configuration) && configuration.ValueKind == JsonValueKind.Object
            && configuration.TryGetProperty("root_module", out var module) && module.ValueKind == JsonValueKind.Object
            && module.TryGetProperty("variables", out var variables)
            ? variables
            : default;
}
