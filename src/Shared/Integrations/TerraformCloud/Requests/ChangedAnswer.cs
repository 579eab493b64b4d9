using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.JsonApi;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using static ServerlessMcp.Integrations.TerraformCloud.Requests.ShownMembers;

namespace ServerlessMcp.Integrations.TerraformCloud.Requests;

/// <summary>What the answer to a change shows of the values that were asked for.</summary>
internal sealed class ChangedAnswer
{
    // Arguments that the answer shows under another name: the tool's name and the argument's, and where it stands.
    private static readonly Dictionary<(string Tool, string Argument), string> Elsewhere = new()
    {
        [("hashicorp_terraform_cloud_workspaces_lock", "reason")] = "attributes.locked-reason",
        [("hashicorp_terraform_cloud_workspaces_assign_ssh_key", "ssh_key_id")] = "relationships.ssh-key.data.id",
    };

    private readonly TerraformTool tool;
    private readonly JsonElement root;
    private readonly JsonElement resource;
    private readonly JsonElement[]? rows;

    public ChangedAnswer(TerraformTool tool, JsonElement root)
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
                || AttributionMark.IsAll(tool, argument, value) || AttributionMark.IsBehind(tool, argument, value, shown);
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

        return IsHidden(argument, shown) || AttributionMark.IsAll(tool, argument, value)
            || SameValue.Is(OnTheWire(argument, value), shown, IsExact, ShownRecord.IsVerbatim(argument.WireName, argument))
            || AttributionMark.IsBehind(tool, argument, value, shown);
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
        return whole.Length < sent.Length || sent.All(record => whole.Any(one => ShownRecord.Is(argument, record, one)));
    }

    private bool HasRows(Argument argument, JsonElement value)
    {
        if (rows is null || value.ValueKind != JsonValueKind.Array || IsPart())
        {
            return true;
        }

        return argument.Kind == JsonKind.RecordList
            ? OnTheWire(argument, value).EnumerateArray().All(record => rows.Any(row => ShownRecord.Is(argument, record, row)))
            : value.EnumerateArray().All(id => rows.Any(row => IdOf(row) == id.ToString()));
    }

    // Of one page of several not all is known.
    private bool IsPart() => TryFind(root, "meta.pagination.next-page", out var next)
        && next.ValueKind is JsonValueKind.Number or JsonValueKind.String;
}
