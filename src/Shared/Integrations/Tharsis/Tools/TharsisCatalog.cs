using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.Tharsis.Client;
using ServerlessMcp.Integrations.Tharsis.Model;
using ServerlessMcp.Integrations.Tharsis.Prompts;
using ServerlessMcp.Integrations.Tharsis.Reports;

namespace ServerlessMcp.Integrations.Tharsis.Tools;

/// <summary>
/// The rows: the tools of all versions of Tharsis' own MCP server under their own names and in their shapes
/// (https://tharsis.martian-cloud.io/guides/mcp), and two that it lacks, which find a run and say what is wrong with it.
/// </summary>
internal static class TharsisCatalog
{
    /// <summary>What an account's <c>integration</c> says.</summary>
    public const string Name = "tharsis";

    /// <summary>Builds the catalogue.</summary>
    public static ToolCatalog Build(Documentation documentation) => new(
        Name, Rows(documentation), PromptList.All, vocabulary: Vocabulary, form: TharsisForm.Form);

    private static ToolVocabulary Vocabulary { get; } = new()
    {
        Meanings = [("broken|stuck|failing|why", "diagnose"), ("log|output", "logs"), ("manual|docs", "documentation"), ("diff|preview", "plan diff")],
    };

    private static IEnumerable<TharsisTool> Rows(Documentation documentation)
    {
        yield return Tool("diagnose_run", "Diagnose run", "run",
            "Why a run failed or is stuck: cause, error with file and line, what it waits for, next calls. Start here.",
            (given, api, end) => RunDiagnosis.AnswerAsync(given.Text("id")!, api, end), Id("Run; or a workspace, for its latest run."));
        yield return Tool("list_runs", "List runs", "run",
            "Runs of a workspace, the newest first.",
            (given, api, end) => ListAnswer.RunsAsync(given.Text("workspace")!, given.Text("after"), given.Integer("first"), api, end),
            Given("workspace", "Id, TRN or full path.") with { IsRequired = true }, After, First(20)) with
        { Method = ToolMethod.List };
        yield return Tool("get_run", "Get run", "run",
            "A run: status, plan with counts, apply.",
            (given, api, end) => RunAnswer.RunAsync(given.Text("id")!, api, end), Id("Run."));
        yield return Tool("get_plan", "Get plan", "plan",
            "A plan: what a run would change, in numbers.",
            (given, api, end) => RunAnswer.PlanAsync(given.Text("id")!, api, end), Id("Plan or run."));
        yield return Tool("get_plan_diff", "Get plan diff", "plan",
            "What a run changes, a diff for each resource and output.",
            (given, api, end) => PlanDiffAnswer.AnswerAsync(given.Text("run_id")!, api, end),
            Given("run_id", "Run.") with { IsRequired = true });
        yield return Tool("get_apply", "Get apply", "apply",
            "An apply: how carrying out a plan went.",
            (given, api, end) => RunAnswer.ApplyAsync(given.Text("id")!, api, end), Id("Apply or run."));
        yield return Tool("get_latest_job", "Get latest job", "job",
            "The newest job of a plan, an apply or a run.",
            (given, api, end) => JobAnswer.LatestAsync(given.Text("id")!, api, end), Id("Plan, apply or run."));
        yield return Tool("get_job", "Get job", "job",
            "A job, one execution on a runner: status and times.",
            (given, api, end) => JobAnswer.JobAsync(given.Text("id")!, api, end), Id("Job."));
        yield return Tool("get_job_logs", "Get job logs", "job",
            "A part of a job's log, by bytes; the next begins at start + size.",
            (given, api, end) => JobLog.AnswerAsync(given.Text("id")!, given.Integer("start"), given.Integer("limit"), api, end),
            Id("Job."), Number("start", "Default 0.", 0), Number("limit", "Default 10240, at most 51200.", 1));
        yield return Tool("get_workspace", "Get workspace", "workspace",
            "A workspace: lock, state, Terraform version, settings.",
            (given, api, end) => NamespaceAnswer.WorkspaceAsync(given.Text("id")!, api, end), Id("Workspace; its full path does."));
        yield return Tool("get_workspaces", "Get workspaces", "workspace",
            "Workspaces, by part of their path.",
            (given, api, end) => ListAnswer.WorkspacesAsync(given.Text("search"), given.Text("after"), given.Integer("first"), api, end),
            Given("search", "Part of the path."), After, First(100)) with
        { Method = ToolMethod.List };
        yield return Tool("get_group", "Get group", "group",
            "A group of workspaces and groups.",
            (given, api, end) => NamespaceAnswer.GroupAsync(given.Text("id")!, api, end), Id("Group; its full path does.")) with
        { Reach = ToolReach.Project };
        yield return Tool("get_managed_identity", "Get managed identity", "group",
            "How runs get credentials of a cloud.",
            (given, api, end) => NamespaceAnswer.ManagedIdentityAsync(given.Text("id")!, api, end), Id("Managed identity.")) with
        { Reach = ToolReach.Project };
        yield return Tool("get_service_account", "Get service account", "group",
            "A service account and whom it trusts.",
            (given, api, end) => NamespaceAnswer.ServiceAccountAsync(given.Text("id")!, api, end), Id("Service account.")) with
        { Reach = ToolReach.Project };
        yield return Tool("search_documentation", "Search documentation", "documentation",
            "Pages of Tharsis' documentation.",
            (given, api, end) => documentation.SearchAsync(given.Text("query")!, given.Integer("limit"), api, end),
            Given("query", "Words.") with { IsRequired = true }, Number("limit", "Default 10, at most 100.", 1, 100));
        yield return Tool("get_documentation_page", "Get documentation page", "documentation",
            "A page of Tharsis' documentation, by the url that a search found.",
            (given, api, end) => documentation.PageAsync(given.Text("url")!, api, end),
            Given("url", "Its url there.") with { IsRequired = true });
    }

    private static Argument After => Given("after", "end_cursor of the page before.");

    private static TharsisTool Tool(
        string name, string heading, string area, string description,
        Func<ToolArguments, TharsisSession, CancellationToken, Task<ReadOnlyMemory<byte>>> run, params Argument[] arguments) => new()
        {
            Name = name,
            ShortName = name,
            Heading = heading,
            Method = ToolMethod.Get,
            Effect = Effect.Read,
            IsIdempotent = true,
            Reach = ToolReach.Workspace,
            Tags = ["core", area],
            Description = description,
            Arguments = arguments,
            Run = run,
        };

    private static Argument Id(string description) => Given("id", description) with { IsRequired = true };

    private static Argument First(int usual) =>
        Number("first", string.Create(CultureInfo.InvariantCulture, $"Default {usual}, at most 100."), 1, 100);

    private static Argument Number(string name, string description, int least, int? most = null) =>
        Given(name, description) with { Kind = JsonKind.Integer, Minimum = least, Maximum = most };

    private static Argument Given(string name, string description) => new()
    {
        Name = name,
        WireName = name,
        Place = ArgumentPlace.Answer,
        Kind = JsonKind.Text,
        Description = description,
    };
}
