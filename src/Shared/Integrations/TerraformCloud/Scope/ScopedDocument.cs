using ServerlessMcp.Integrations.TerraformCloud.JsonApi;

namespace ServerlessMcp.Integrations.TerraformCloud.Scope;

/// <summary>
/// A document of the API without what lies outside of the scope: rows, mentions of workspaces, projects and runs in
/// relationships, included resources, and the counts that would tell how many of them there are.
/// </summary>
internal sealed class ScopedDocument
{
    private readonly ScopeJudge judge;
    private readonly ScopedDocumentWriter writer;
    private readonly List<JsonElement> rows = [];
    private readonly List<JsonElement> included = [];
    private bool isArray;
    private bool isWholeCount = true;

    private ScopedDocument(ScopeJudge judge) => (this.judge, writer) = (judge, new(judge));

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
        document.Pagination = PageNumbers.Of(root);
        return document;
    }

    /// <summary>The document, again in the API's form.</summary>
    public ReadOnlyMemory<byte> ToBytes() => writer.Write(rows, included, isArray, Kept(Pagination));

    /// <summary>A document of some of the rows.</summary>
    /// <param name="page">In the API's form, already read through here.</param>
    /// <param name="others">The included resources of all pages read.</param>
    /// <param name="pagination">What it says about its page.</param>
    public ReadOnlyMemory<byte> ToBytes(
        IEnumerable<JsonElement> page, IEnumerable<JsonElement> others,
        IEnumerable<KeyValuePair<string, int>> pagination) =>
        writer.Write(page, others, asArray: true, pagination);

    // What is included says whose it is as it would if it were asked for itself, and saves asking: a run's task stages,
    // a stage's evaluations.
    private void AcceptIncluded()
    {
        foreach (var resource in included)
        {
            if (ScopedMentions.OwnersOf(resource) is var (identifier, owners) && owners.All(owner => judge.IsKnown(owner.Type, owner.Id)))
            {
                judge.Accept(identifier.Type, identifier.Id);
            }
        }
    }

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

    // A total is of what is in scope only where nothing had to be judged to be left out, on this page or another.
    private IEnumerable<KeyValuePair<string, int>> Kept(IReadOnlyDictionary<string, int> pagination) =>
        isWholeCount && rows.Count > 0 && rows.Count == RowsRead ? pagination
        : pagination.Where(pair => pair.Key != "total-count");
}
