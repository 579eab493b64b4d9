using ServerlessMcp.Accounts;
using ServerlessMcp.Integrations.TerraformCloud.Client;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Integrations.TerraformCloud.JsonApi;

namespace ServerlessMcp.Integrations.TerraformCloud.Scope;

/// <summary>
/// Decides whether a resource lies in a URL's scope, by tracing it to its workspace or project with the API's own
/// answers. It says yes only to what it has seen proven; an owner that is missing, not found or of an unexpected shape
/// is a no. For one call: what it has read of workspaces and projects is forgotten with it.
/// </summary>
internal sealed class ScopeJudge(IReadOnlyList<AccessScope> scopes, TerraformSession api, OwnerCache owners)
{
    /// <summary>The most requests of one call that only find out whose something is. Past them the answer is no.</summary>
    public const int MaxReads = 50;

    // The longest way there is: an outcome of a task result, its result, stage, run, workspace.
    private const int MaxSteps = 8;

    private static readonly SearchValues<char> IdCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    private readonly Dictionary<(string Type, string Id), bool> verdicts = [];
    private readonly Dictionary<string, ScopedWorkspace> workspaces = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> projectNames = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JsonElement?> documents = new(StringComparer.Ordinal);
    private int missedProjects;

    /// <summary>The organization that names of workspaces and projects belong to; null, and then nothing is in scope,
    /// if the account has none.</summary>
    public string? Organization => api.Account.Organization;

    /// <summary>Whether <see cref="MaxReads"/> was reached.</summary>
    public bool IsExhausted { get; private set; }

    /// <summary>The workspaces and projects that were found to be in scope.</summary>
    public IReadOnlyList<string> Proven => [
        .. verdicts.Where(pair => pair.Value && pair.Key.Type is "workspaces" or "projects")
            .Select(pair => pair.Key.Id)];

    /// <summary>Whether it has been found to be in scope already. Asks nobody.</summary>
    public bool IsKnown(string type, string id) => verdicts.GetValueOrDefault((type, id));

    /// <summary>Whether the resource is in scope.</summary>
    /// <param name="type">Its JSON:API type.</param>
    /// <param name="id">Its id, as it came.</param>
    /// <param name="given">The value of another argument of the call: what a plan is proven by (<c>run_id</c>).</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ScopeUnknownException">The API could not say.</exception>
    public ValueTask<bool> IsInScopeAsync(
        string type, string id, Func<string, string?> given, CancellationToken cancellationToken) =>
        IsInScopeAsync(type, id, given, MaxSteps, cancellationToken);

    /// <summary>The id of the workspace of this name, in scope or not; null if there is none.</summary>
    public async ValueTask<string?> FindWorkspaceAsync(string name, CancellationToken cancellationToken)
    {
        var path =
            $"/organizations/{Uri.EscapeDataString(Organization!)}/workspaces/{Uri.EscapeDataString(name)}?include=project";
        return await ReadAsync(path, cancellationToken) is { } document
            && ResourceJson.Data(document).FirstOrDefault() is { ValueKind: JsonValueKind.Object } workspace
            ? ResourceJson.Text(workspace, "id")
            : null;
    }

    /// <summary>Whether a workspace or project that a document described is in scope; asks for no more than its
    /// project's name.</summary>
    public async ValueTask JudgeAsync(JsonElement resource, CancellationToken cancellationToken)
    {
        Learn(resource);
        if (ResourceJson.Identifier(resource) is ("workspaces" or "projects", { } id) identifier)
        {
            await IsInScopeAsync(identifier.Type, id, _ => null, cancellationToken);
        }
    }

    /// <summary>Takes note of what a resource in scope names as its own: a run its plan.</summary>
    public void NoteNamed(JsonElement resource)
    {
        if (ResourceJson.Identifier(resource) is not { } owner)
        {
            return;
        }

        foreach (var (rule, proof) in OwnerRules.NamedBy(owner.Type))
        {
            foreach (var (_, id) in ResourceJson.Related(resource, proof.Relationship!))
            {
                owners.Keep(api.Account, rule.Type, id, [owner]);
            }
        }
    }

    /// <summary>Notes that a resource, just read or made through one that is in scope, is so too.</summary>
    public void Accept(string type, string id) => verdicts.TryAdd((type, id), true);

    /// <summary>Whether the scopes reach projects as a whole.</summary>
    public bool HasWholeProjects => scopes.All(scope => scope.HasWholeProjects);

    /// <summary>The only project that the scopes reach, if they name exactly one; null if they reach none, several, or
    /// those of a glob.</summary>
    public async ValueTask<string?> OnlyProjectAsync(CancellationToken cancellationToken)
    {
        if (scopes.FirstOrDefault(scope => scope.Projects.Count == 1) is not { Projects: [var entry] })
        {
            return null;
        }

        if (TerraformForm.IsId(entry, "prj-"))
        {
            return entry;
        }

        if (entry.AsSpan().ContainsAny('*', '?', ','))
        {
            return null;
        }

        var path =
            $"/organizations/{Uri.EscapeDataString(Organization!)}/projects?filter%5Bnames%5D={Uri.EscapeDataString(entry)}&page%5Bsize%5D=100";
        return await ReadAsync(path, cancellationToken) is { } document
            ? ResourceJson.Data(document)
            .Where(project => projectNames.GetValueOrDefault(ResourceJson.Text(project, "id") ?? "") == entry)
                .Select(project => ResourceJson.Text(project, "id")).FirstOrDefault()
            : null;
    }

    private async ValueTask<bool> IsInScopeAsync(
        string type, string id, Func<string, string?> given, int steps, CancellationToken cancellationToken)
    {
        if (verdicts.TryGetValue((type, id), out var known))
        {
            return known;
        }

        if (steps == 0 || Organization is null || !scopes.All(scope => scope.Narrows) || !IsId(id))
        {
            return false;
        }

        var verdict = type switch
        {
            "workspaces" => await JudgeWorkspaceAsync(id, cancellationToken),
            "projects" => await JudgeProjectAsync(id, cancellationToken),
            _ => OwnerRules.Of(type) is { } rule && await JudgeOwnedAsync(rule, id, given, steps, cancellationToken),
        };
        if (verdict || type is "workspaces" or "projects")
        {
            verdicts[(type, id)] = verdict;
        }

        return verdict;
    }

    private async ValueTask<bool> JudgeWorkspaceAsync(string id, CancellationToken cancellationToken)
    {
        if (scopes.All(scope => scope is { Projects.Count: 0, Tags.Count: 0 } && TerraformForm.IsId(id, "ws-")
            && scope.Workspaces.Contains(id)))
        {
            return true;
        }

        if (!workspaces.ContainsKey(id))
        {
            await ReadAsync($"/workspaces/{id}?include=project", cancellationToken);
        }

        if (!workspaces.TryGetValue(id, out var facts) || facts.Organization != Organization
            || !scopes.All(scope => scope.HasWorkspace(id, facts.Name) && scope.HasTag(facts.Tags)))
        {
            return false;
        }

        return scopes.All(scope => scope.Projects.Count == 0)
            || (facts.ProjectId is { } project && await IsProjectNamedAsync(project, cancellationToken));
    }

    private async ValueTask<bool> JudgeProjectAsync(string id, CancellationToken cancellationToken) =>
        HasWholeProjects && await IsProjectNamedAsync(id, cancellationToken);

    private async ValueTask<bool> IsProjectNamedAsync(string id, CancellationToken cancellationToken)
    {
        if (!IsId(id))
        {
            return false;
        }

        if (scopes.All(scope => scope.Projects.Count == 0 || (TerraformForm.IsId(id, "prj-") && scope.Projects.Contains(id))))
        {
            return true;
        }

        // One is read by its id; from the second on, a page of the organization's projects is cheaper.
        if (!projectNames.ContainsKey(id))
        {
            await ReadAsync(missedProjects++ == 1
                ? $"/organizations/{Uri.EscapeDataString(Organization!)}/projects?page%5Bsize%5D=100"
                : $"/projects/{id}", cancellationToken);
        }

        if (!projectNames.ContainsKey(id))
        {
            await ReadAsync($"/projects/{id}", cancellationToken);
        }

        return projectNames.TryGetValue(id, out var name) && scopes.All(scope => scope.HasProject(id, name));
    }

    private async ValueTask<bool> JudgeOwnedAsync(
        OwnerRule rule, string id, Func<string, string?> given, int steps, CancellationToken cancellationToken)
    {
        var those = owners.Find(api.Account, rule.Type, id);
        if (those is null && rule is { Path: { } path, Owners.Count: > 0 })
        {
            those = await ReadOwnersAsync(rule, path, id, cancellationToken);
            if (those is not null && rule.IsFixed)
            {
                owners.Keep(api.Account, rule.Type, id, those);
            }
        }

        if (those is not null)
        {
            foreach (var (type, owner) in those)
            {
                if (!await IsInScopeAsync(type, owner, given, steps - 1, cancellationToken))
                {
                    return false;
                }
            }

            return those.Count > 0;
        }

        foreach (var proof in rule.Proofs)
        {
            if (given(proof.Argument) is { } owner
                && await IsInScopeAsync(proof.Type, owner, given, steps - 1, cancellationToken)
                && await NamesAsync(rule, proof, owner, id, cancellationToken))
            {
                owners.Keep(api.Account, rule.Type, id, [(proof.Type, owner)]);
                return true;
            }
        }

        return false;
    }

    private async ValueTask<IReadOnlyList<(string Type, string Id)>?> ReadOwnersAsync(
        OwnerRule rule, string path, string id, CancellationToken cancellationToken)
    {
        if (await ReadAsync(path.Replace("{id}", id, StringComparison.Ordinal), cancellationToken) is not { } document
            || ResourceJson.Data(document).FirstOrDefault() is not { ValueKind: JsonValueKind.Object } resource
            || ResourceJson.Text(resource, "id") != id)
        {
            return null;
        }

        return Owners(rule, resource);
    }

    /// <summary>The owners that a resource's document names; null if one is missing, or is of a type that it may not
    /// be.</summary>
    public static IReadOnlyList<(string Type, string Id)>? Owners(OwnerRule rule, JsonElement resource)
    {
        var those = new List<(string Type, string Id)>(rule.Owners.Count);
        foreach (var owner in rule.Owners)
        {
            var related = owner.Otherwise.Prepend(owner.Relationship)
                .Select(name => ResourceJson.Related(resource, name).ToArray())
                .FirstOrDefault(found => found.Length > 0);
            if (related is not [var one] || !owner.Types.Contains(one.Type))
            {
                return null;
            }

            those.Add(one);
        }

        return those;
    }

    private async ValueTask<bool> NamesAsync(
        OwnerRule rule, OwnerProof proof, string owner, string id, CancellationToken cancellationToken)
    {
        var path = proof.Path.Replace("{owner}", owner, StringComparison.Ordinal).Replace("{id}", id, StringComparison.Ordinal);
        if (await ReadAsync(path, cancellationToken) is not { } document)
        {
            return false;
        }

        if (proof.Path.Contains("{id}", StringComparison.Ordinal))
        {
            return ResourceJson.Data(document).FirstOrDefault() is { ValueKind: JsonValueKind.Object } read
                && ResourceJson.Text(read, "id") == id
                && Owners(rule, read)?.Contains((proof.Type, owner)) == true;
        }

        return proof.Relationship is { } relationship
            ? ResourceJson.Data(document)
            .Any(naming => ResourceJson.Text(naming, "id") == owner
                && ResourceJson.Related(naming, relationship).Any(named => named.Id == id))
            : ResourceJson.Data(document).Any(listed => ResourceJson.Text(listed, "id") == id);
    }

    // A path from /api/v2 on. Null for whatever is not a document: outside, missing and malformed are one.
    internal async ValueTask<JsonElement?> ReadAsync(string path, CancellationToken cancellationToken)
    {
        if (documents.TryGetValue(path, out var known))
        {
            return known;
        }

        if (documents.Count >= MaxReads)
        {
            IsExhausted = true;
            return null;
        }

        using var response = await api.ProbeAsync(TerraformClient.Prefix + path, cancellationToken);
        if (response.Status is 401 or 408 or 429 or >= 500)
        {
            throw new ScopeUnknownException(response.Status, response.RateLimit.ResetSeconds);
        }

        var document = response.IsSuccess ? Parse(response.Body) : null;
        documents.Add(path, document);
        if (document is { } read)
        {
            foreach (var resource in ResourceJson.Data(read).Concat(ResourceJson.Included(read)))
            {
                Learn(resource);
            }
        }

        return document;
    }

    // The first word of a call counts: what it has been judged by does not change under it.
    private void Learn(JsonElement resource)
    {
        if (ResourceJson.Identifier(resource) is not { } identifier)
        {
            return;
        }

        if (identifier.Type == "workspaces" && ScopedWorkspace.Of(resource) is { } facts)
        {
            workspaces.TryAdd(identifier.Id, facts);
        }
        else if (identifier.Type == "projects" && resource.TryGetProperty("attributes", out var attributes)
            && ResourceJson.Text(attributes, "name") is { } name
            && ResourceJson.RelatedId(resource, "organization") == Organization)
        {
            projectNames.TryAdd(identifier.Id, name);
        }
    }

    internal static JsonElement? Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body.Span, new JsonReaderOptions { MaxDepth = ResourceReader.MaxDepth });
            return JsonElement.ParseValue(ref reader);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // Ids of records are not checked by any form before they come here, and they go into a path.
    private static bool IsId(string id) => id.Length is > 0 and <= 256 && !id.AsSpan().ContainsAnyExcept(IdCharacters);
}
