using System.Text.Json;
using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Tests.Support;
using static ServerlessMcp.Integrations.TerraformCloud.Tools.Rows;

namespace ServerlessMcp.Tests.Catalog;

/// <summary>Each kind of bad argument with the very words that a model reads.</summary>
public sealed class ArgumentReaderTests
{
    private const string GetRun = "get_single_hashicorp_terraform_cloud_run_by_id";
    private const string ListRuns = "list_all_hashicorp_terraform_cloud_runs";
    private const string CreateRun = "create_a_hashicorp_terraform_cloud_run";
    private const string ListWorkspaces = "list_all_hashicorp_terraform_cloud_workspaces";
    private const string CreateVariable = "create_a_hashicorp_terraform_cloud_workspace_variable";

    private const string AddTags = "hashicorp_terraform_cloud_workspaces_add_tags";
    private const string CreateState = "create_a_hashicorp_terraform_cloud_state_version";
    private const string StatusTakes =
        "status takes one or more of these, with commas and without spaces: applied, apply_queued, applying, assessed, assessing, canceled, confirmed, "
        + "cost_estimated, cost_estimating, discarded, errored, fetching, fetching_completed, force_canceled, pending, plan_queued, planned, "
        + "planned_and_finished, planned_and_saved, planning, policy_checked, policy_checking, policy_override, policy_soft_failed, post_apply_completed, "
        + "post_apply_running, post_plan_awaiting_decision, post_plan_completed, post_plan_running, pre_apply_awaiting_decision, pre_apply_completed, "
        + "pre_apply_running, pre_plan_awaiting_decision, pre_plan_completed, pre_plan_running, queuing, queuing_apply, tf_policy_checked, tf_policy_override; "
        + "came: ";

    [Theory]
    [InlineData(GetRun, """{}""", "run_id is required: a run's id (run-…), or a workspace's name or id, whose current run is meant.")]
    [InlineData(GetRun, """{"run_id":null}""", "run_id is required: a run's id (run-…), or a workspace's name or id, whose current run is meant.")]
    [InlineData(GetRun, """{"run_id":""}""", "run_id takes a run's id (run-…), or a workspace's name or id, whose current run is meant; came: an empty string.")]
    [InlineData(GetRun, """{"run_id":"apply-4j8p6jX1w33MiDC7"}""", "run_id takes a run's id (run-…), or a workspace's name or id, whose current run is meant; came: 'apply-4j8p6jX1w33MiDC7', an apply's id.")]
    [InlineData(GetRun, """{"run_id":"run-"}""", "run_id takes a run's id (run-…), or a workspace's name or id, whose current run is meant; came: 'run-'.")]
    [InlineData(GetRun, """{"run_id":"run-a/../b"}""", "run_id takes a run's id (run-…), or a workspace's name or id, whose current run is meant; came: 'run-a/../b'.")]
    [InlineData(GetRun, """{"run_id":"run-a\u0000\n"}""", "run_id takes a run's id (run-…), or a workspace's name or id, whose current run is meant; came: 'run-a<U+0000><U+000A>'.")]
    [InlineData(GetRun, """{"run_id":"\ud800"}""", "run_id takes a run's id (run-…), or a workspace's name or id, whose current run is meant; came: a string that is not valid Unicode.")]
    [InlineData(GetRun, """{"run_id":17}""", "run_id takes a run's id (run-…), or a workspace's name or id, whose current run is meant; came: the number 17.")]
    [InlineData(GetRun, """{"run_id":"run-1","runid":1}""", "runid is no argument of this tool; did you mean run_id?")]
    [InlineData(GetRun, """{"run_id":"run-1","workspace":1}""", "workspace is no argument of this tool; its arguments: run_id, wait_seconds, fields.")]
    [InlineData(GetRun, """{"run_id":"run-1","fields":"a b"}""", "fields[0] takes snake_case field names such as created_at or current_run.status, or \"*\" for all; came: 'a b'.")]
    [InlineData(GetRun, """{"run_id":"run-1","fields":"['status']"}""", "fields takes an array of snake_case field names such as created_at or current_run.status, or \"*\" for all; came: the string '['status']'.")]
    [InlineData(GetRun, """{"run_id":"run-1","fields":["status","a b"]}""", "fields[1] takes snake_case field names such as created_at or current_run.status, or \"*\" for all; came: 'a b'.")]
    [InlineData(GetRun, """{"run_id":"run-1","fields":[1]}""", "fields[0] takes a string; came: the number 1.")]
    [InlineData(ListRuns, """{"workspace_id":"ws-1","page_size":101}""", "page_size takes an integer from 1 to 100; came: 101.")]
    [InlineData(ListRuns, """{"workspace_id":"ws-1","page_size":"101"}""", "page_size takes an integer from 1 to 100; came: 101.")]
    [InlineData(ListRuns, """{"workspace_id":"ws-1","page_size":"many"}""", "page_size takes an integer from 1 to 100; came: the string 'many'.")]
    [InlineData(ListRuns, """{"workspace_id":"ws-1","page_size":"0x14"}""", "page_size takes an integer from 1 to 100; came: the string '0x14'.")]
    [InlineData(ListRuns, """{"workspace_id":"ws-1","page_size":2.5}""", "page_size takes an integer from 1 to 100; came: 2.5.")]
    [InlineData(ListRuns, """{"workspace_id":"ws-1","page_size":1e99}""", "page_size takes an integer from 1 to 100; came: 1e99.")]
    [InlineData(ListRuns, """{"workspace_id":"ws-1","status_group":"open"}""", "status_group takes one of non_final, final, discardable; came: 'open'.")]
    [InlineData(ListRuns, """{"workspace_id":"ws-1","status":"failed"}""", StatusTakes + "'failed'.")]
    [InlineData(ListRuns, """{"workspace_id":"ws-1","status":"errored, planned"}""", StatusTakes + "'errored, planned'.")]
    [InlineData(ListRuns, """{"workspace_id":"ws-1","operation":"apply"}""", "operation takes one or more of these, with commas and without spaces: plan_only, plan_and_apply, save_plan, refresh_only, destroy, empty_apply; came: 'apply'.")]
    [InlineData(ListWorkspaces, """{"organization_name":"acme","current_run_status":"failed"}""", "current_run_" + StatusTakes + "'failed'.")]
    [InlineData(AddTags, """{"workspace_id":"ws-1","tags":[{"nam":"a"}]}""", "tags[0] takes name (optional), id (optional); came: the key 'nam'.")]
    [InlineData(CreateState, """{"workspace_id":"ws-1","serial":1,"md5":"a","state":"not base64!"}""", "state takes base64 of at most 524288 bytes; came: a string of 11 characters.")]
    [InlineData(ListRuns, """{"workspace_id":"ws-1","search":"a\r\nb"}""", "search takes a string of 1 to 2048 characters, without control characters; came: 'a<U+000D><U+000A>b'.")]
    [InlineData(ListWorkspaces, """{"organization_name":"acme corp"}""", "organization_name takes an organization's name (letters, digits, - and _); came: 'acme corp'.")]
    [InlineData(ListWorkspaces, """{"organization_name":"acme","project_id":"acme/a"}""", "project_id takes a project's id (prj-…), or its name; came: 'acme/a'.")]
    [InlineData(CreateRun, """{"workspace_id":"ws-1","plan_only":"yes"}""", "plan_only takes true or false; came: the string 'yes'.")]
    [InlineData(CreateRun, """{"workspace_id":"ws-1","plan_only":1}""", "plan_only takes true or false; came: the number 1.")]
    [InlineData(CreateRun, """{"workspace_id":"ws-1","target_addrs":"a.b,c.d"}""", "target_addrs takes an array of strings; came: the string 'a.b,c.d'.")]
    [InlineData(CreateRun, """{"workspace_id":"ws-1","target_addrs":"[a.b]"}""", "target_addrs takes an array of strings; came: the string '[a.b]'.")]
    [InlineData(CreateRun, """{"workspace_id":"ws-1","target_addrs":"{\"a\":1}"}""", "target_addrs takes an array of strings; came: the string '{\"a\":1}'.")]
    [InlineData(CreateRun, """{"workspace_id":"run-4j8p6jX1w33MiDC7"}""", "workspace_id takes a workspace's id (ws-…), or its name; came: 'run-4j8p6jX1w33MiDC7', a run's id.")]
    [InlineData(CreateRun, """{"workspace_id":"ws-1","variables":{"a":"b"}}""", "variables[0] takes key, value; came: a key that it does not have.")]
    [InlineData(CreateRun, """{"workspace_id":"ws-1","variables":"{\"key\":\"a\",\"key\":\"b\",\"value\":\"c\"}"}""", "variables takes an array of objects with key, value; came: the string of 33 characters.")]
    [InlineData(CreateRun, """{"workspace_id":"ws-1","variables":[{"key":"a"}]}""", "variables[0].value is required: a string of at most 65536 characters.")]
    [InlineData(CreateRun, """{"workspace_id":"ws-1","variables":[{"key":"a","value":"b","c":1}]}""", "variables[0] takes key, value; came: a key that it does not have.")]
    [InlineData(CreateVariable, """{"workspace_id":"ws-1","key":"a","category":"env","value":["hunter2"]}""", "value takes a string of at most 65536 characters; came: an array.")]
    [InlineData(CreateVariable, """{"workspace_id":"ws-1","key":"a","category":"env","value":41414141}""", "value takes a string of at most 65536 characters; came: a number.")]
    public void A_bad_argument_is_refused_in_these_words(string tool, string arguments, string message) =>
        Assert.Equal(message, Assert.Single(Read(tool, arguments).Errors).Message);

    [Fact]
    public void Everything_wrong_is_told_at_once()
    {
        var reading = Read(CreateVariable, """{"workspace_id":"acme?","category":"terrafrom","hcl":"yes","colour":"red"}""");
        Assert.False(reading.IsValid);
        Assert.Equal(["workspace_id", "key", "category", "hcl", "colour"], reading.Errors.Select(error => error.Name));
    }

    [Fact]
    public void Errors_are_few_even_where_the_mistakes_are_many() =>
        Assert.Equal(ArgumentReader.MaxErrors, Read(GetRun, $$"""{{{string.Join(',', Enumerable.Range(0, 1000).Select(n => $"\"x{n}\":1"))}}}""").Errors.Count);

    [Fact]
    public void Good_arguments_come_through_as_they_are()
    {
        var reading = Read(CreateRun, """{"workspace_id":"ws-4j8p6jX1w33MiDC7","message":"AI auto-recovery","plan_only":false,"target_addrs":["a.b"],"auto_apply":null}""");
        Assert.True(reading.IsValid);
        Assert.Equal("AI auto-recovery", reading.Arguments.Text("message"));
        Assert.True(reading.Arguments.TryGet("plan_only", out var planOnly) && !planOnly.GetBoolean());
        Assert.False(reading.Arguments.TryGet("auto_apply", out _));
        Assert.Equal(CreateRun, reading.Arguments.Tool.Name);
    }

    [Theory]
    [InlineData("20", 20)]
    [InlineData("20.0", 20)]
    [InlineData("2e1", 20)]
    public void An_integer_may_be_written_as_a_float(string written, int value)
    {
        var reading = Read(ListRuns, $$"""{"workspace_id":"ws-1","page_size":{{written}}}""");
        Assert.True(reading.IsValid && reading.Arguments.TryGet("page_size", out var size) && size.GetInt32() == value);
    }

    [Fact]
    public void No_fields_are_the_usual_ones() =>
        Assert.False(Read(GetRun, """{"run_id":"run-1","fields":[]}""").Arguments!.TryGet("fields", out _));

    [Theory]
    [InlineData("*")]
    [InlineData("current_run.status")]
    [InlineData("outcomes.policy_name")]
    [InlineData("value.subnetIds")]
    public void Fields_are_paths(string path) => Assert.True(Read(GetRun, $$"""{"run_id":"run-1","fields":["{{path}}"]}""").IsValid);

    [Fact]
    public void The_default_organization_stands_in_for_one_that_is_not_given()
    {
        Assert.Equal("acme-corp", Read(ListWorkspaces, "{}", "acme-corp").Arguments!.Text("organization_name"));
        Assert.Equal("other", Read(ListWorkspaces, """{"organization_name":"other"}""", "acme-corp").Arguments!.Text("organization_name"));
        Assert.Equal("acme-corp", Read("list_all_hashicorp_terraform_cloud_state_versions", """{"workspace_name":"a"}""", "acme-corp").Arguments!.Text("organization_name"));
        Assert.False(Read(ListWorkspaces, "{}").IsValid);
    }

    [Fact]
    public void No_arguments_at_all_are_none()
    {
        Assert.True(ArgumentReader.Read(AllTools.Find("list_all_hashicorp_terraform_cloud_organizations"), null, null).IsValid);
        Assert.False(ArgumentReader.Read(AllTools.Find(GetRun), null, null).IsValid);
    }

    [Fact]
    public void Texts_and_lists_have_a_length()
    {
        Assert.True(Read(CreateRun, Message(65_536)).IsValid);
        Assert.Equal("a string of 65537 characters", Assert.Single(Read(CreateRun, Message(65_537)).Errors).Came);
        Assert.Equal("target_addrs takes at most 500 items; came: 501.", Assert.Single(Read(CreateRun, Targets(501)).Errors).Message);
        Assert.True(Read(CreateRun, Targets(500)).IsValid);
        Assert.False(Read(ListRuns, $$"""{"workspace_id":"ws-1","cursor":"{{new string('a', 2_049)}}"}""").IsValid);
        Assert.False(Read(GetRun, $$"""{"run_id":"run-{{new string('a', 253)}}"}""").IsValid);

        static string Message(int length) => $$"""{"workspace_id":"ws-1","message":"{{new string('a', length)}}"}""";
        static string Targets(int count) => $$"""{"workspace_id":"ws-1","target_addrs":[{{string.Join(',', Enumerable.Repeat("\"a\"", count))}}]}""";
    }

    [Fact]
    public void A_secret_is_not_repeated_in_an_error()
    {
        const string Secret = "hunter2hunter2";
        string[] values = [$"\"{Secret}\\ud800\"", $"[\"{Secret}\"]", $"{{\"{Secret}\":1}}", $"\"{Secret}{new string('a', 70_000)}\""];
        Assert.All(values, value => Assert.DoesNotContain(
            Secret, Assert.Single(Read(CreateVariable, $$"""{"workspace_id":"ws-1","key":"a","category":"env","value":{{value}}}""").Errors).Message, StringComparison.Ordinal));
        Assert.DoesNotContain(
            Secret, Assert.Single(Read(CreateRun, $$"""{"workspace_id":"ws-1","variables":["{{Secret}}"]}""").Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lists_of_ids_and_maps_are_checked_item_by_item()
    {
        var row = Action("hashicorp_terraform_cloud_things_add", HttpMethod.Post, "/things/{thing_id}/actions/add", "things", Effect.Mutate, ["things"], "Adds workspaces.") with
        {
            Arguments = [Identifiers("workspace_ids", "workspaces", "Workspaces."), Attribute("labels", JsonKind.TextMap, "Labels."), Attribute("rate", JsonKind.Number, "Rate.")],
        };
        var tool = (TerraformTool)TerraformTools.Of(row).All[0];
        Assert.True(Read(tool, """{"thing_id":"thing-1_a","workspace_ids":["ws-1"],"labels":{"a":"b"},"rate":0.5}""").IsValid);
        Assert.Equal(
            "workspace_ids[1] takes a workspace's id (ws-…), or its name; came: 'prj-4j8p6jX1w33MiDC7', a project's id.", Assert.Single(Read(tool, """{"thing_id":"x","workspace_ids":["ws-1","prj-4j8p6jX1w33MiDC7"]}""").Errors).Message);
        Assert.Equal("labels takes an object with string values; came: the number 1.", Assert.Single(Read(tool, """{"thing_id":"x","labels":{"a":1}}""").Errors).Message);
        Assert.False(Read(tool, """{"thing_id":"x","labels":{"\ud800":"a"}}""").IsValid);
        Assert.Equal("rate takes a number; came: true.", Assert.Single(Read(tool, """{"thing_id":"x","rate":true}""").Errors).Message);
    }

    // A fixed seed: a red run can be repeated.
    [Fact]
    public void Nothing_that_leaves_its_place_in_the_path_is_accepted()
    {
        string[] poison = ["../", "..\\", "/", "%2e%2e%2f", "%2F", "%", "\0", "\n", "\u007f", "\u2028", "\u202e", "?", "#", "\\", ";", ":", "..", "\uff0e", "{", "é", "&"];
        var random = new Random(678);
        var forms = TerraformTools.All.SelectMany(tool => tool.Arguments).Where(argument => argument.Form is not null && argument.AllowedValues.Count == 0).DistinctBy(argument => argument.Name)
            .Concat(new[] { "name", "version", "provider", "thing_id" }.Select(name => new Argument { Name = name, Place = ArgumentPlace.Path, Kind = JsonKind.Text, WireName = name, Description = name, IsRequired = true }))
            .ToArray();
        foreach (var argument in forms)
        {
            var tool = AllTools.Find(GetRun) with { Arguments = [argument] };
            var good = (argument.Form!.Prefix ?? "") + "abc123";
            Assert.True(Read(tool, Json(argument, good)).IsValid, argument.Name);
            for (var round = 0; round < 200; round++)
            {
                var bad = good.Insert(random.Next(good.Length + 1), poison[random.Next(poison.Length)]);
                Assert.False(Read(tool, Json(argument, bad)).IsValid, $"{argument.Name}: {bad}");
            }

            // An optional one that came empty was not given.
            Assert.All([.. argument.IsRequired ? [""] : Array.Empty<string>(), ".", "..", " ", new string('a', 257)], bad => Assert.False(Read(tool, Json(argument, bad)).IsValid, $"{argument.Name}: {bad}"));
        }

        static string Json(Argument argument, string value)
        {
            var text = $"\"{JsonEncodedText.Encode(value)}\"";
            return $$"""{"{{argument.Name}}":{{(argument.Kind == JsonKind.TextList ? $"[{text}]" : text)}}}""";
        }
    }

    [Fact]
    public void Whatever_comes_is_answered_and_never_thrown_at()
    {
        string[] values = ["null", "true", "-1", "1e999", "\"\\ud800\"", "\"\\u0000\"", "[]", "[[]]", "[null]", "[{}]", "{}", "{\"key\":{}}", "[{\"\\ud800\":1}]", "{\"\\ud800\":\"a\"}"];
        foreach (var tool in TerraformTools.All)
        {
            foreach (var value in values)
            {
                var reading = Read(tool, $$"""{{{string.Join(',', tool.Arguments.Select(argument => $"\"{argument.Name}\":{value}").Append($"\"extra\":{value}"))}}}""");
                Assert.Equal(reading.IsValid, reading.Errors.Count == 0);
                Assert.All(reading.Errors, error => Assert.InRange(error.Message.Length, 10, 1000));
            }
        }
    }

    private static ArgumentReading Read(string tool, string arguments, string? organization = null) => Read(AllTools.Find(tool), arguments, organization);

    private static ArgumentReading Read(TerraformTool tool, string arguments, string? organization = null) =>
        ArgumentReader.Read(tool, JsonElement.Parse(arguments).EnumerateObject().ToDictionary(property => property.Name, property => property.Value), organization);
}
