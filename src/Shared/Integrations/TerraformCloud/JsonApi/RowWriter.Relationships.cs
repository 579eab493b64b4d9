using ServerlessMcp.Redaction;

namespace ServerlessMcp.Integrations.TerraformCloud.JsonApi;

internal readonly ref partial struct RowWriter
{
    private const int LongestSuffix = 5;

    private void WriteRelationships(
        scoped ref JsonCursor reader, FieldNode fields, JsonCursor attributes, ulong idNames, RowParts? parts)
    {
        Span<byte> buffer = stackalloc byte[SnakeCase.BufferLength];
        Span<byte> suffixed = stackalloc byte[SnakeCase.BufferLength + LongestSuffix];
        var taken = new TakenNames(attributes, idNames);
        var names = parts is null ? fields.Names.Beginnings : fields.Names.Beginnings.Or(parts.Reads.Names);
        while (ReadMember(ref reader, names))
        {
            var name = SnakeCase.Convert(reader.Utf8(), buffer);
            if (parts?.Reads.Child(name) is { } reads)
                Keep(parts, reader, reads);
            if (name.Length + LongestSuffix > suffixed.Length)
                suffixed = new byte[name.Length + LongestSuffix];
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject || !IsSelected(name, fields, suffixed))
            {
                reader.Skip();
                continue;
            }

            if (TryReadOne(ref reader, out var type, out var id, out var many))
                WriteOne(type, id, fields, name, suffixed, ref taken);
            else if (many.TokenType == JsonTokenType.StartArray)
                WriteMany(ref many, fields, name, suffixed, ref taken);
        }
    }

    private void Keep(RowParts parts, JsonCursor reader, FieldNode reads)
    {
        parts.Relationship(reader.ValueSpan, ValueOf(reader));
        if (!reads.GoesDeeper)
            return;
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
            return;
        if (TryReadOne(ref reader, out var type, out var id, out var many))
            Include(parts, type, id, reads);
        while (many.TokenType != JsonTokenType.None && many.Read() && many.TokenType == JsonTokenType.StartObject)
        {
            ReadIdentifier(ref many, out type, out id);
            Include(parts, type, id, reads);
        }
    }

    private void Include(RowParts parts, ReadOnlySpan<byte> type, ReadOnlySpan<byte> id, FieldNode reads)
    {
        if (included.TryTake(document, type, id, out var resource))
            parts.Include(id, resource, reads);
    }

    // What a relationship to one resource names: by its data, or by its link, for the API may leave the linkage out and
    // give the address alone. Of one to several, where its data begins. The reader ends behind the relationship.
    private static bool TryReadOne(
        scoped ref JsonCursor reader, out ReadOnlySpan<byte> type, out ReadOnlySpan<byte> id, out JsonCursor many)
    {
        type = id = default;
        many = default;
        var hasData = false;
        JsonCursor links = default;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isData = reader.ValueTextEquals("data"u8);
            var isLinks = reader.ValueTextEquals("links"u8);
            hasData |= isData;
            reader.Read();
            if (isLinks)
                links = reader;
            if (isData && reader.TokenType == JsonTokenType.StartArray)
                many = reader;
            if (isData && reader.TokenType == JsonTokenType.StartObject)
                ReadIdentifier(ref reader, out type, out id);
            else
                reader.Skip();
        }

        return hasData ? !id.IsEmpty
            : links.TokenType == JsonTokenType.StartObject && RelatedLink.TryRead(ref links, out type, out id);
    }

    private static bool IsSelected(scoped ReadOnlySpan<byte> name, FieldNode fields, scoped Span<byte> suffixed) =>
        fields.IsEverything || fields.Child(name) is not null || fields.Child(Join(name, "_id"u8, suffixed)) is not null
            || fields.Child(Ids(name, suffixed)) is not null || fields.Child(Join(name, "_type"u8, suffixed)) is not null;

    private void WriteOne(
        scoped ReadOnlySpan<byte> type, scoped ReadOnlySpan<byte> id, FieldNode fields, scoped ReadOnlySpan<byte> name,
        scoped Span<byte> suffixed, scoped ref TakenNames taken)
    {
        if (id.IsEmpty)
            return;
        var selected = fields.Child(name);
        var isWritten = false;
        if (selected is { GoesDeeper: true } && included.TryTake(document, type, id, out var resource))
        {
            output.Open(name, isArray: false);
            WriteIncluded(resource, selected, withId: selected.Attribute("id"u8) is not null);
            output.Close();
            isWritten = true;
        }

        var idName = Join(name, "_id"u8, suffixed);
        if ((fields.IsEverything || fields.Child(idName) is not null
            || (selected is not null && (selected.IsNamed || !isWritten)))
            && !taken.Has(idName))
        {
            output.Name(idName);
            WriteIdText(id);
        }

        var typeName = Join(name, "_type"u8, suffixed);
        if (((fields.IsEverything || selected is not null) && !Tells(name, type)) || fields.Child(typeName) is not null)
        {
            if (!type.IsEmpty && !taken.Has(typeName))
            {
                output.Name(typeName);
                WriteIdText(type);
            }
        }
    }

    private void WriteMany(
        scoped ref JsonCursor reader, FieldNode fields, scoped ReadOnlySpan<byte> name, scoped Span<byte> suffixed,
        scoped ref TakenNames taken)
    {
        var selected = fields.Child(name);
        var isWritten = false;
        if (selected is { GoesDeeper: true } && IsAnyIncluded(reader))
        {
            output.Open(name, isArray: true);
            var resources = reader;
            while (resources.Read() && resources.TokenType == JsonTokenType.StartObject)
            {
                ReadIdentifier(ref resources, out var type, out var id);
                output.OpenElement(isArray: false);
                if (included.TryTake(document, type, id, out var resource))
                {
                    WriteIncluded(resource, selected, withId: true);
                }
                else if (!id.IsEmpty)
                {
                    output.Name("id"u8);
                    WriteIdText(id);
                }

                output.Close();
            }

            output.Close();
            isWritten = true;
        }

        var idsName = Ids(name, suffixed);
        if ((!fields.IsEverything && fields.Child(idsName) is null && (selected is null || (isWritten && !selected.IsNamed)))
            || taken.Has(idsName))
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                reader.Skip();
            return;
        }

        output.Open(idsName, isArray: true);
        output.Begin();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
                continue;
            }

            ReadIdentifier(ref reader, out _, out var id);
            if (!id.IsEmpty)
                WriteIdText(id);
        }

        output.Close();
    }

    private void WriteIncluded(ReadOnlySpan<byte> resource, FieldNode fields, bool withId)
    {
        var reader = new JsonCursor(resource);
        reader.Read();
        WriteMembers(ref reader, fields, withId);
    }

    private void WriteIdText(scoped ReadOnlySpan<byte> text)
    {
        budget?.Step();
        if (PresignedUrl.IsIn(text))
            output.Writer.WriteStringValue(PresignedUrl.Withheld);
        else
            output.Writer.WriteStringValue(text);
    }

    private bool IsAnyIncluded(JsonCursor reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            ReadIdentifier(ref reader, out var type, out var id);
            if (included.TryFind(document, type, id, out _))
                return true;
        }

        return false;
    }

    private static void ReadIdentifier(scoped ref JsonCursor reader, out ReadOnlySpan<byte> type, out ReadOnlySpan<byte> id)
    {
        type = id = default;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isType = reader.ValueTextEquals("type"u8);
            var isId = reader.ValueTextEquals("id"u8);
            reader.Read();
            if (isType && reader.TokenType == JsonTokenType.String)
                type = reader.Utf8();
            else if (isId && reader.TokenType == JsonTokenType.String)
                id = reader.Utf8();
            else
                reader.Skip();
        }
    }

    private static ReadOnlySpan<byte> Join(scoped ReadOnlySpan<byte> name, ReadOnlySpan<byte> suffix, Span<byte> buffer)
    {
        name.CopyTo(buffer);
        suffix.CopyTo(buffer[name.Length..]);
        return buffer[..(name.Length + suffix.Length)];
    }

    // policy-checks is policy_check_ids and policies is policy_ids, as the arguments that set relationships are called.
    private static ReadOnlySpan<byte> Ids(scoped ReadOnlySpan<byte> name, Span<byte> buffer) =>
        name.EndsWith("ies"u8) ? Join(name[..^3], "y_ids"u8, buffer)
        : name.EndsWith("s"u8) ? Join(name[..^1], "_ids"u8, buffer)
        : Join(name, "_ids"u8, buffer);

    // Whether a relationship's name says which type it points to: current_run says runs. Who did something is a user,
    // unless the row says that it was a run or a team.
    private static bool Tells(scoped ReadOnlySpan<byte> name, scoped ReadOnlySpan<byte> type)
    {
        if (name.EndsWith("_by"u8) && type.SequenceEqual("users"u8))
            return true;
        var last = type[(type.LastIndexOf((byte)'-') + 1)..];
        if (last.EndsWith("ies"u8))
            return name.EndsWith(last[..^3]) || (name.EndsWith("y"u8) && name[..^1].EndsWith(last[..^3]));
        return name.EndsWith(last) || (last.EndsWith("s"u8) && name.EndsWith(last[..^1]));
    }

    // The length and the first letter tell nearly all names apart; names that end otherwise have no bit.
    private static ulong NameBit(ReadOnlySpan<byte> name) =>
        name.EndsWith("_id"u8) || name.EndsWith("_ids"u8) || name.EndsWith("_type"u8) ? 1UL << ((name.Length * 7) + name[0]) : 0;

    // JSON:API forbids an attribute and a relationship of one name, but not an attribute "run-id" beside a relationship
    // "run". The attribute was first.
    private ref struct TakenNames(JsonCursor attributes, ulong idNames)
    {
        // Reading the attributes again is quicker than a table of them, for the few relationships that an API has.
        private const int MaxReads = 8;

        private readonly JsonCursor attributes = attributes;
        private int reads;
        private HashSet<string>? names;

        public bool Has(scoped ReadOnlySpan<byte> name)
        {
            if ((idNames & NameBit(name)) == 0)
                return false;
            if (names is null && ++reads > MaxReads)
                names = Read();
            return names?.Contains(Encoding.UTF8.GetString(name)) ?? IsAttribute(name);
        }

        private readonly bool IsAttribute(scoped ReadOnlySpan<byte> name)
        {
            var reader = attributes;
            Span<byte> buffer = stackalloc byte[SnakeCase.BufferLength];
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var attribute = SnakeCase.Convert(reader.Utf8(), buffer);
                reader.Read();
                if (attribute.SequenceEqual(name) && reader.TokenType != JsonTokenType.Null)
                    return true;
                reader.Skip();
            }

            return false;
        }

        private readonly HashSet<string> Read()
        {
            var found = new HashSet<string>(StringComparer.Ordinal);
            var reader = attributes;
            Span<byte> buffer = stackalloc byte[SnakeCase.BufferLength];
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var attribute = Encoding.UTF8.GetString(SnakeCase.Convert(reader.Utf8(), buffer));
                reader.Read();
                if (reader.TokenType != JsonTokenType.Null)
                    found.Add(attribute);
                reader.Skip();
            }

            return found;
        }
    }
}
