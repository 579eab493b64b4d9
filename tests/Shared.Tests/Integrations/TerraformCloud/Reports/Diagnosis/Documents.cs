using System.Text.Json.Nodes;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Integrations.TerraformCloud.Reports.Diagnosis;

/// <summary>Documents of the API in their documented shape (https://developer.hashicorp.com/terraform/cloud-docs/api-docs/run and its neighbours).</summary>
internal static class Documents
{
    public const string Run = "run-CZcmD7eagjhyX0vN";
    public const string Workspace = "ws-LLGHCr4SWy28wyGN";
    public const string WorkspaceName = "storage";
    public const string Project = "prj-a8Kd2LmQ9vXz4RtY";
    public const string ProjectName = "Platform";
    public const string Organization = "acme-corp";
    public const string Plan = "plan-8F5JFydVYAmtTjET";
    public const string Apply = "apply-47MBvjwzBG8YKc2v";
    public const string Other = "run-6jKp3Xk8bzD4yQ2w";
    public const string Pool = "apool-yoGUFz5zcRMMz53i";
    public const string Stage = "ts-rL5ZsuwfjqfPJcdi";
    public const string Evaluation = "poleval-8Jj9Hfoz892D9WMX";
    public const string TfEvaluation = "tfpoleval-5dQ2mKvX8hNw3eRt";

    /// <summary>A run in a status, since ten minutes before the clock of the tests starts.</summary>
    public static JsonObject RunDocument(string status, string attributes = "{}", string plan = """{"status":"pending"}""", string apply = """{"status":"pending"}""",
        string workspace = """{"locked":false}""", string lockedBy = "null", params JsonObject[] included)
    {
        var run = Resource("runs", Run, $$$"""
            {"status":"{{{status}}}","message":"Add a bucket","created-at":"2025-12-31T23:40:00+00:00","plan-only":false,"save-plan":false,"auto-apply":false,"is-destroy":false,"has-changes":true,
             "status-timestamps":{"plan-queueable-at":"2025-12-31T23:41:00+00:00","{{{status.Replace('_', '-')}}}-at":"2025-12-31T23:50:00+00:00"},
             "actions":{"is-cancelable":false,"is-confirmable":false,"is-discardable":false,"is-force-cancelable":false},
             "permissions":{"can-apply":true,"can-cancel":true,"can-comment":true,"can-discard":true,"can-force-execute":true,"can-force-cancel":true,"can-override-policy-check":true}}
            """, attributes);
        var relationships = new JsonObject
        {
            ["workspace"] = To("workspaces", Workspace),
            ["plan"] = To("plans", Plan),
            ["apply"] = To("applies", Apply),
            ["created-by"] = To("users", "user-QvVZUxtSuHdUR5aQ"),
            ["configuration-version"] = new JsonObject { ["data"] = null },
            ["task-stages"] = ToMany(included, "task-stages"),
            ["tf-policy-evaluations"] = ToMany(included, "tf-policy-evaluations"),
            ["policy-checks"] = ToMany(included, "policy-checks"),
        };
        foreach (var one in included.Where(one => (string)one["type"]! is "configuration-versions" or "cost-estimates"))
        {
            relationships[(string)one["type"]! == "cost-estimates" ? "cost-estimate" : "configuration-version"] = To((string)one["type"]!, (string)one["id"]!);
        }

        run["relationships"] = relationships;
        var home = Home(workspace, JsonNode.Parse(lockedBy));
        return Document(run,
        [
            home, Resource("plans", Plan, "{}", plan), Resource("applies", Apply, "{}", apply), Resource("users", "user-QvVZUxtSuHdUR5aQ", """{"username":"carol"}"""),
            .. included.Where(one => (string)one["type"]! != "policy-checks").Select(one => (JsonObject)one.DeepClone()),
        ]);
    }

    /// <summary>An upstream that has this run.</summary>
    public static DocumentedUpstream Upstream(JsonObject run) => new DocumentedUpstream().Answering($"/api/v2/runs/{Run}", run).Answering($"/api/v2/workspaces/{Workspace}", Document(HomeOf(run), TheProject()))
        .AnsweringText("/logs/plan", "\u0002Plan: 1 to add, 0 to change, 0 to destroy.\n\u0003");

    // The same by its own address as with the run.
    private static JsonNode HomeOf(JsonObject run) => (run["included"] as JsonArray ?? []).FirstOrDefault(one => (string)one!["type"]! == "workspaces")?.DeepClone() ?? Home();

    /// <summary>The run's workspace.</summary>
    public static JsonObject Home(string attributes = "{}", JsonNode? lockedBy = null)
    {
        var home = Resource("workspaces", Workspace, $$$"""{"name":"{{{WorkspaceName}}}","locked":false,"execution-mode":"remote","permissions":{"can-force-unlock":true}}""", attributes);
        home["relationships"] = new JsonObject
        {
            ["organization"] = To("organizations", Organization),
            ["project"] = To("projects", Project),
            ["locked-by"] = new JsonObject { ["data"] = lockedBy },
            ["agent-pool"] = To("agent-pools", Pool),
        };
        return home;
    }

    /// <summary>The workspace's project.</summary>
    public static JsonObject TheProject() => Resource("projects", Project, $$"""{"name":"{{ProjectName}}"}""").OwnedBy("organization", "organizations", Organization);

    /// <summary>With a relationship to whom it belongs.</summary>
    public static JsonObject OwnedBy(this JsonObject resource, string relationship, string type, string id)
    {
        resource["relationships"] ??= new JsonObject();
        resource["relationships"]![relationship] = To(type, id);
        return resource;
    }

    public static JsonObject Document(JsonNode data, params JsonObject[] included) =>
        new() { ["data"] = data, ["included"] = new JsonArray([.. included.Select(one => (JsonNode)one)]) };

    public static JsonObject List(params JsonObject[] resources) => Document(new JsonArray([.. resources.Select(one => (JsonNode)one)]));

    public static JsonObject Resource(string type, string id, string attributes, string more = "{}")
    {
        var merged = JsonNode.Parse(attributes)!.AsObject();
        foreach (var (name, value) in JsonNode.Parse(more)!.AsObject())
        {
            merged[name] = value?.DeepClone();
        }

        return new JsonObject { ["id"] = id, ["type"] = type, ["attributes"] = merged };
    }

    public static JsonObject Related(this JsonObject resource, string name, params JsonObject[] to)
    {
        resource["relationships"] ??= new JsonObject();
        resource["relationships"]![name] = ToMany(to, null);
        return resource;
    }

    public static JsonObject PolicyCheck(string status, string sentinel) => Resource("policy-checks", "polchk-9VYRc9bpfJEsnwum",
        $$$"""{"status":"{{{status}}}","scope":"organization","result":{"result":false,"passed":0,"total-failed":1,"hard-failed":{{{(status == "hard_failed" ? 1 : 0)}}},"soft-failed":{{{(status == "soft_failed" ? 1 : 0)}}},"advisory-failed":0,"sentinel":{{{sentinel}}}},"actions":{"is-overridable":true},"permissions":{"can-override":true}}""").OwnedBy("run", "runs", Run);

    public static JsonObject TaskStage(string stage, string status) => Resource("task-stages", Stage,
        $$$"""{"stage":"{{{stage}}}","status":"{{{status}}}","actions":{"is-overridable":{{{(status == "awaiting_override" ? "true" : "false")}}}},"permissions":{"can-override":true,"can-override-policy":true,"can-override-tasks":true}}""").OwnedBy("run", "runs", Run);

    public static JsonObject TaskResult(string status, string level, string message) => Resource("task-results", "taskrs-EmnmsEDL1jgd1GTP",
        $$"""{"task-name":"snyk","status":"{{status}}","workspace-task-enforcement-level":"{{level}}","message":"{{message}}","stage":"post_plan","url":"https://snyk.example.com/1"}""").OwnedBy("task-stage", "task-stages", Stage);

    public static JsonObject PolicyEvaluation(string status) => Resource("policy-evaluations", Evaluation,
        $$$$"""{"status":"{{{{status}}}}","policy-kind":"opa","result-count":{"advisory-failed":0,"mandatory-failed":1,"passed":0,"errored":0}}""").OwnedBy("policy-attachable", "task-stages", Stage);

    public static JsonObject Outcome(string type, string policy, string level) => Resource(type, "psout-cu8E9a97LBepZZXd",
        $$"""{"policy-set-name":"storage-rules","overridable":true,"error":"","outcomes":[{"enforcement_level":"{{level}}","query":"data.rules.deny","status":"failed","policy_name":"{{policy}}","description":"Buckets are private.","output":[{"print":"aws_s3_bucket.b is public"}]},{"enforcement_level":"advisory","status":"passed","policy_name":"tags"}]}""")
        .OwnedBy(type == "policy-set-outcomes" ? "policy-evaluation" : "tf-policy-evaluation", type == "policy-set-outcomes" ? "policy-evaluations" : "tf-policy-evaluations", type == "policy-set-outcomes" ? Evaluation : TfEvaluation);

    public static JsonObject TfPolicyEvaluation(string status) => Resource("tf-policy-evaluations", TfEvaluation,
        $$$$"""{"status":"{{{{status}}}}","stage-type":"post_plan","actions":{"is-overridable":true},"permissions":{"can-override":true},"result-count":{"mandatory-failed":1}}""").OwnedBy("run", "runs", Run);

    public static JsonObject Agent(int number, string status) => Resource("agents", $"agent-A726QeosTCpCumA{number}", $$"""{"name":"agent-{{number}}","status":"{{status}}","ip-address":"192.0.2.1"}""");

    public static JsonObject Listed(string id, string status, bool isDiscardable = false, string workspace = Workspace)
    {
        var run = Resource("runs", id, $$$"""{"status":"{{{status}}}","status-timestamps":{"{{{status.Replace('_', '-')}}}-at":"2025-12-31T22:00:00+00:00"},"actions":{"is-discardable":{{{(isDiscardable ? "true" : "false")}}}}}""");
        return run.OwnedBy("created-by", "users", "user-QvVZUxtSuHdUR5aQ").OwnedBy("workspace", "workspaces", workspace);
    }

    private static JsonObject To(string type, string id) => new() { ["data"] = new JsonObject { ["type"] = type, ["id"] = id } };

    private static JsonObject ToMany(IEnumerable<JsonObject> resources, string? type) => new()
    {
        ["data"] = new JsonArray([.. resources.Where(one => type is null || (string)one["type"]! == type)
            .Select(one => (JsonNode)new JsonObject { ["type"] = one["type"]!.DeepClone(), ["id"] = one["id"]!.DeepClone() })]),
    };
}
