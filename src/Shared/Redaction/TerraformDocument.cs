using ServerlessMcp.Redaction.Secrets;

namespace ServerlessMcp.Redaction;

/// <summary>
/// Writes a JSON document of Terraform's own (plan, state, schema) as it is, minified, except for what a model must not
/// see: values that the document marks as sensitive, the same texts wherever else they stand, secrets that carry no
/// mark (<see cref="KnownSecrets"/>, <see cref="SecretName"/>, <see cref="SecretText"/>), and pre-signed URLs. It goes
/// through the document twice: what is marked may stand behind where it has gone.
/// </summary>
internal sealed class TerraformDocument
{
    private readonly SensitiveValues secrets;
    private readonly WorkBudget? budget;

    // Null while secrets are collected.
    private Utf8JsonWriter? writer;

    private TerraformDocument(SensitiveValues secrets, WorkBudget? budget) => (this.secrets, this.budget) = (secrets, budget);

    /// <summary>Writes the document.</summary>
    /// <exception cref="JsonException">A text in it is no Unicode text (half a surrogate pair).</exception>
    /// <exception cref="WorkBudgetException">It takes longer than the budget has.</exception>
    public static void Write(JsonElement document, Utf8JsonWriter writer, WorkBudget? budget = null)
    {
        try
        {
            var pass = new TerraformDocument(new SensitiveValues(budget), budget);
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
    /// <param name="budget">What it may cost; null for a short one.</param>
    public static void Write(
        JsonElement value, SensitiveMarks marks, bool guesses, Utf8JsonWriter writer, WorkBudget? budget = null) =>
        new TerraformDocument(new SensitiveValues(budget), budget)
        { writer = writer }.Write(value, marks, new Place(guesses, null, IsData: true));

    /// <summary>Writes one of its values whose marks have been seen to, without these secrets.</summary>
    public static void WriteMasked(JsonElement value, SensitiveValues secrets, Utf8JsonWriter writer) =>
        new TerraformDocument(secrets, null)
        { writer = writer }.Write(value, default, new Place(Guesses: false, null, IsData: true));

    /// <summary>Notes what of a value is sensitive, as
    /// <see cref="Write(JsonElement, SensitiveMarks, bool, Utf8JsonWriter, WorkBudget)"/> would withhold it.</summary>
    public static void Collect(
        JsonElement value, SensitiveMarks marks, bool guesses, SensitiveValues secrets, WorkBudget? budget = null) =>
        new TerraformDocument(secrets, budget).Write(value, marks, new Place(guesses, null, IsData: true));

    /// <summary>The marks of an attribute, with what its name says where names have to help.</summary>
    public static SensitiveMarks Marks(string name, JsonElement value, SensitiveMarks marks, bool guesses) =>
        marks.Member(name) is { IsMarked: true } marked ? marked
        : guesses && SecretName.Is(name) && HasSecret(value) is { } guessed ? guessed : marks.Member(name);

    private void WriteRoot(JsonElement document)
    {
        if (document.ValueKind != JsonValueKind.Object)
        {
            Write(document, default(SensitiveMarks), new Place());
            return;
        }

        writer?.WriteStartObject();
        var owner = new DocumentObject(document, budget);
        var isOld = KnownSecrets.IsUnmarked(document);
        foreach (var member in document.EnumerateObject())
        {
            writer?.WritePropertyName(member.Name);
            if (member.Name == "variables" && member.Value.ValueKind == JsonValueKind.Object)
            {
                WriteVariables(member.Value, SensitiveVariables(document));
            }
            else
            {
                Write(member.Value, owner.Of(member.Name),
                    new Place(isOld || member.Name == "configuration", null, IsData: false));
            }
        }

        writer?.WriteEndObject();
    }

    private void Write(JsonElement value, SensitiveMarks marks, Place place)
    {
        budget?.Step();
        if (marks.Why is { } why && value.ValueKind != JsonValueKind.Null)
        {
            Withhold(value, why);
            return;
        }

        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(value, marks, place);
                break;
            case JsonValueKind.Array:
                writer?.WriteStartArray();
                var index = 0;
                foreach (var element in value.EnumerateArray())
                    Write(element, marks.Element(index++), place);
                writer?.WriteEndArray();
                break;
            case JsonValueKind.String when writer is not null:
                WriteText(value);
                break;
            case JsonValueKind.Number when writer is not null && place.IsData && secrets.IsWhole(value.GetRawText()):
                writer.WriteStringValue(SensitiveMarks.Sensitive);
                break;
            default:
                if (writer is not null)
                    value.WriteTo(writer);
                break;
        }
    }

    private void WriteObject(JsonElement value, SensitiveMarks marks, Place place)
    {
        writer?.WriteStartObject();
        var owner = new DocumentObject(value, budget);
        var inside = place with { ResourceType = owner.ResourceType ?? place.ResourceType };
        var hidden = 0;
        foreach (var member in value.EnumerateObject())
        {
            // The names of a document's own members are Terraform's, and those of attributes the provider's; below
            // those are keys of maps, which may be anybody's.
            if (writer is not null && place.IsData && secrets.IsIn(member.Name))
                writer.WritePropertyName(++hidden == 1 ? SensitiveMarks.Sensitive : $"(sensitive {hidden})");
            else
                writer?.WritePropertyName(member.Name);
            WriteMember(owner, member, marks, inside);
        }

        writer?.WriteEndObject();
    }

    private void WriteMember(DocumentObject owner, JsonProperty member, SensitiveMarks marks, Place place)
    {
        if (owner.IsInstance && member.Name == "private")
        {
            // The provider's own bytes beside a resource in a state file.
            Withhold(member.Value, SensitiveMarks.Sensitive);
            return;
        }

        if (owner.IsTyped && member.Name == "type")
        {
            // The value's type, which names members: {"password":"string"}. With a mark of its own it may also be a
            // member that is called "type", so both readings are applied.
            if (marks.Member("type") is { IsEmpty: false } ofType
                && (writer is not null || member.Value.ValueKind == JsonValueKind.String))
            {
                Write(member.Value, ofType, place);
            }
            else if (writer is not null)
            {
                WriteType(member.Value);
            }

            return;
        }

        var inherited = owner.IsTyped && member.Name == "value" ? marks.ValueBesideType() : marks.Member(member.Name);
        var isStored = owner.IsInstance && member.Name is "attributes" or "attributes_flat";
        var isValues = !place.IsValues && !place.IsData
            && (isStored || member.Name is "before" or "after" or "values" or "expressions");
        var known = !isValues ? default : member.Name == "expressions" ? KnownSecrets.OfExpressions(place.ResourceType)
            : KnownSecrets.Of(place.ResourceType);
        var own = owner.Of(member.Name).And(inherited).And(known);
        if (!own.IsMarked && place.Guesses && SecretName.Is(member.Name) && HasSecret(member.Value) is { } guessed)
            own = own.And(guessed);
        Write(member.Value, own,
            place with
            {
                Guesses = place.Guesses || isStored,
                IsData = place.IsData
                || place.IsValues,
                IsValues = isValues
            });
    }

    // password = "…", and of a configuration password = {"constant_value":"…"} and variable "password" {default = "…"}.
    private static SensitiveMarks? HasSecret(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => SecretName.IsHarmless(value.GetString()) ? null : SensitiveMarks.AllBecause(SecretName.Why),
        JsonValueKind.Array when value.EnumerateArray().Any(element => element.ValueKind == JsonValueKind.String) =>
            SensitiveMarks.AllBecause(SecretName.Why),
        JsonValueKind.Object when value.TryGetProperty("constant_value", out _)
            || value.TryGetProperty("default", out _) => SensitiveMarks.OfConstants,
        JsonValueKind.Object when TypedValue.Is(value) => SensitiveMarks.AllBecause(SecretName.Why),
        _ => null,
    };

    private void Withhold(JsonElement value, string why)
    {
        if (writer is null)
            secrets.Add(value, SensitiveMarks.All);
        else
            writer.WriteStringValue(why);
    }

    private void WriteText(JsonElement value)
    {
        var text = InvisibleText.Clean(value.GetString()!);
        budget?.Step(text.Length);
        if (PresignedUrl.IsIn(text))
            writer!.WriteStringValue(PresignedUrl.Withheld);
        else if (secrets.IsIn(text))
            writer!.WriteStringValue(WithoutKeys(text) ?? SensitiveMarks.Sensitive);
        else if (SecretText.Scrub(text) is var clean && !ReferenceEquals(clean, text))
            writer!.WriteStringValue(clean == PresignedUrl.Withheld ? SecretText.Why : clean);
        else
            value.WriteTo(writer!);
    }

    // Of an address the key that is a secret, and not all of it: a.b["(sensitive)"].
    private string? WithoutKeys(string text) => text.Contains("[\"", StringComparison.Ordinal)
        && ResourceAddress.Masked(text, secrets) is var address && !secrets.IsIn(address) ? address : null;

    // Words of the language, and names of members.
    private void WriteType(JsonElement type)
    {
        switch (type.ValueKind)
        {
            case JsonValueKind.Object:
                writer!.WriteStartObject();
                foreach (var member in type.EnumerateObject())
                {
                    writer.WritePropertyName(secrets.IsIn(member.Name) ? SensitiveMarks.Sensitive : member.Name);
                    WriteType(member.Value);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer!.WriteStartArray();
                foreach (var element in type.EnumerateArray())
                    WriteType(element);
                writer.WriteEndArray();
                break;
            default:
                type.WriteTo(writer!);
                break;
        }
    }

    // A plan says of its variables only the values; which of them are sensitive stands in the configuration.
    private void WriteVariables(JsonElement variables, JsonChildren declared)
    {
        writer?.WriteStartObject();
        foreach (var variable in variables.EnumerateObject())
        {
            writer?.WritePropertyName(variable.Name);
            var isSensitive = declared.Member(variable.Name) is { ValueKind: JsonValueKind.Object } declaration
                && declaration.TryGetProperty("sensitive", out var flag) && flag.ValueKind == JsonValueKind.True;
            if (isSensitive && writer is null && variable.Value.ValueKind == JsonValueKind.Object
                && variable.Value.TryGetProperty("value", out var secret))
            {
                secrets.Add(secret, SensitiveMarks.All);
            }
            else
            {
                Write(variable.Value, isSensitive ? SensitiveMarks.All : default, default);
            }
        }

        writer?.WriteEndObject();
    }

    private static JsonChildren SensitiveVariables(JsonElement document) => new(
        document.TryGetProperty("configuration", out var configuration) && configuration.ValueKind == JsonValueKind.Object
            && configuration.TryGetProperty("root_module", out var module) && module.ValueKind == JsonValueKind.Object
            && module.TryGetProperty("variables", out var variables)
            ? variables
            : default);

    /// <summary>Where in the document a value stands.</summary>
    /// <param name="Guesses">Whether names tell what is sensitive.</param>
    /// <param name="ResourceType">The type of the resource that it belongs to.</param>
    /// <param name="IsData">Whether it stands within an attribute, where names are keys.</param>
    private readonly record struct Place(bool Guesses, string? ResourceType, bool IsData)
    {
        /// <summary>Whether its members are attributes.</summary>
        public bool IsValues { get; init; }
    }
}
