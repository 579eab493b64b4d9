using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.JsonApi;
using ServerlessMcp.Integrations.TerraformCloud.Model;

namespace ServerlessMcp.Integrations.TerraformCloud.Requests;

/// <summary>
/// What a change asked for and its answer shows otherwise. A server may accept a change and take half of it: another
/// product with this API, an older version, a setting that a plan of the organization does not have. What the answer
/// does not show says nothing, and neither does what it never shows, a secret.
/// </summary>
internal static class NotTaken
{
    // Arguments that the answer shows under another name: the tool's name and the argument's, and where it stands.
    private static readonly Dictionary<(string Tool, string Argument), string> Elsewhere = new()
    {
        [("hashicorp_terraform_cloud_workspaces_lock", "reason")] = "attributes.locked-reason",
        [("hashicorp_terraform_cloud_workspaces_assign_ssh_key", "ssh_key_id")] = "relationships.ssh-key.data.id",
    };

    private static readonly HashSet<string> Verbatim = new(StringComparer.Ordinal)
        { "name", "key", "value", "description", "message", "body", "reason", "comment" };

    /// <summary>The names of the arguments that were given and not taken, in the order of the row.</summary>
    /// <exception cref="JsonException">The document is malformed.</exception>
    public static IReadOnlyList<string> Of(ToolArguments arguments, ReadOnlySpan<byte> document)
    {
        var tool = arguments.Row;
        if (tool.Effect == Effect.Read || tool.Shape is not (ResponseShape.Single or ResponseShape.Collection)
            || document.IsEmpty)
        {
            return [];
        }

        var reader = new Utf8JsonReader(document, ResourceReader.ReaderOptions);
        var root = JsonElement.ParseValue(ref reader);
        var answer = new Answer(tool, root);
        return [.. tool.Arguments.Where(
            argument => arguments.IsGiven(argument.Name) && arguments.TryGet(argument.Name, out var value)
                && !answer.Has(argument, value)).Select(argument => argument.Name)];
    }

    private sealed class Answer
    {
        private readonly TerraformTool tool;
        private readonly JsonElement root;
        private readonly JsonElement resource;
        private readonly JsonElement[]? rows;

        public Answer(TerraformTool tool, JsonElement root)
        {
            (this.tool, this.root) = (tool, root);
            var data = SameValue.TryGet(root, ResourceReader.Data, out var found) ? found : tool.WholeBy is not null
                ? root : default;
            if (data.ValueKind == JsonValueKind.Array)
            {
                rows = [.. data.EnumerateArray()];
                resource = rows is [var only] ? only : default;
            }
            else
            {
                resource = data;
            }
        }

        // An update sets a list as a whole; a creation may come with more than was asked for, and an addition leaves
        // what was there.
        private bool IsExact => tool.Method == ToolMethod.Update;

        public bool Has(Argument argument, JsonElement value)
        {
            if (value.ValueKind == JsonValueKind.Null)
            {
                return true;
            }

            if (Elsewhere.TryGetValue((tool.Name, argument.Name), out var path))
            {
                return !TryFind(resource, path, out var shown) || SameValue.Is(value, shown, IsExact, isVerbatim: true)
                    || IsOnlyMark(argument, value) || IsMarked(argument, value, shown);
            }

            return argument.Place switch
            {
                ArgumentPlace.Attribute => HasAttribute(argument, value, "attributes." + argument.WireName),
                ArgumentPlace.Root => HasAttribute(argument, value, "attributes." + WithoutData(argument.WireName))
                    && HasRoot(argument, value),
                ArgumentPlace.Relationship => HasRelationship(argument, value),
                ArgumentPlace.Identifiers => HasRows(argument, value),
                _ => true,
            };
        }

        private bool HasRoot(Argument argument, JsonElement value) =>
            argument.WireName.StartsWith("data.", StringComparison.Ordinal) || tool.WholeBy is not null
            ? HasAttribute(argument, value, WithoutData(argument.WireName)) : true;

        private bool HasAttribute(Argument argument, JsonElement value, string path)
        {
            if (!TryFind(resource, path, out var shown))
            {
                // A list of settings may be answered as a list of resources, each with one.
                return rows is null || argument.Kind != JsonKind.RecordList || HasRows(argument, value);
            }

            return IsHidden(argument, shown) || IsOnlyMark(argument, value)
                || SameValue.Is(OnTheWire(argument, value), shown, IsExact, IsVerbatim(argument.WireName, argument))
                || IsMarked(argument, value, shown);
        }

        // A secret may be shown as nothing, unless the resource says that it is none.
        private bool IsHidden(Argument argument, JsonElement shown)
        {
            var isNothing = shown.ValueKind == JsonValueKind.Null
                || (shown.ValueKind == JsonValueKind.String
                    && (shown.GetString() is "" || SameValue.IsMask(shown.GetString()!)));
            return argument.IsSecret && isNothing
                && !(TryFind(resource, "attributes.sensitive", out var sensitive)
                    && sensitive.ValueKind == JsonValueKind.False);
        }

        // The mark that a URL leaves in a text (ChangeAttribution) is ours: the caller asked for what stands before it,
        // or for nothing.
        private bool IsOnlyMark(Argument argument, JsonElement value) =>
            ChangeAttribution.IsMarked(tool, argument) && value.GetString() is { } text
            && text.StartsWith("(via ", StringComparison.Ordinal);

        private bool IsMarked(Argument argument, JsonElement value, JsonElement shown) =>
            ChangeAttribution.IsMarked(tool, argument) && shown.ValueKind == JsonValueKind.String
            && value.GetString()! is var text && text.LastIndexOf(" (via ", StringComparison.Ordinal) is var at and > 0
                && text[..at] == shown.GetString();

        private bool HasRelationship(Argument argument, JsonElement value)
        {
            if (!TryFind(resource, "relationships", out var relationships)
                || !SameValue.TryGet(relationships, argument.WireName, out var relationship)
                || !SameValue.TryGet(relationship, ResourceReader.Data, out var linked))
            {
                return true;
            }

            JsonElement[] shown = linked.ValueKind switch
            {
                JsonValueKind.Array => [.. linked.EnumerateArray()],
                JsonValueKind.Object => [linked],
                _ => [],
            };
            if (argument.Kind == JsonKind.RecordList)
            {
                return HasRecords(argument, value, shown);
            }

            var ids = shown.Select(IdOf).ToHashSet(StringComparer.Ordinal);
            string[] sent = value.ValueKind == JsonValueKind.Array
                ? [.. value.EnumerateArray().Select(id => id.ToString())] : [value.ToString()];
            var isShared = tool.Arguments.Count(
                other => other.Place == ArgumentPlace.Relationship && other.WireName == argument.WireName) > 1;
            return sent.All(ids.Contains) && (!IsExact || isShared || ids.Count <= sent.Distinct().Count());
        }

        // Resources that are made with this one have ids that nobody knew before. How many there are is shown, and what
        // is included shows more.
        private bool HasRecords(Argument argument, JsonElement value, JsonElement[] shown)
        {
            JsonElement[] sent = [.. OnTheWire(argument, value).EnumerateArray()];
            if (shown.Length < sent.Length)
            {
                return false;
            }

            JsonElement[] included = SameValue.TryGet(root, "included", out var all) && all.ValueKind == JsonValueKind.Array
                ? [.. all.EnumerateArray().Where(one => shown.Any(link => IdOf(link) is { } id && id == IdOf(one)))]
                : [];
            JsonElement[] whole = [.. shown.Concat(included).Where(one => SameValue.TryGet(one, "attributes", out _))];
            return whole.Length < sent.Length || sent.All(record => whole.Any(one => IsRecord(argument, record, one)));
        }

        private bool HasRows(Argument argument, JsonElement value)
        {
            if (rows is null || value.ValueKind != JsonValueKind.Array || IsPart())
            {
                return true;
            }

            return argument.Kind == JsonKind.RecordList
                ? OnTheWire(argument, value).EnumerateArray().All(record => rows.Any(row => IsRecord(argument, record, row)))
                : value.EnumerateArray().All(id => rows.Any(row => IdOf(row) == id.ToString()));
        }

        // What a person wrote comes back as it was written. Of tags the API writes names in lower case.
        private static bool IsVerbatim(string wireName, Argument argument) =>
            Verbatim.Contains(wireName[(wireName.LastIndexOf('.') + 1)..])
            && !argument.WireName.Contains("tag", StringComparison.Ordinal);

        // Of one page of several not all is known.
        private bool IsPart() => TryFind(root, "meta.pagination.next-page", out var next)
            && next.ValueKind is JsonValueKind.Number or JsonValueKind.String;

        private static bool IsRecord(Argument argument, JsonElement record, JsonElement row)
        {
            foreach (var member in record.EnumerateObject())
            {
                var isShown = member.Name == "id" ? SameValue.TryGet(row, "id", out var shown)
                    : TryFind(row, "attributes." + member.Name, out shown);
                if (isShown && !SameValue.IsMask(shown.ToString()) && !IsSensitive(row, member.Name)
                    && !SameValue.Is(member.Value, shown, isExact: false, IsVerbatim(member.Name, argument)))
                {
                    return false;
                }
            }

            return true;
        }

        private static bool IsSensitive(JsonElement row, string name) =>
            name == "value" && TryFind(row, "attributes.sensitive", out var sensitive)
            && sensitive.ValueKind == JsonValueKind.True;

        private static string? IdOf(JsonElement one) =>
            SameValue.TryGet(one, "id", out var id) && id.ValueKind == JsonValueKind.String ? id.GetString() : null;

        private static string WithoutData(string wireName) =>
            wireName.StartsWith("data.", StringComparison.Ordinal) ? wireName["data.".Length..] : wireName;

        // Records under the names that the API has for their members.
        private static JsonElement OnTheWire(Argument argument, JsonElement value)
        {
            if (argument.Kind is not (JsonKind.Record or JsonKind.RecordList))
            {
                return value;
            }

            var bytes = new ArrayBufferWriter<byte>(256);
            using (var writer = new Utf8JsonWriter(bytes))
            {
                AttributeTree.WriteValue(writer, argument, value);
            }

            return JsonElement.Parse(bytes.WrittenSpan);
        }

        // False where a part of the path is not shown; null in its middle is shown, as nothing.
        private static bool TryFind(JsonElement from, string path, out JsonElement found)
        {
            found = from;
            foreach (var name in path.Split('.'))
            {
                if (found.ValueKind == JsonValueKind.Null)
                {
                    return true;
                }

                if (!SameValue.TryGet(found, name, out found))
                {
                    return false;
                }
            }

            return true;
        }
    }
}
