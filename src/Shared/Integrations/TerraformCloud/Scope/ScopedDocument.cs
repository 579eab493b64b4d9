using ServerlessMcp.Http;
using ServerlessMcp.Integrations.TerraformCloud.JsonApi;

namespace ServerlessMcp.Integrations.TerraformCloud.Scope;

/// <summary>
/// A document of the API without what lies outside of the scope: rows, mentions of workspaces, projects and runs in
/// relationships, included resources, and the counts that would tell how many of them there are.
/// </summary>
internal sealed class ScopedDocument
{
    // Always judged by their own id, wherever they are mentioned.
    private static readonly string[] Judged = ["workspaces", "projects", "stacks", "varsets"];

    // A run's or workspace's own runs; any other run that is mentioned may be another workspace's (triggering-run).
    private static readonly string[] OwnRuns = ["current-run", "latest-run", "run", "locked-by"];

    // The variables of a set that overwrites a workspace's, or is overwritten.
    private static readonly string[] OthersVariables = ["overwriter", "overwritten"];

    // Beside what has an owner, these are all that is shown because something includes it; the rest (an organization, a
    // team) is read by tools of its own.
    private static readonly string[] Includable = [
        "users", "ingress-attributes", "workspace-outputs", "workspace-readme", "workspace-comments", "tag-bindings",
        "effective-tag-bindings"];

    // What counts the whole organization.
    private static readonly (string Type, string Attribute)[] Counts =
        [("tags", "instance-count"), ("provider-sets", "workspace-count"), ("provider-sets", "project-count")];

    private readonly ScopeJudge judge;
    private readonly List<JsonElement> rows = [];
    private readonly List<JsonElement> included = [];
    private readonly HashSet<(string Type, string Id)> mentioned = [];

    // What says itself that it is another workspace's, whatever mentions it: a workspace is locked by a run of its own,
    // unless that run says otherwise.
    private readonly HashSet<(string Type, string Id)> foreign = [];
    private bool isArray;
    private bool isWholeCount = true;

    private ScopedDocument(ScopeJudge judge) => this.judge = judge;

    /// <summary>How many rows the document had.</summary>
    public int RowsRead { get; private set; }

    /// <summary>Whether a row is left.</summary>
    public bool HasRows => rows.Count > 0;

    /// <summary>The rows that are in scope, as they came.</summary>
    public IReadOnlyList<JsonElement> Rows => rows;

    /// <summary>The included resources, as they came; what no row mentions any more is left out when they are written.</summary>
    public IReadOnlyList<JsonElement> Included => included;

    /// <summary>What the document said about its page: <c>current-page</c>, <c>next-page</c>, <c>total-count</c>.</summary>
    public IReadOnlyDictionary<string, int> Pagination { get; private set; } = new Dictionary<string, int>();

    /// <summary>Whether <paramref name="root"/> is a document with <c>data</c>.</summary>
    public static bool Is(JsonElement root) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty("data", out var data)
        && data.ValueKind is JsonValueKind.Object or JsonValueKind.Array;

    /// <summary>Reads a document.</summary>
    /// <param name="root">For which <see cref="Is"/> holds.</param>
    /// <param name="ownership">What a row must show to be in scope.</param>
    /// <param name="judge">The judge of the call.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async ValueTask<ScopedDocument> ReadAsync(
        JsonElement root, RowOwnership ownership, ScopeJudge judge, CancellationToken cancellationToken)
    {
        var document = new ScopedDocument(judge) { isArray = root.GetProperty("data").ValueKind == JsonValueKind.Array };

        // What is included describes what rows mention, and saves asking for it.
        foreach (var resource in ResourceJson.Included(root))
        {
            await judge.JudgeAsync(resource, cancellationToken);
            document.included.Add(resource);
        }

        foreach (var row in ResourceJson.Data(root))
        {
            document.RowsRead++;
            await judge.JudgeAsync(row, cancellationToken);
            if (await document.IsInScopeAsync(row, ownership, cancellationToken))
            {
                document.rows.Add(row);
                judge.NoteNamed(row);
            }
        }

        document.AcceptIncluded();
        document.Pagination = Numbers(root);
        return document;
    }

    /// <summary>The document, again in the API's form.</summary>
    public ReadOnlyMemory<byte> ToBytes() => Write(rows, included, isArray, Kept(Pagination));

    /// <summary>A document of some of the rows.</summary>
    /// <param name="page">In the API's form, already read through here.</param>
    /// <param name="others">The included resources of all pages read.</param>
    /// <param name="pagination">What it says about its page.</param>
    public ReadOnlyMemory<byte> ToBytes(
        IEnumerable<JsonElement> page, IEnumerable<JsonElement> others,
        IEnumerable<KeyValuePair<string, int>> pagination) =>
        Write(page, others, asArray: true, pagination);

    // What is included says whose it is as it would if it were asked for itself, and saves asking: a run's task stages,
    // a stage's evaluations.
    private void AcceptIncluded()
    {
        foreach (var resource in included)
        {
            if (OwnersOf(resource) is var (identifier, owners) && owners.All(owner => judge.IsKnown(owner.Type, owner.Id)))
            {
                judge.Accept(identifier.Type, identifier.Id);
            }
        }
    }

    private static ((string Type, string Id) Identifier, IReadOnlyList<(string Type, string Id)> Owners)? OwnersOf(
        JsonElement resource) =>
        ResourceJson.Identifier(resource) is { } identifier
        && OwnerRules.Of(identifier.Type) is { Owners.Count: > 0 } rule
        && ScopeJudge.Owners(rule, resource) is { } owners
            ? (identifier, owners)
            : null;

    private async ValueTask<bool> IsInScopeAsync(JsonElement row, RowOwnership ownership, CancellationToken cancellationToken)
    {
        if (ResourceJson.Identifier(row) is not { } identifier)
        {
            return ownership != RowOwnership.Shown;
        }

        var (type, id) = identifier;
        var rule = OwnerRules.Of(type);
        isWholeCount &= rule is not { IsShared: true };
        if (judge.IsKnown(type, id))
        {
            return true;
        }

        if (rule is null || (rule.Owners.Count == 0 && !rule.IsShared))
        {
            return ownership != RowOwnership.Shown;
        }

        if (rule.Owners.Count == 0)
        {
            return await judge.IsInScopeAsync(type, id, _ => null, cancellationToken);
        }

        // A run's policy check that does not say which run it is of was still asked for through the run.
        if (ScopeJudge.Owners(rule, row) is not { } owners)
        {
            return ownership == RowOwnership.Organization || (ownership == RowOwnership.Inherited && !rule.IsShared);
        }

        foreach (var owner in owners)
        {
            isWholeCount &= judge.IsKnown(owner.Type, owner.Id);
            if (!await judge.IsInScopeAsync(owner.Type, owner.Id, _ => null, cancellationToken))
            {
                return false;
            }
        }

        judge.Accept(type, id);
        return true;
    }

    private ReadOnlyMemory<byte> Write(
        IEnumerable<JsonElement> page, IEnumerable<JsonElement> others, bool asArray,
        IEnumerable<KeyValuePair<string, int>> pagination)
    {
        List<JsonElement> includable = [.. others];
        foreach (var resource in includable)
        {
            if (OwnersOf(resource) is var (identifier, owners)
                && owners.Any(owner => Judged.Contains(owner.Type) && !judge.IsKnown(owner.Type, owner.Id)))
            {
                foreign.Add(identifier);
            }
        }

        var buffer = new ArrayBufferWriter<byte>(4096);
        using var writer = new Utf8JsonWriter(buffer, JsonResponse.WriterOptions);
        writer.WriteStartObject();
        writer.WritePropertyName("data");
        if (asArray)
        {
            writer.WriteStartArray();
        }

        foreach (var row in page)
        {
            WriteResource(row, writer);
        }

        if (asArray)
        {
            writer.WriteEndArray();
        }

        WriteIncluded(includable, writer);
        writer.WriteStartObject("meta");
        writer.WriteStartObject("pagination");
        foreach (var (name, number) in pagination)
        {
            writer.WriteNumber(name, number);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenMemory;
    }

    // Only what is still mentioned, by a row or by what a row includes; so what was left out takes all with it that
    // came in through it.
    private void WriteIncluded(List<JsonElement> others, Utf8JsonWriter writer)
    {
        writer.WriteStartArray("included");
        for (var isDone = false; !isDone;)
        {
            isDone = true;
            for (var i = others.Count - 1; i >= 0; i--)
            {
                if (ResourceJson.Identifier(others[i]) is not { } identifier || !mentioned.Contains(identifier))
                {
                    continue;
                }

                if (Judged.Contains(identifier.Type)
                    ? judge.IsKnown(identifier.Type, identifier.Id)
                    : OwnerRules.Of(identifier.Type) is not null || Includable.Contains(identifier.Type))
                {
                    WriteResource(others[i], writer);
                    isDone = false;
                }

                others.RemoveAt(i);
            }
        }

        writer.WriteEndArray();
    }

    private void WriteResource(JsonElement resource, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        foreach (var member in resource.EnumerateObject())
        {
            if (member.NameEquals("relationships") && member.Value.ValueKind == JsonValueKind.Object)
            {
                writer.WriteStartObject("relationships");
                foreach (var relationship in member.Value.EnumerateObject())
                {
                    WriteRelationship(resource, relationship, writer);
                }

                writer.WriteEndObject();
            }
            else if (member.NameEquals("attributes") && member.Value.ValueKind == JsonValueKind.Object)
            {
                WriteAttributes(ResourceJson.Text(resource, "type"), member.Value, writer);
            }
            else
            {
                member.WriteTo(writer);
            }
        }

        writer.WriteEndObject();
    }

    private static void WriteAttributes(string? type, JsonElement attributes, Utf8JsonWriter writer)
    {
        writer.WriteStartObject("attributes");
        foreach (var attribute in attributes.EnumerateObject().Where(attribute => !Counts.Contains((type ?? "", attribute.Name))))
        {
            attribute.WriteTo(writer);
        }

        writer.WriteEndObject();
    }

    private void WriteRelationship(JsonElement resource, JsonProperty relationship, Utf8JsonWriter writer)
    {
        if (relationship.Value.ValueKind != JsonValueKind.Object || !relationship.Value.TryGetProperty("data", out var data)
            || data.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.Null))
        {
            return;
        }

        // That there is none is told: what is left out without a word would read as not known.
        if (data.ValueKind == JsonValueKind.Null)
        {
            writer.WriteStartObject(relationship.Name);
            writer.WriteNull("data");
            writer.WriteEndObject();
            return;
        }

        var identifiers = (data.ValueKind == JsonValueKind.Object ? [data] : data.EnumerateArray().ToArray())
            .Where(identifier => MayMention(resource, relationship.Name, identifier)).ToArray();
        if (data.ValueKind == JsonValueKind.Object && identifiers.Length == 0)
        {
            return;
        }

        writer.WriteStartObject(relationship.Name);
        writer.WritePropertyName("data");
        if (data.ValueKind == JsonValueKind.Array)
        {
            writer.WriteStartArray();
        }

        foreach (var identifier in identifiers)
        {
            identifier.WriteTo(writer);
        }

        if (data.ValueKind == JsonValueKind.Array)
        {
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private bool MayMention(JsonElement resource, string relationship, JsonElement identifier)
    {
        if (ResourceJson.Identifier(identifier) is not { } to)
        {
            return false;
        }

        var isOwn = !foreign.Contains(to) && to.Type switch
        {
            // The id of the project that a workspace is in goes with the workspace; what is in the project does not.
            "projects" when relationship == "project" && ResourceJson.Text(resource, "type") == "workspaces" => true,
            _ when Judged.Contains(to.Type) => judge.IsKnown(to.Type, to.Id),
            "runs" => OwnRuns.Contains(relationship) || judge.IsKnown(to.Type, to.Id),
            "vars" => !OthersVariables.Contains(relationship),
            _ => true,
        };
        if (isOwn)
        {
            mentioned.Add(to);
        }

        return isOwn;
    }

    // A total is of what is in scope only where nothing had to be judged to be left out, on this page or another.
    private IEnumerable<KeyValuePair<string, int>> Kept(IReadOnlyDictionary<string, int> pagination) =>
        isWholeCount && rows.Count > 0 && rows.Count == RowsRead ? pagination
        : pagination.Where(pair => pair.Key != "total-count");

    private static Dictionary<string, int> Numbers(JsonElement root)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        if (root.TryGetProperty("meta", out var meta) && meta.ValueKind == JsonValueKind.Object)
        {
            var pagination = meta.TryGetProperty("pagination", out var nested)
                && nested.ValueKind == JsonValueKind.Object ? nested : meta;
            foreach (var name in new[] { "current-page", "next-page", "total-count" })
            {
                if (pagination.TryGetProperty(name, out var value) && JsonApi.Pagination.NumberOf(value) is { } number)
                {
                    numbers.Add(name, number);
                }
            }

            if (numbers.TryGetValue("current-page", out var page)
                && pagination.TryGetProperty("total-pages", out var last) && JsonApi.Pagination.NumberOf(last) > page)
            {
                numbers.TryAdd("next-page", page + 1);
            }
        }

        if (JsonApi.Pagination.LinksOn(root))
        {
            numbers.TryAdd("next-page", numbers.GetValueOrDefault("current-page", 1) + 1);
        }

        return numbers;
    }
}
