using ServerlessMcp.Redaction;

namespace ServerlessMcp.Integrations.TerraformCloud.JsonApi;

/// <summary>
/// Writes a resource object as a flat row: <c>id</c>, attributes in the document's order, then relationships. An object
/// that is no JSON:API resource (audit trail, SCIM, registry) is its own row. One per document.
/// </summary>
internal readonly ref partial struct RowWriter(
    ReadOnlySpan<byte> document, Utf8JsonWriter writer, WorkBudget? budget, bool omitsFalse = false, RowTail? tail = null)
{
    private const string Sensitive = "(sensitive)";

    private readonly ReadOnlySpan<byte> document = document;
    private readonly LazyWriter output = new(writer);
    private readonly IncludedResources included = new();
    private readonly RowParts? tailParts = tail is null ? null : new(tail);

    /// <summary>Skips a value beside the rows.</summary>
    public void Skip(scoped ref JsonCursor reader) => included.Skip(ref reader);

    /// <summary>Writes the object under the reader, and leaves the reader at its end; false if it is no resource, for
    /// it has neither an id nor a type nor attributes.</summary>
    /// <param name="reader">At the object.</param>
    /// <param name="fields">What of it to write.</param>
    public bool Write(scoped ref JsonCursor reader, FieldNode fields)
    {
        output.OpenElement(isArray: false);
        output.Begin();
        var isResource = WriteMembers(ref reader, fields, withId: true, tailParts);
        tailParts?.Write(output.Writer);
        output.Close();
        return isResource;
    }

    private bool WriteMembers(scoped ref JsonCursor reader, FieldNode fields, bool withId, RowParts? parts = null)
    {
        Span<byte> buffer = stackalloc byte[SnakeCase.BufferLength];
        JsonCursor type = default, attributes = default, relationships = default;
        var hasId = !withId;
        var isSought = !withId;
        var sensitivity = Sensitivity.Unknown;
        var idNames = 0UL;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            switch (MemberOf(reader.Utf8()))
            {
                case Member.Id:
                    reader.Read();
                    if (hasId)
                        reader.Skip();
                    else
                        hasId = WriteId(ref reader);
                    break;
                case Member.Type:
                    reader.Read();
                    type = reader;
                    reader.Skip();
                    break;
                case Member.Links:
                    reader.Read();
                    reader.Skip();
                    break;
                case Member.Attributes:
                    hasId = hasId || WriteIdAhead(reader, ref isSought);
                    reader.Read();
                    attributes = reader;
                    if (reader.TokenType == JsonTokenType.StartObject)
                        idNames = WriteAttributes(ref reader, fields, hasId, parts);
                    else
                        reader.Skip();
                    break;
                case Member.Relationships:
                    hasId = hasId || WriteIdAhead(reader, ref isSought);
                    reader.Read();
                    relationships = reader;
                    if (attributes.TokenType == JsonTokenType.None || reader.TokenType != JsonTokenType.StartObject)
                        reader.Skip();
                    else
                        WriteRelationships(ref reader, fields, attributes, idNames, parts);
                    break;
                default:
                    hasId = hasId || WriteIdAhead(reader, ref isSought);
                    WriteMember(ref reader, fields, isOpaque: false, buffer, ref sensitivity);
                    break;
            }
        }

        // Relationships that came first had to wait, so that the row has attributes before them.
        if (relationships.TokenType == JsonTokenType.StartObject
            && (attributes.TokenType == JsonTokenType.None || attributes.BytesConsumed > relationships.BytesConsumed))
        {
            WriteRelationships(ref relationships, fields, attributes, idNames, parts);
        }

        // A resource's type is what the tool is about; of a plain object or a bare identifier it may be all there is to say.
        if (type.TokenType == JsonTokenType.String && attributes.TokenType == JsonTokenType.None
            && relationships.TokenType == JsonTokenType.None
            && fields.Attribute("type"u8) is { IsEverything: true })
        {
            output.Name("type"u8);
            WriteText(ref type);
        }

        return hasId || type.TokenType != JsonTokenType.None || attributes.TokenType != JsonTokenType.None;
    }

    // What is known of an object's value from its other members. Looked for once: an object may have thousands that are
    // called value.
    private enum Sensitivity
    {
        Unknown,
        Plain,
        Sensitive,
    }

    private enum Member
    {
        Other,
        Id,
        Type,
        Links,
        Attributes,
        Relationships,
    }

    private static Member MemberOf(scoped ReadOnlySpan<byte> name) => name.Length switch
    {
        2 when name.SequenceEqual("id"u8) => Member.Id,
        4 when name.SequenceEqual("type"u8) => Member.Type,
        5 when name.SequenceEqual("links"u8) => Member.Links,
        10 when name.SequenceEqual("attributes"u8) => Member.Attributes,
        13 when name.SequenceEqual("relationships"u8) => Member.Relationships,
        _ => Member.Other,
    };

    private bool WriteId(scoped ref JsonCursor reader)
    {
        if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.Number))
        {
            reader.Skip();
            return false;
        }

        output.Name("id"u8);
        WriteScalar(ref reader);
        return true;
    }

    // For the document that has its id after its attributes; the copy of the reader leaves the original where it is.
    // Once is enough: what is not ahead of one member is not ahead of the next.
    private bool WriteIdAhead(JsonCursor reader, scoped ref bool isSought)
    {
        if (isSought)
            return false;
        isSought = true;
        do
        {
            var isId = reader.ValueTextEquals("id"u8);
            reader.Read();
            if (isId)
                return WriteId(ref reader);
            reader.Skip();
        }
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName);
        return false;
    }

    // Answers a bit for each name that ends like those made of relationships; see IsAttribute.
    private ulong WriteAttributes(scoped ref JsonCursor reader, FieldNode fields, bool hasId, RowParts? parts)
    {
        Span<byte> buffer = stackalloc byte[SnakeCase.BufferLength];
        var sensitivity = Sensitivity.Unknown;
        var idNames = 0UL;
        var names = parts is null ? fields.Members : fields.Members.Or(parts.Reads.Names);
        while (ReadMember(ref reader, names))
        {
            if (parts?.Reads.Child(SnakeCase.Convert(reader.Utf8(), buffer)) is not null)
                parts.Attribute(reader.ValueSpan, ValueOf(reader));
            if (hasId && MemberOf(reader.Utf8()) == Member.Id)
            {
                reader.Read();
                reader.Skip();
                continue;
            }

            idNames |= WriteMember(ref reader, fields, isOpaque: false, buffer, ref sensitivity);
        }

        return idNames;
    }

    private void WriteObject(scoped ref JsonCursor reader, FieldNode fields, bool isOpaque)
    {
        Span<byte> buffer = stackalloc byte[SnakeCase.BufferLength];
        var sensitivity = Sensitivity.Unknown;
        while (ReadMember(ref reader, fields.Members))
            WriteMember(ref reader, fields, isOpaque, buffer, ref sensitivity);
        output.Close();
    }

    private bool ReadMember(scoped ref JsonCursor reader, NameFilter names)
    {
        var isThere = reader.ReadMember(names, out var others);
        budget?.Steps(others);
        return isThere;
    }

    // The bytes of the value of the member whose name is under the reader.
    private ReadOnlySpan<byte> ValueOf(JsonCursor reader)
    {
        reader.Read();
        var start = reader.TokenStart;
        reader.Skip();
        return document[start..reader.BytesConsumed];
    }

    /// <summary>Writes the member whose name is under the reader, if it is selected and may be shown; answers a bit for
    /// its name, if relationships could make the same.</summary>
    private ulong WriteMember(
        scoped ref JsonCursor reader, FieldNode fields, bool isOpaque, scoped Span<byte> buffer,
        scoped ref Sensitivity sensitivity)
    {
        budget?.Step();
        scoped var name = reader.Utf8();
        if (!isOpaque)
            name = SnakeCase.Convert(name, buffer);
        var selected = fields.Attribute(name);
        reader.Read();
        if (reader.TokenType == JsonTokenType.True && name.SequenceEqual("sensitive"u8))
            sensitivity = Sensitivity.Sensitive;

        // Null as well: some endpoints give that for what they withhold, and it must not look empty.
        if (selected is not null && name.SequenceEqual("value"u8) && IsSensitive(reader, ref sensitivity))
        {
            output.Name(name);
            output.Writer.WriteStringValue(Sensitive);
            reader.Skip();
            return 0;
        }

        if (selected is null
            || (!isOpaque && (IsNothing(ref reader, name) || PresignedUrl.IsName(name)
                || IsToldByType(ref reader, name, fields) || IsOmitted(ref reader, name))))
        {
            reader.Skip();
            return 0;
        }

        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                isOpaque = isOpaque || OpaqueAttributes.Contains(name);
                output.Open(name, isArray: false);
                if (isOpaque && selected.IsEverything)
                    output.Begin();
                WriteObject(ref reader, selected, isOpaque);
                break;
            case JsonTokenType.StartArray:
                isOpaque = isOpaque || OpaqueAttributes.Contains(name);
                output.Open(name, isArray: true);
                WriteArray(ref reader, selected, isOpaque);
                break;
            default:
                if (!selected.IsEverything)
                    break; // the path goes on, the document doesn't
                output.Name(name);
                if (!isOpaque && reader.TokenType == JsonTokenType.String && IsCredential(name))
                    output.Writer.WriteStringValue(reader.Utf8());
                else
                    WriteScalar(ref reader);
                break;
        }

        return NameBit(name);
    }

    // Null, and the empty text that the API gives for many a thing that is not there (a reason, a description). An
    // empty value is a value.
    private static bool IsNothing(scoped ref JsonCursor reader, scoped ReadOnlySpan<byte> name) =>
        reader.TokenType == JsonTokenType.Null
        || (reader.TokenType == JsonTokenType.String && reader.ValueSpan.IsEmpty && !OpaqueAttributes.Contains(name));

    private bool IsOmitted(scoped ref JsonCursor reader, scoped ReadOnlySpan<byte> name) =>
        omitsFalse && reader.TokenType == JsonTokenType.False && !OpaqueAttributes.Contains(name);

    // The structure of an output: of a text, a number or a boolean its type says the same, so it is shown to who names it.
    private static bool IsToldByType(scoped ref JsonCursor reader, scoped ReadOnlySpan<byte> name, FieldNode fields) =>
        name.SequenceEqual("detailed_type"u8) && fields.Child(name) is null && reader.TokenType == JsonTokenType.String
            && (reader.ValueTextEquals("string"u8) || reader.ValueTextEquals("number"u8) || reader.ValueTextEquals("bool"u8));

    // What a tool that makes a token is called for; anywhere else the API answers null for it.
    private static bool IsCredential(scoped ReadOnlySpan<byte> name) => name.SequenceEqual("token"u8);

    // Whole arrays keep every element, so that positions mean what they meant; of a part, elements without the field
    // are left out.
    private void WriteArray(scoped ref JsonCursor reader, FieldNode fields, bool isOpaque)
    {
        if (fields.IsEverything)
            output.Begin();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            budget?.Step();
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject:
                    output.OpenElement(isArray: false);
                    if (fields.IsEverything)
                        output.Begin();
                    WriteObject(ref reader, fields, isOpaque);
                    break;
                case JsonTokenType.StartArray:
                    output.OpenElement(isArray: true);
                    WriteArray(ref reader, fields, isOpaque);
                    break;
                default:
                    if (fields.IsEverything)
                        WriteScalar(ref reader);
                    break;
            }
        }

        output.Close();
    }

    private static bool IsSensitive(JsonCursor reader, scoped ref Sensitivity sensitivity)
    {
        if (sensitivity == Sensitivity.Unknown)
            sensitivity = IsSensitiveAhead(reader) ? Sensitivity.Sensitive : Sensitivity.Plain;
        return sensitivity == Sensitivity.Sensitive;
    }

    // The rest of the object, because "sensitive" may stand after "value".
    private static bool IsSensitiveAhead(JsonCursor reader)
    {
        reader.Skip();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isName = reader.ValueTextEquals("sensitive"u8);
            reader.Read();
            if (isName && reader.TokenType == JsonTokenType.True)
                return true;
            reader.Skip();
        }

        return false;
    }

    private void WriteScalar(scoped ref JsonCursor reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                WriteText(ref reader);
                break;
            case JsonTokenType.Number:
                // As it came: 1.0 stays 1.0, and a serial of 20 digits stays exact.
                output.Writer.WriteRawValue(reader.ValueSpan, skipInputValidation: true);
                break;
            case JsonTokenType.Null:
                output.Writer.WriteNullValue();
                break;
            default:
                output.Writer.WriteBooleanValue(reader.TokenType == JsonTokenType.True);
                break;
        }
    }

    private void WriteText(scoped ref JsonCursor reader)
    {
        var text = reader.Utf8();
        budget?.Step(text.Length);
        if (PresignedUrl.IsIn(text))
            output.Writer.WriteStringValue(PresignedUrl.Withheld);
        else if (SecretText.IsIn(text))
            output.Writer.WriteStringValue(SecretText.Scrub(Encoding.UTF8.GetString(text)));
        else
            output.Writer.WriteStringValue(text);
    }
}
