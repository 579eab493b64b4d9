using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.JsonApi;

namespace ServerlessMcp.Integrations.TerraformCloud.Model;

/// <summary>
/// A tool that is an endpoint of Terraform's API, or a report made of several: a row of <c>Tools/</c>, one file per
/// resource. What can be derived from path, method and shape stands in no row: <see cref="ToolCatalog"/> gets rows that
/// are complete.
/// </summary>
public sealed record TerraformTool : ToolDefinition
{
    /// <summary>The HTTP method of the upstream request.</summary>
    public required HttpMethod Verb { get; init; }

    /// <summary>The path below <c>/api/v2</c>, with placeholders in braces: <c>/workspaces/{workspace_id}/runs</c>.</summary>
    public required string Path { get; init; }

    /// <summary>
    /// Where the same is found by the id of a run, for people have that first (<c>/runs/{run_id}?include=plan</c>): the
    /// last placeholder of <see cref="Path"/> then takes <c>run-…</c> as well. Null where it takes its own kind only.
    /// </summary>
    public string? RunPath { get; init; }

    /// <summary>The JSON:API type of the resource: in the request body, and of the rows answered.</summary>
    public required string ResourceType { get; init; }

    /// <summary>What its upstream answer is.</summary>
    public required ResponseShape Shape { get; init; }

    /// <summary>The fields answered by default, as snake_case paths (<c>current_run.status</c>); empty means all.</summary>
    public IReadOnlyList<string> DefaultFields { get; init; } = [];

    /// <summary>What its rows tell behind these in fewer words than the API does: a run's <c>can</c>, <c>since</c> and
    /// <c>created_by</c>.</summary>
    internal IReadOnlyList<ToldMember> Told
    {
        get;
        init
        {
            field = value;
            ToldReads = FieldSelection.Parse([.. value.SelectMany(member => member.Reads)]);
        }
    } = [];

    /// <summary>What all of these are made of.</summary>
    internal FieldSelection ToldReads { get; private init; } = FieldSelection.All;

    /// <summary>Whether its default answer leaves out what is false, so that what is true stands out: rows that are
    /// looked through, and what is read most. The server's instructions say what is absent.</summary>
    internal bool OmitsFalse => Effect == Effect.Read && (Shape == ResponseShape.Collection || Tags.Contains("core"));

    /// <summary>Relationships asked for with <c>include</c> on every call, because <see cref="DefaultFields"/> or
    /// <see cref="Told"/> read them (<c>current_run</c>).</summary>
    public IReadOnlyList<string> Include { get; init; } = [];

    /// <summary>
    /// Other relationships that the endpoint can include, as it spells them (<c>current_run.plan</c>): one is asked for
    /// when <c>fields</c> names something behind it (<c>current_run.plan.status</c>).
    /// </summary>
    public IReadOnlyList<string> Includable { get; init; } = [];

    /// <summary>A filter that rows can be held against by what they include alone, and that relationship: it is asked for
    /// with the filter, so that one that a server ignores is told.</summary>
    public (string Argument, string Relationship)? ShownBy { get; init; }

    /// <summary>Whether the upstream pages its answer. Where it does not, the tool has no <c>page_size</c> and no
    /// <c>cursor</c>.</summary>
    public bool IsPaged { get; init; }

    /// <summary>
    /// The attribute or link of the answered resource whose pre-signed URL leads to what is asked for
    /// (<c>log-read-url</c>); null where the answer itself, or what it redirects to, is that.
    /// </summary>
    public string? Link { get; init; }

    /// <summary>What it can wait for; it then takes <c>wait_seconds</c>.</summary>
    public WaitFor Wait { get; init; }

    /// <summary>Which run is told of after the change, and waited for where the call has <c>wait_seconds</c>.</summary>
    public FollowRun Follow { get; init; }

    /// <summary>Whether it takes <c>wait_seconds</c>.</summary>
    public bool TakesWait => Wait != WaitFor.Nothing || Follow is not (FollowRun.Nothing or FollowRun.Frees);

    /// <summary>What makes the answer, where its <see cref="Shape"/> is <see cref="ResponseShape.Report"/>; null
    /// elsewhere.</summary>
    public IToolReport? Report { get; init; }

    /// <summary>What makes the answer where no <c>fields</c> are asked for and <see cref="DefaultFields"/> alone do not
    /// say what the tool is asked; null elsewhere.</summary>
    public IDefaultAnswer? DefaultAnswer { get; init; }

    /// <summary>What the body has on every call, and the caller need not know: SCIM's <c>schemas</c>, a category with
    /// one value.</summary>
    public IReadOnlyList<Argument> Constants { get; init; } = [];

    /// <summary>How the endpoint names a page; only of a row that <see cref="IsPaged"/>.</summary>
    public PagingStyle Paging { get; init; }

    /// <summary>Where releases that answer 404 at <see cref="Path"/> have the same, with the same placeholders; null where
    /// there is one address.</summary>
    public string? OlderPath { get; init; }

    /// <summary>Whether the body is a form (<c>application/x-www-form-urlencoded</c>) of the
    /// <see cref="ArgumentPlace.Root"/> arguments.</summary>
    public bool IsForm { get; init; }

    /// <summary>The media type of request and answer, where it isn't JSON:API's: <c>application/scim+json</c>.</summary>
    public string? MediaType { get; init; }

    /// <summary>Arguments of which a call needs one, where no single one is required.</summary>
    public IReadOnlyList<string> NeedsOneOf { get; init; } = [];

    /// <summary>The member of the answer in which its list stands, where that is not <c>data</c>: SCIM's
    /// <c>Resources</c>.</summary>
    public string ListMember { get; init; } = ResourceReader.Data;

    /// <summary>Where the answered document may itself be the resource, the member by which it is known for one, in
    /// snake_case (SCIM's <c>id</c>); null where the resource stands in <c>data</c>.</summary>
    public string? WholeBy { get; init; }

    /// <summary>Whether there may be no such thing, which the API then says with null: the next invoice.</summary>
    public bool CanBeNone { get; init; }

    /// <summary>Which products have it.</summary>
    public Availability Availability { get; init; }

    /// <summary>
    /// Whether it must not be sent to a server that merely may be HCP Terraform: a product with the same address for
    /// another thing would do that. The audit-trails token is the organization's token there, with a parameter that it
    /// ignores.
    /// </summary>
    public bool NeedsHcpItself { get; init; }

    /// <summary>What an agent does after an empty answer, as one sentence; it stands in the result with the tool that
    /// does it.</summary>
    public string? Next { get; init; }

    /// <summary>The canonical name of that tool, where it does not follow from <see cref="Path"/>.</summary>
    public string? NextTool { get; init; }

    /// <summary>Whether the answer is content (a document, a log, an archive) rather than rows.</summary>
    public bool HasContent => Shape is ResponseShape.Document or ResponseShape.Text or ResponseShape.Log or ResponseShape.Archive;

    /// <summary>Whether a long answer comes in pieces. What changes something answers only the first: the next call
    /// would change it again.</summary>
    public bool TakesCursor => IsPaged || (HasContent && Effect == Effect.Read);

    /// <summary>For people, in lists of tools: <c>List runs</c>. Derived from the name.</summary>
    public override string Title => ToolTitle.Of(this);

    /// <inheritdoc/>
    public override IReadOnlyList<string> Editions => Availability switch
    {
        Availability.HcpOnly => NeedsHcpItself ? [TerraformEdition.Hcp] : [TerraformEdition.Hcp, TerraformEdition.MaybeHcp],
        Availability.EnterpriseOnly => [TerraformEdition.Enterprise],
        Availability.Both => [],
        _ => ["none"], // What nobody knows is nowhere.
    };

    /// <inheritdoc/>
    public override bool OnlyReads => Effect == Effect.Read && Verb == HttpMethod.Get;

    /// <inheritdoc/>
    public override bool SetsValues => Verb == HttpMethod.Patch || Verb == HttpMethod.Put;

    /// <inheritdoc/>
    public override bool NotesAnswerArguments => Report is not null;

    /// <inheritdoc/>
    /// <remarks>What changes or ends an organization itself has to name it.</remarks>
    public override bool HasDefault(Argument argument, string? value) =>
        base.HasDefault(argument, value)
        && (Effect == Effect.Read || !Path.EndsWith("{organization_name}", StringComparison.Ordinal));

    /// <inheritdoc/>
    internal override ArgumentError? Complaint(Dictionary<string, JsonElement> values) =>
        NothingAsked.Find(this, values) ?? ExplorerQuery.Find(this, values);

    /// <inheritdoc/>
    internal override void AddDerived(Dictionary<string, JsonElement> values)
    {
        var included = values.TryGetValue(DerivedArguments.Fields.Name, out var fields) && Includable.Count > 0
            ? IncludedFields.Of(this, fields.EnumerateArray().Select(field => field.GetString()!)) : null;
        if (ShownBy is var (filter, shown) && values.ContainsKey(filter))
        {
            included = (included ?? []).Union([shown]);
        }

        if (included is not null)
        {
            values[IncludedFields.Argument.Name] = ArgumentValue.FromTexts(included);
        }
    }
}
