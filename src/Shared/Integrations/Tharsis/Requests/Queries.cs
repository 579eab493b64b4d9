using ServerlessMcp.Integrations.Tharsis.Client;

namespace ServerlessMcp.Integrations.Tharsis.Requests;

/// <summary>
/// Every query that is sent. Each asks for the path that its answer belongs to, which the URL's scope is held against.
/// Never asked for are variables' values, what a managed identity holds, and states: they have secrets.
/// </summary>
internal static class Queries
{
    private const string Workspace = "workspace{id fullPath metadata{trn}}";

    private const string Counts = "summary{resourceAdditions resourceChanges resourceDestructions resourceImports " +
        "resourceDrift outputAdditions outputChanges outputDestructions}";

    private const string RunMembers = "id metadata{trn createdAt} createdBy status isDestroy terraformVersion comment refresh " +
        "refreshOnly targetAddresses moduleSource moduleVersion moduleDigest forceCanceled forceCanceledBy " +
        "forceCancelAvailableAt assessment configurationVersion{id} " + Workspace +
        " plan{id status errorMessage hasChanges diffSize " + Counts + " currentJob{id}} " +
        "apply{id status triggeredBy comment errorMessage currentJob{id}}";

    private const string JobMembers = "id metadata{trn} status type run{id} workspace{id fullPath} " +
        "timestamps{queuedAt pendingAt runningAt finishedAt} runner{id}";

    private const string WorkspaceMembers = "id metadata{trn} name description fullPath group{id} dirtyState locked " +
        "labels{key value} currentStateVersion{id} maxJobDuration createdBy terraformVersion preventDestroyPlan " +
        "runnerTags{inherited value} driftDetectionEnabled{inherited value}";

    private const string Page = "totalCount pageInfo{endCursor startCursor hasNextPage hasPreviousPage}";

    private const string Look = "id logSize runnerAvailabilityStatus runnerPath tags status type cancelRequested " +
        "forceCanceled maxJobDuration timestamps{queuedAt pendingAt runningAt finishedAt}";

    private const string DiagnosedPart = "id metadata{trn createdAt updatedAt} createdBy status isDestroy comment speculative " +
        "forceCanceled forceCanceledBy assessment stateVersion{id} " +
        "workspace{id fullPath metadata{trn} locked dirtyState terraformVersion} " +
        "plan{id status errorMessage hasChanges " + Counts + " currentJob{" + Look + "} " +
        "checkResults{name status objects{address status failureMessages}} changes{resources{action address resourceType unifiedDiff}}} " +
        "apply{id status triggeredBy errorMessage currentJob{" + Look + "}}";

    /// <summary>A run by its id or TRN. Of a newer server also by those of its plan or apply.</summary>
    public static TharsisQuery Run { get; } = new(
        Node($"... on Run{{{RunMembers} autoApply}}"), Node($"... on Run{{{RunMembers}}}"));

    /// <summary>A plan, an apply or a run by its id or TRN: of a newer server always the run.</summary>
    public static TharsisQuery Phase { get; } = new(
        Node($"... on Run{{{RunMembers} autoApply}}"),
        Node($"... on Run{{{RunMembers}}} " +
            "... on Plan{id status errorMessage hasChanges resourceAdditions resourceChanges resourceDestructions " +
            "currentJob{id run{id} workspace{id fullPath}}} " +
            "... on Apply{id status triggeredBy comment errorMessage currentJob{id run{id} workspace{id fullPath}}}"));

    /// <summary>All that a diagnosis reads of a run in one question.</summary>
    public static TharsisQuery Diagnosed { get; } = new(
        Node($"... on Run{{{DiagnosedPart} autoApply}}"), Node($"... on Run{{{DiagnosedPart}}}"));

    /// <summary>What a run changes.</summary>
    public static TharsisQuery Changes { get; } = new(Node(
        "... on Run{id workspace{fullPath} plan{changes{resources{action address mode providerName resourceType unifiedDiff} " +
        "outputs{action outputName unifiedDiff}}}}"));

    /// <summary>A job.</summary>
    public static TharsisQuery Job { get; } = new(Node($"... on Job{{{JobMembers}}}"));

    /// <summary>A part of a job's log.</summary>
    public static TharsisQuery Logs { get; } = new(LogsAnd(""));

    /// <summary>The same, with the diffs of the job's run.</summary>
    public static TharsisQuery LogsAndChanges { get; } = new(
        LogsAnd(" run{plan{changes{resources{resourceType unifiedDiff}}}}"));

    /// <summary>A workspace.</summary>
    public static TharsisQuery OneWorkspace { get; } = new(Node($"... on Workspace{{{WorkspaceMembers}}}"));

    /// <summary>Workspaces, a page of them.</summary>
    public static TharsisQuery Workspaces { get; } = new(
        "query($first:Int!,$after:String,$search:String){workspaces(first:$first,after:$after,search:$search){" + Page +
        " edges{cursor node{" + WorkspaceMembers + "}}}}");

    /// <summary>The runs of a workspace, the newest first, and the workspace itself.</summary>
    public static TharsisQuery Runs { get; } = new(
        "query($id:String!,$first:Int!,$after:String){node(id:$id){__typename ... on Workspace{id fullPath}} " +
        "runs(first:$first,after:$after,workspaceId:$id,sort:CREATED_AT_DESC){" + Page +
        " edges{cursor node{id metadata{trn createdAt} status createdBy comment isDestroy assessment " +
        "workspace{fullPath} plan{status hasChanges} apply{status}}}}}");

    /// <summary>A group.</summary>
    public static TharsisQuery Group { get; } = new(Node(
        "... on Group{id metadata{trn} name description fullPath createdBy parent{id} runnerTags{inherited value}}"));

    /// <summary>A managed identity, without what it holds.</summary>
    public static TharsisQuery ManagedIdentity { get; } = new(Node(
        "... on ManagedIdentity{id metadata{trn} type name description groupPath group{id} createdBy isAlias}"));

    /// <summary>A service account.</summary>
    public static TharsisQuery ServiceAccount { get; } = new(Node(
        "... on ServiceAccount{id metadata{trn} name description groupPath group{id} createdBy clientCredentialsEnabled " +
        "oidcTrustPolicies{issuer boundClaimsType boundClaims{name value}}}"));

    /// <summary>Who the token is of, and how old the server is.</summary>
    public static TharsisQuery Me { get; } = new(
        "{me{__typename ... on ServiceAccount{id resourcePath clientSecretExpiresAt} ... on User{username}} version{version}}");

    private static string LogsAnd(string more) =>
        "query($id:String!,$start:Int!,$limit:Int!){node(id:$id){__typename ... on Job{id workspace{fullPath} logSize " +
        "logs(startOffset:$start,limit:$limit)" + more + "}}}";

    private static string Node(string fragments) => $"query($id:String!){{node(id:$id){{__typename {fragments}}}}}";
}
