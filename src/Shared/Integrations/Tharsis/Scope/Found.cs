using ServerlessMcp.Integrations.Tharsis.Client;

namespace ServerlessMcp.Integrations.Tharsis.Scope;

/// <summary>Finds a thing by its id, and proves that it lies in the URL's scope before any of it is given.</summary>
internal static class Found
{
    // What a model needs that was given an id of a form that there is not: the example of a product's page, most often.
    private const string RunForm =
        "A run's TRN is trn:run:<workspace path>/<id>, whose id begins with Ul8 and has about 50 characters; run-abc123 is a placeholder. " +
        "Find runs with [list_runs] (workspace: trn:workspace:my-org/my-workspace), workspaces with [get_workspaces]; the address " +
        "of a run's page has its id too.";

    /// <summary>The thing of an id.</summary>
    /// <param name="session">The API.</param>
    /// <param name="query">With <c>node(id:$id)</c>.</param>
    /// <param name="id">As it came.</param>
    /// <param name="noun">What it is called: <c>managed identity</c>.</param>
    /// <param name="verb">What failing is called: <c>get</c>, or <c>resolve</c> as Tharsis says of some.</param>
    /// <param name="types">The types that it may be of.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="variables">Further variables of the query.</param>
    public static async Task<JsonElement> AskAsync(
        TharsisSession session, TharsisQuery query, string id, string noun, string verb, IReadOnlyList<string> types,
        CancellationToken cancellationToken, Action<Utf8JsonWriter>? variables = null)
    {
        var prefix = $"failed to {verb} {noun} \"{id}\"";
        JsonElement data;
        try
        {
            data = await session.AskAsync(query, writer =>
            {
                writer.WriteString("id", id);
                variables?.Invoke(writer);
            }, cancellationToken);
        }
        catch (TharsisTroubleException trouble) when (trouble.Status is 400 or 404 && session.LastStatus is >= 200 and < 300)
        {
            if (session.Scopes.Count > 0 && !IsMalformed(trouble))
            {
                throw TharsisScope.Refusal(session.Scopes);
            }

            var said = trouble.Saying(prefix);
            throw noun == "run" && IsMalformed(trouble) ? Trouble.BadRequest(said.Message, RunForm) : said;
        }

        var node = JsonMembers.At(data, "node");
        var isThere = node.ValueKind == JsonValueKind.Object && types.Contains(JsonMembers.Text(node, "__typename"));
        if (session.Scopes.Count > 0)
        {
            Prove(session, isThere ? node : default);
        }

        if (!isThere)
        {
            throw Trouble.NotFound($"{prefix}: {noun} with {(TharsisId.PathOf(id) is null ? "id" : "TRN")} {id} not found");
        }

        return data;
    }

    // Of the form of the text alone: it tells nothing of what exists.
    private static bool IsMalformed(TharsisTroubleException trouble) =>
        trouble.Message.Contains("invalid identifier format", StringComparison.Ordinal)
        || trouble.Message.Contains("invalid id", StringComparison.OrdinalIgnoreCase);

    private static void Prove(TharsisSession session, JsonElement node)
    {
        var type = JsonMembers.Text(node, "__typename");
        var (path, isIn) = type switch
        {
            "Workspace" => OfWorkspace(JsonMembers.Text(node, "fullPath")),
            "Run" or "Job" => OfWorkspace(JsonMembers.Text(node, "workspace", "fullPath")),
            "Plan" or "Apply" => OfWorkspace(JsonMembers.Text(node, "currentJob", "workspace", "fullPath")),
            "Group" => OfGroup(JsonMembers.Text(node, "fullPath")),
            "ManagedIdentity" or "ServiceAccount" => OfGroup(JsonMembers.Text(node, "groupPath")),
            _ => (null, false),
        };
        if (!isIn)
        {
            throw TharsisScope.Refusal(session.Scopes);
        }

        session.Proven.Add(path!);

        (string?, bool) OfWorkspace(string? path) => (path, TharsisScope.HasWorkspace(session.Scopes, path));
        (string?, bool) OfGroup(string? path) => (path, TharsisScope.HasGroup(session.Scopes, path));
    }
}
