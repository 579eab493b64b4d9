using ServerlessMcp.Catalog;
using ServerlessMcp.Exposure;
using ServerlessMcp.Integrations.TerraformCloud.Client;
using ServerlessMcp.Integrations.TerraformCloud.JsonApi;
using ServerlessMcp.Integrations.TerraformCloud.Model;

namespace ServerlessMcp.Integrations.TerraformCloud.Scope;

/// <summary>
/// Puts ids in the place of the names that a call has for them, before anything is proven or sent. It asks past the
/// scope, and says yes only to what the scope reaches: a name of something else reads as one that does not exist. What
/// it finds is proven afterwards like any id that was given.
/// </summary>
internal sealed class GivenNames(TerraformCall call, NameCache known)
{
    /// <summary>The most names of one call: each may cost a request.</summary>
    public const int MostNames = 20;

    // 500 of a kind that the API finds by a part of the name; more have no name in common.
    private const int MostPages = 5;

    private readonly TerraformTool tool = call.Tool;
    private readonly ScopeGuard? guard = call.Api.Guard as ScopeGuard;
    private readonly Dictionary<string, List<(string Name, string Id, JsonElement Resource)>> read = [];
    private int names;

    /// <summary>The arguments with ids alone.</summary>
    /// <exception cref="NameRefusedException">A name is nobody's, or several have it.</exception>
    /// <exception cref="OutOfScopeException">It is nothing that the URL reaches.</exception>
    /// <exception cref="ScopeUnknownException">The API could not say.</exception>
    public async Task<ToolArguments> ResolveAsync(CancellationToken cancellationToken)
    {
        var arguments = call.Arguments;
        foreach (var argument in tool.Arguments)
        {
            if (!arguments.TryGet(argument.Name, out var value))
            {
                continue;
            }

            if (argument.NameOf is { } type && IsName(argument, value))
            {
                var ids = new List<string>();
                foreach (var text in Texts(value))
                {
                    ids.Add(argument.Form!.FitsId(text) ? text
                        : await FindAsync(arguments, argument, type, text, cancellationToken));
                }

                arguments = arguments.WithIds(new Dictionary<string, JsonElement>
                {
                    [argument.Name] = value.ValueKind == JsonValueKind.Array
                        ? ArgumentValue.FromTexts(ids) : ArgumentValue.FromText(ids[0]),
                });
            }
            else if (argument.Members.FirstOrDefault(member => member.NameOf is not null) is { } id
                && value.EnumerateArray().Any(record => IsName(id, record.GetProperty(id.Name))))
            {
                arguments = arguments.With(argument.Name, await RecordsAsync(arguments, argument, id, value, cancellationToken));
            }
        }

        return arguments;
    }

    // Records that have a name where their id belongs, with the id.
    private async Task<JsonElement> RecordsAsync(
        ToolArguments arguments, Argument argument, Argument id, JsonElement records, CancellationToken cancellationToken)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartArray();
            var number = 0;
            foreach (var record in records.EnumerateArray())
            {
                var text = record.GetProperty(id.Name).GetString()!;
                var found = id.Form!.FitsId(text) ? text : await FindAsync(
                    arguments, argument, id.NameOf!, text, cancellationToken, $"{argument.Name}[{number}].{id.Name}");
                writer.WriteStartObject();
                writer.WriteString(id.Name, found);
                foreach (var member in record.EnumerateObject().Where(member => member.Name != id.Name))
                {
                    member.WriteTo(writer);
                }

                writer.WriteEndObject();
                number++;
            }

            writer.WriteEndArray();
        }

        return JsonElement.Parse(buffer.WrittenSpan);
    }

    /// <summary>The names, with ids, that are near to what an argument named and that this URL may see; none where it
    /// named an id. They depend on what was given and on what the URL reaches, and on nothing else.</summary>
    public async Task<IReadOnlyList<(string Name, string Id)>> NearAsync(string? name, CancellationToken cancellationToken)
    {
        var argument = ToolScope.Of(tool).Arguments.FirstOrDefault(each => each.Argument.Name == name);
        var isWorkspaceName = argument?.Role == ArgumentRole.WorkspaceName;
        if (argument is null || (argument.Argument.NameOf ?? (isWorkspaceName ? "workspaces" : null)) is not { } type
            || NamedKind.Of(tool, type) is not { } kind || !call.Arguments.TryGet(argument.Argument.Name, out var value)
            || Texts(value).FirstOrDefault(text => isWorkspaceName || !argument.Argument.Form!.FitsId(text)) is not { } given)
        {
            return [];
        }

        return await NearAsync(kind, given, call.Arguments, cancellationToken);
    }

    private async Task<IReadOnlyList<(string Name, string Id)>> NearAsync(
        NamedKind kind, string given, ToolArguments arguments, CancellationToken cancellationToken)
    {
        if (!MaySee(kind) || PathOf(kind, arguments) is not { } path)
        {
            return [];
        }

        var rows = await RowsAsync(path, kind, null, cancellationToken);
        var near = NearestName.Several(given, [.. rows.Select(row => row.Name).Distinct()], rows.Count);
        var seen = new List<(string Name, string Id)>();
        foreach (var row in near.SelectMany(one => rows.Where(row => row.Name == one)))
        {
            if (seen.Count < 5 && await IsReachedAsync(kind, row.Resource, cancellationToken))
            {
                seen.Add((row.Name, row.Id));
            }
        }

        return seen;
    }

    /// <summary>Those of a kind that this URL may see and whose names are this one but for upper and lower case.</summary>
    public async Task<IReadOnlyList<(string Name, string Id)>> AllButCaseAsync(
        string type, string name, CancellationToken cancellationToken)
    {
        if (NamedKind.Of(tool, type) is not { } kind || !MaySee(kind) || PathOf(kind, call.Arguments) is not { } path)
        {
            return [];
        }

        var found = new List<(string Name, string Id)>();
        foreach (var row in await RowsAsync(path, kind, null, cancellationToken))
        {
            if (row.Name.Equals(name, StringComparison.OrdinalIgnoreCase)
                && await IsReachedAsync(kind, row.Resource, cancellationToken))
            {
                found.Add((row.Name, row.Id));
            }
        }

        return found;
    }

    private static bool IsName(Argument argument, JsonElement value)
    {
        var form = argument.Form!;
        return Texts(value).Any(text => !form.FitsId(text));
    }

    private static IEnumerable<string> Texts(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => [value.GetString()!],
        JsonValueKind.Array => value.EnumerateArray().Where(one => one.ValueKind == JsonValueKind.String)
            .Select(one => one.GetString()!),
        _ => [],
    };

    // The place is where in the argument the name stands, if it is not all of it.
    private async Task<string> FindAsync(
        ToolArguments arguments, Argument argument, string type, string text, CancellationToken cancellationToken,
        string? place = null)
    {
        if (++names > MostNames)
        {
            throw new NameRefusedException(ToolError.BadArguments(
                [new(argument.Name, "more names than a call may look up", $"at most {MostNames} names, else ids")]));
        }

        var kind = NamedKind.Of(tool, type)!;
        await VetAsync(argument, kind, arguments, cancellationToken);
        argument = place is null ? argument : argument with { Name = place };
        var path = PathOf(kind, arguments) ?? throw new NameRefusedException(ToolError.BadArguments(
            [new(argument.Name, $"the name '{ArgumentWords.Excerpt(text)}'",
                "its id: this account has no organization in which a name could be looked up")]));
        if (type == "runs")
        {
            return await CurrentRunAsync(argument, kind, path, text, arguments, cancellationToken);
        }

        var url = call.Call.Admission.Server.Id;
        if (tool.Effect == Effect.Read && known.Find(url, path, text) is { } remembered)
        {
            return remembered;
        }

        var found = kind == NamedKind.Workspaces
            ? await ReadAsync($"{path}/{Uri.EscapeDataString(text)}?include=project", cancellationToken) is { } document
                ? ResourceJson.Data(document).Where(one => ResourceJson.Text(one, "id") is not null).Take(1).ToList() : []
            : (await RowsAsync(path, kind, text, cancellationToken)).Where(row => row.Name == text)
                .Select(row => row.Resource).ToList();
        var reached = new List<JsonElement>();
        foreach (var one in found)
        {
            if (await IsReachedAsync(kind, one, cancellationToken))
            {
                reached.Add(one);
            }
        }

        if (reached.Count != 1)
        {
            throw reached.Count == 0 ? await NobodysAsync(argument, kind, text, arguments, cancellationToken)
                : new NameRefusedException(NameAnswer.Ambiguous(argument, kind, text, reached));
        }

        var id = ResourceJson.Text(reached[0], "id")!;
        known.Keep(url, path, text, id);
        return id;
    }

    // What a workspace is doing, or did last: never remembered.
    private async Task<string> CurrentRunAsync(
        Argument argument, NamedKind kind, string path, string text, ToolArguments arguments,
        CancellationToken cancellationToken)
    {
        var document = await ReadAsync(
            ArgumentForms.IsIdOf("workspace_id", text) ? $"/workspaces/{text}?include=project"
                : $"{path}/{Uri.EscapeDataString(text)}?include=project", cancellationToken);
        var workspace = document is { } read ? ResourceJson.Data(read).FirstOrDefault() : default;
        if (workspace.ValueKind != JsonValueKind.Object || !await IsReachedAsync(kind, workspace, cancellationToken))
        {
            throw await NobodysAsync(argument, kind, text, arguments, cancellationToken);
        }

        return ResourceJson.RelatedId(workspace, "current-run") ?? ResourceJson.RelatedId(workspace, "latest-run")
            ?? throw new NameRefusedException(NameAnswer.NoRun(argument, text));
    }

    // By arguments with the ids that were found so far: a variable is looked for in a workspace that is named, too.
    private async Task<Exception> NobodysAsync(
        Argument argument, NamedKind kind, string text, ToolArguments arguments, CancellationToken cancellationToken) =>
        guard is not null ? new OutOfScopeException(argument.Name)
            : new NameRefusedException(NameAnswer.Nobodys(
                argument, kind, text, Organization(arguments), await NearAsync(kind, text, arguments, cancellationToken)));

    // What a scope does not let an id name, it lets no name name; and what a name is looked up in has to be proven first.
    private async Task VetAsync(
        Argument argument, NamedKind kind, ToolArguments arguments, CancellationToken cancellationToken)
    {
        if (guard is null)
        {
            return;
        }

        var row = ToolScope.Of(tool);
        if (arguments.Text("organization_name") is { } organization && organization != guard.Judge.Organization)
        {
            throw new OutOfScopeException("organization_name");
        }

        if (row.Arguments.First(each => each.Argument == argument).Role == ArgumentRole.Organization
            && row.Reach != ToolReach.Organization)
        {
            throw new OutOfScopeException(argument.Name);
        }

        foreach (var parent in row.Arguments.Where(
            each => kind.Type == "vars" && kind.List.Contains($"{{{each.Argument.Name}}}", StringComparison.Ordinal)))
        {
            if (parent.Role == ArgumentRole.Resource ? parent.Rule is not { } rule
                || !await guard.Judge.IsInScopeAsync(rule.Type, arguments.Text(parent.Argument.Name)!, _ => null, cancellationToken)
                : row.Reach != ToolReach.Organization)
            {
                throw new OutOfScopeException(parent.Argument.Name);
            }
        }
    }

    // Variables are proven with what they stand in, and what belongs to the organization has no proof.
    private async ValueTask<bool> IsReachedAsync(NamedKind kind, JsonElement resource, CancellationToken cancellationToken) =>
        guard is null || kind.Type == "vars" || OwnerRules.Of(kind.Type) is not { } rule
        || (ResourceJson.Text(resource, "id") is { } id
            && await guard.Judge.IsInScopeAsync(rule.Type, id, _ => null, cancellationToken));

    // Whether the URL has the list in which the names stand; of what no scope holds, nothing is told under one.
    private bool MaySee(NamedKind kind) =>
        (guard is null || kind.Type == "vars" ? guard is null : OwnerRules.Of(kind.Type) is not null)
        && call.Call.Filter.Catalog.All.OfType<TerraformTool>().Any(
            row => row.Method == ToolMethod.List && row.Path == kind.List && call.Call.Filter.Allows(row));

    private string? Organization(ToolArguments arguments) => guard is not null ? guard.Judge.Organization
        : arguments.Text("organization_name") ?? call.Api.Account.Organization;

    // From /api/v2 on; null where there is no organization.
    private string? PathOf(NamedKind kind, ToolArguments arguments)
    {
        var path = new StringBuilder();
        foreach (var part in kind.List.Split('{'))
        {
            var close = part.IndexOf('}', StringComparison.Ordinal);
            if (close >= 0)
            {
                var name = part[..close];
                if ((name == "organization_name" ? Organization(arguments) : arguments.Text(name)) is not { } text)
                {
                    return null;
                }

                path.Append(Uri.EscapeDataString(text));
            }

            path.Append(part[(close + 1)..]);
        }

        return path.ToString();
    }

    // All rows, or those that the API finds by the text.
    private async Task<List<(string Name, string Id, JsonElement Resource)>> RowsAsync(
        string path, NamedKind kind, string? text, CancellationToken cancellationToken)
    {
        var filter = text is not null && kind.Filter is { } by
            ? $"&{Uri.EscapeDataString(by)}={Uri.EscapeDataString(text)}" : "";
        if (read.TryGetValue(path + filter, out var rows))
        {
            return rows;
        }

        rows = [];
        for (var page = 1; page <= MostPages; page++)
        {
            var number = page == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"&page%5Bnumber%5D={page}");
            if (await ReadAsync($"{path}?page%5Bsize%5D=100{number}{filter}", cancellationToken) is not { } document)
            {
                break;
            }

            var data = ResourceJson.Data(document).ToArray();
            var before = rows.Count;
            foreach (var one in data)
            {
                if (ResourceJson.Text(one, "id") is { } id && one.TryGetProperty("attributes", out var attributes)
                    && ResourceJson.Text(attributes, kind.Attribute) is { } name && rows.All(row => row.Id != id))
                {
                    rows.Add((name, id, one));
                }
            }

            // A server that does not page answers the same page for ever.
            if (data.Length < 100 || rows.Count == before)
            {
                break;
            }
        }

        read[path + filter] = rows;
        return rows;
    }

    // Null for whatever is no document.
    private async ValueTask<JsonElement?> ReadAsync(string path, CancellationToken cancellationToken)
    {
        if (guard is not null)
        {
            return await guard.Judge.ReadAsync(path, cancellationToken);
        }

        using var response = await call.Api.ProbeAsync(TerraformClient.Prefix + path, cancellationToken);
        return response.Status is 401 or 408 or 429 or >= 500
            ? throw new ScopeUnknownException(response.Status, response.RateLimit.ResetSeconds) { IsOfName = true }
            : response.IsSuccess ? ScopeJudge.Parse(response.Body) : null;
    }
}
