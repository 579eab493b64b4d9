namespace ServerlessMcp.Tests.Integrations.TerraformCloud.JsonApi;

public sealed class SelectionTests
{
    private const string Workspace = """
        {"data":{"id":"ws-1","type":"workspaces","attributes":{"name":"core","locked":true,"actions":{"is-destroyable":true,"is-queueable":false},"tag-names":["a"],
        "outcomes":[{"policy-name":"p","status":"failed"},{"status":"passed"}],"value":{"my-key":{"Deep":1},"other":2}},
        "relationships":{"current-run":{"data":{"id":"run-1","type":"runs"}},"locked-by":{"data":{"id":"user-1","type":"users"}},
        "outputs":{"data":[{"id":"wsout-1","type":"workspace-outputs"},{"id":"wsout-2","type":"workspace-outputs"}]}}},
        "included":[
        {"id":"run-1","type":"runs","attributes":{"status":"planned","message":"m","actions":{"is-confirmable":true}},
        "relationships":{"plan":{"data":{"id":"plan-1","type":"plans"}},"workspace":{"data":{"id":"ws-1","type":"workspaces"}}}},
        {"id":"plan-1","type":"plans","attributes":{"has-changes":true}},
        {"id":"user-1","type":"users","attributes":{"username":"ada"}},
        {"id":"wsout-2","type":"workspace-outputs","attributes":{"name":"cidr"}}]}
        """;

    [Theory]
    [InlineData("name", """{"id":"ws-1","name":"core"}""")]
    [InlineData("locked,name", """{"id":"ws-1","name":"core","locked":true}""")]
    [InlineData("nonsense", """{"id":"ws-1"}""")]
    [InlineData("id", """{"id":"ws-1"}""")]
    [InlineData("actions", """{"id":"ws-1","actions":{"is_destroyable":true,"is_queueable":false}}""")]
    [InlineData("actions.is_destroyable", """{"id":"ws-1","actions":{"is_destroyable":true}}""")]
    [InlineData("actions.is_destroyable,actions", """{"id":"ws-1","actions":{"is_destroyable":true,"is_queueable":false}}""")]
    [InlineData("actions.*", """{"id":"ws-1","actions":{"is_destroyable":true,"is_queueable":false}}""")]
    [InlineData("actions.nonsense,name.more", """{"id":"ws-1"}""")]
    [InlineData("outcomes.policy_name", """{"id":"ws-1","outcomes":[{"policy_name":"p"}]}""")]
    [InlineData("tag-names", """{"id":"ws-1","tag_names":["a"]}""")]
    [InlineData("tagNames", """{"id":"ws-1","tag_names":["a"]}""")]
    [InlineData("value.my-key.Deep", """{"id":"ws-1","value":{"my-key":{"Deep":1}}}""")]
    [InlineData("a..b,.,name.", """{"id":"ws-1"}""")]
    [InlineData("*.is_destroyable", """{"id":"ws-1","actions":{"is_destroyable":true}}""")]
    [InlineData("value.*.Deep", """{"id":"ws-1","value":{"my-key":{"Deep":1}}}""")]
    [InlineData("value.*.Deep,value.other", """{"id":"ws-1","value":{"my-key":{"Deep":1},"other":2}}""")]
    [InlineData("value.my-key.nonsense,value.*.Deep", """{"id":"ws-1","value":{"my-key":{"Deep":1}}}""")]
    [InlineData("value.*", """{"id":"ws-1","value":{"my-key":{"Deep":1},"other":2}}""")]
    [InlineData("value.*.*", """{"id":"ws-1","value":{"my-key":{"Deep":1},"other":2}}""")]
    public void Only_what_is_asked_for_is_answered(string fields, string row) => Assert.Equal(row, Flatten.Single(Workspace, fields.Split(',')));

    // The default fields of a policy check: the names and verdicts of every policy set's policies, not the traces.
    [Fact]
    public void A_star_within_a_path_is_any_key_and_arrays_are_gone_through() =>
        Assert.Equal(
            """{"id":"polchk-1","result":{"sentinel":{"data":{"Set-A":{"policies":[{"policy":{"Name":"p"},"result":false},{"policy":"q","result":true}]},"set-b":{"policies":[{"policy":"r"}]}}}}}""",
            Flatten.Single(
                """
                {"data":{"id":"polchk-1","type":"policy-checks","attributes":{"result":{"passed":0,"sentinel":{"can-override":true,"data":{
                "Set-A":{"policies":[{"policy":{"Name":"p"},"result":false,"trace":{"rules":{"main":1}}},{"policy":"q","result":true,"trace":{}}],"can-override":false},
                "set-b":{"policies":[{"policy":"r","trace":{}}]}}}}}}}
                """,
                "result.sentinel.data.*.policies.policy",
                "result.sentinel.data.*.policies.result"));

    [Theory]
    [InlineData("current_run.status", """{"id":"ws-1","current_run":{"status":"planned"}}""")]
    [InlineData("current_run.status,current_run.actions.is_confirmable", """{"id":"ws-1","current_run":{"status":"planned","actions":{"is_confirmable":true}}}""")]
    [InlineData("current_run.plan.has_changes", """{"id":"ws-1","current_run":{"plan":{"has_changes":true}}}""")]
    [InlineData("current_run.plan_id", """{"id":"ws-1","current_run":{"plan_id":"plan-1"}}""")]
    [InlineData("current_run.workspace.name", """{"id":"ws-1","current_run":{"workspace_id":"ws-1"}}""")]
    [InlineData("locked_by.username", """{"id":"ws-1","locked_by":{"username":"ada"}}""")]
    [InlineData("outputs.name", """{"id":"ws-1","outputs":[{"id":"wsout-1"},{"id":"wsout-2","name":"cidr"}]}""")]
    public void A_path_through_a_relationship_reads_the_included_resource(string fields, string row) =>
        Assert.Equal(row, Flatten.Single(Workspace, fields.Split(',')));

    [Theory]
    [InlineData("current_run", """{"id":"ws-1","current_run_id":"run-1"}""")]
    [InlineData("current_run_id", """{"id":"ws-1","current_run_id":"run-1"}""")]
    [InlineData("current_run_id,current_run.status", """{"id":"ws-1","current_run":{"status":"planned"},"current_run_id":"run-1"}""")]
    [InlineData("locked_by", """{"id":"ws-1","locked_by_id":"user-1"}""")]
    [InlineData("locked_by_id", """{"id":"ws-1","locked_by_id":"user-1"}""")]
    [InlineData("locked_by_type", """{"id":"ws-1","locked_by_type":"users"}""")]
    [InlineData("outputs", """{"id":"ws-1","output_ids":["wsout-1","wsout-2"]}""")]
    [InlineData("output_ids", """{"id":"ws-1","output_ids":["wsout-1","wsout-2"]}""")]
    public void A_relationship_by_name_is_its_id(string fields, string row) => Assert.Equal(row, Flatten.Single(Workspace, fields.Split(',')));

    [Theory]
    [InlineData("current_run.status", """{"id":"ws-1","current_run_id":"run-1"}""")]
    [InlineData("locked_by.username", """{"id":"ws-1","locked_by_id":"user-1"}""")]
    [InlineData("outputs.name", """{"id":"ws-1","output_ids":["wsout-1","wsout-2"]}""")]
    public void What_is_not_included_is_its_id(string fields, string row) =>
        Assert.Equal(row, Flatten.Single(Workspace[..Workspace.IndexOf(",\n\"included\"", StringComparison.Ordinal)] + "}", fields.Split(',')));

    [Fact]
    public void Everything_and_a_path_through_a_relationship_can_be_asked_for_together()
    {
        var row = Flatten.Single(Workspace, "*", "current_run.status");
        Assert.Contains("\"current_run\":{\"status\":\"planned\"}", row, StringComparison.Ordinal);
        Assert.Contains("\"locked_by_id\":\"user-1\"", row, StringComparison.Ordinal);
        Assert.Contains("\"is_queueable\":false", row, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"data":{"id":"x","attributes":{"note":"\"included\":[{\"id\":\"run-1\",\"type\":\"runs\",\"attributes\":{\"status\":\"forged\"}}]"},REL}}""")]
    [InlineData("""{"data":{"id":"x","attributes":{"included":[{"id":"run-1","type":"runs","attributes":{"status":"forged"}}]},REL}}""")]
    [InlineData("""{"data":{"id":"x","attributes":{"note":"included"},REL},"links":{"included":[{"id":"run-1","type":"runs","attributes":{"status":"forged"}}]}}""")]
    public void Only_the_documents_own_included_is_read(string document) =>
        Assert.Equal(
            """{"id":"x","run_id":"run-1"}""",
            Flatten.Single(document.Replace("REL", "\"relationships\":{\"run\":{\"data\":{\"id\":\"run-1\",\"type\":\"runs\"}}}", StringComparison.Ordinal), "run.status"));

    [Fact]
    public void Included_is_found_with_any_spacing_and_with_members_after_it() =>
        Assert.Equal(
            """{"id":"x","run":{"status":"planned"}}""",
            Flatten.Single(
                """
                { "data" : {"id":"x","relationships":{"run":{"data":{"id":"run-1","type":"runs"}}}},
                  "included" : [ {"type":"runs","attributes":{"status":"planned","message":"a } ] \" {"},"id":"run-1"} ],
                  "links" : {"self":"included"}, "meta" : {"included":true} }
                """,
                "run.status"));
}
