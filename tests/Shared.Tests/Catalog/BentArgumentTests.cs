using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Integrations.TerraformCloud.Requests;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Catalog;

/// <summary>
/// Arguments as models and clients really send them. Whatever they do to one, the call is that which was meant, that of an argument left out, or a refusal that names it;
/// and nothing that came empty empties what is there.
/// </summary>
public sealed class BentArgumentTests
{
    private const string UpdateVariable = "update_a_hashicorp_terraform_cloud_variable_by_id";
    private const string BulkUpdate = "hashicorp_terraform_cloud_workspace_variables_bulk_update";
    private const string AssignKey = "hashicorp_terraform_cloud_workspaces_assign_ssh_key";
    private const string ListWorkspaces = "list_all_hashicorp_terraform_cloud_workspaces";
    private const string CreateRun = "create_a_hashicorp_terraform_cloud_run";

    [Theory]
    [ClassData(typeof(AllTools))]
    public void An_optional_argument_that_came_empty_was_not_given_or_is_refused_by_name(string name)
    {
        var tool = AllTools.Find(name);
        var without = Request(Read(tool, SampleArguments.For(tool)));
        foreach (var argument in Optional(tool))
        {
            foreach (var empty in new[] { "null", "\"\"" })
            {
                AssertMeans(without, tool, argument, empty);
            }

            if (argument.Kind != JsonKind.Text)
            {
                AssertMeans(without, tool, argument, "\"null\"");
                AssertMeans(without, tool, argument, "\"  \"");
            }
        }
    }

    [Theory]
    [ClassData(typeof(AllTools))]
    public void An_argument_that_came_as_a_text_is_what_the_text_says(string name)
    {
        var tool = AllTools.Find(name);
        foreach (var argument in tool.Arguments.Where(argument => argument is { IsDerived: false, Kind: not JsonKind.Text } && !IsOneOfUploads(tool, argument)))
        {
            var value = SampleArguments.Value(argument);
            var meant = Request(Read(tool, With(tool, argument, value.ToJsonString())));
            AssertMeans(meant, tool, argument, JsonValue.Create(value.ToJsonString()).ToJsonString());
            AssertMeans(meant, tool, argument, JsonValue.Create($" {value.ToJsonString()}\n").ToJsonString());
            if (argument.Kind is JsonKind.TextList or JsonKind.RecordList)
            {
                AssertMeans(meant, tool, argument, value[0]!.ToJsonString());
            }
        }
    }

    [Theory]
    [ClassData(typeof(AllTools))]
    public void A_list_that_came_empty_empties_nothing(string name)
    {
        var tool = AllTools.Find(name);
        if (tool.Verb != HttpMethod.Patch && tool.Verb != HttpMethod.Put)
        {
            return;
        }

        foreach (var argument in Optional(tool).Where(argument => argument.Kind is JsonKind.TextList or JsonKind.RecordList))
        {
            foreach (var empty in new[] { "[]", "\"[]\"" })
            {
                AssertMeans(Request(Read(tool, SampleArguments.For(tool))), tool, argument, empty);
            }
        }
    }

    [Theory]
    [ClassData(typeof(AllTools))]
    public void So_it_is_with_what_stands_inside_an_argument(string name)
    {
        var tool = AllTools.Find(name);
        foreach (var argument in tool.Arguments.Where(argument => argument is { IsDerived: false, Members.Count: > 0 }))
        {
            foreach (var member in argument.Members)
            {
                string Holding(JsonNode? value)
                {
                    var record = SampleArguments.Value(argument);
                    (argument.Kind == JsonKind.RecordList ? record[0]! : record)[member.Name] = value;
                    return record.ToJsonString();
                }

                if (!member.IsRequired)
                {
                    var without = Request(Read(tool, With(tool, argument, SampleArguments.Value(argument).ToJsonString())));
                    AssertMeans(without, tool, argument, Holding(null));
                    AssertMeans(without, tool, argument, Holding(""));
                }

                if (member.Kind is not JsonKind.Text)
                {
                    var meant = Request(Read(tool, With(tool, argument, Holding(SampleArguments.Value(member)))));
                    AssertMeans(meant, tool, argument, Holding(SampleArguments.Value(member).ToJsonString()));
                }
            }
        }
    }

    [Theory]
    [ClassData(typeof(AllTools))]
    public void An_empty_text_in_a_list_is_refused_by_its_place(string name)
    {
        var tool = AllTools.Find(name);
        foreach (var argument in tool.Arguments.Where(argument => argument is { Kind: JsonKind.TextList, IsDerived: false }))
        {
            foreach (var (list, place) in new[] { ("""[""]""", 0), ("""[" "]""", 0), ($"""[{SampleArguments.Value(argument)[0]!.ToJsonString()},""]""", 1) })
            {
                var errors = Read(tool, With(tool, argument, list)).Errors;
                Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"{argument.Name}[{place}]"), Assert.Single(errors).Name);
                Assert.Contains(argument.Name, errors[0].Message, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [ClassData(typeof(AllTools))]
    public void What_a_refusal_offers_to_clear_is_cleared(string name)
    {
        var tool = AllTools.Find(name);
        foreach (var argument in Optional(tool))
        {
            var empty = argument.Kind is JsonKind.TextList or JsonKind.RecordList ? "[]" : "\"\"";
            var refusal = Read(tool, With(tool, argument, empty)).Errors.SingleOrDefault();
            if (refusal?.Message.Contains("pass clear:", StringComparison.Ordinal) != true)
            {
                continue;
            }

            var call = JsonNode.Parse(SampleArguments.For(tool))!.AsObject();
            call["clear"] = new JsonArray(argument.Name);
            var reading = Read(tool, call.ToJsonString());
            Assert.True(reading.IsValid, $"{argument.Name}: {string.Join(' ', reading.Errors.Select(error => error.Message))}");
            Assert.True(reading.Arguments.TryGet(argument.Name, out var sent) && sent.GetRawText() == empty, argument.Name);
        }
    }

    [Theory]
    [InlineData("""{"variable_id":"var-1","value":""}""", "value came empty, and an empty value wipes nothing here: leave it out to keep what is there, or pass clear: [\"value\"] to empty it.")]
    [InlineData("""{"variable_id":"var-1","description":""}""", "description came empty, and an empty value wipes nothing here: leave it out to keep what is there, or pass clear: [\"description\"] to empty it.")]
    [InlineData("""{"variable_id":"var-1","key":""}""", "key came empty, and it can't be: leave it out to keep what is there; clear does not take it.")]
    [InlineData("""{"variable_id":"var-1","clear":["key"]}""", "clear takes an array of what this tool can empty: value, description; came: 'key'.")]
    [InlineData("""{"variable_id":"var-1","clear":["value"],"value":"a"}""", "value takes a value or to be emptied, not both; came: a value, and clear names it.")]
    [InlineData("""{"variable_id":"var-1","clear":["values[0].value"]}""", "clear takes what stands in this call, empty; came: 'values[0].value'.")]
    public void An_update_says_how_to_empty(string arguments, string message) => Assert.Equal(message, Assert.Single(Read(AllTools.Find(UpdateVariable), arguments).Errors).Message);

    [Fact]
    public void All_that_came_empty_is_told_at_once() =>
        Assert.Equal(["key", "value"], Read(AllTools.Find(UpdateVariable), """{"variable_id":"var-1","key":"","value":"","category":"","hcl":"","description":"new"}""").Errors.Select(error => error.Name));

    [Theory]
    [InlineData("""["value"]""")]
    [InlineData("\"value\"")]
    [InlineData("\"[\\\"value\\\"]\"")]
    public void Clear_is_read_as_leniently_as_the_rest(string clear)
    {
        var reading = Read(AllTools.Find(UpdateVariable), $$"""{"variable_id":"var-1","value":"","clear":{{clear}}}""");
        Assert.True(reading.IsValid);
        Assert.Contains("\"value\":\"\"", Request(reading), StringComparison.Ordinal);
    }

    [Fact]
    public void Inside_a_list_of_what_is_there_an_empty_text_wipes_nothing_either()
    {
        var tool = AllTools.Find(BulkUpdate);
        Assert.Contains("clear: [\"variables[1].value\"]", Assert.Single(Read(tool, """{"workspace_id":"ws-1","variables":[{"id":"var-1"},{"id":"var-2","value":""}]}""").Errors).Message, StringComparison.Ordinal);
        var cleared = Read(tool, """{"workspace_id":"ws-1","variables":[{"id":"var-1","value":null,"hcl":"true","category":""},{"id":"var-2","value":""}],"clear":["variables[1].value"]}""");
        Assert.True(cleared.IsValid);
        Assert.EndsWith("""{"data":[{"type":"vars","id":"var-1","attributes":{"hcl":true}},{"type":"vars","id":"var-2","attributes":{"value":""}}]}""", Request(cleared), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_taken_away_by_leaving_it_out_is_not_by_an_empty_text() =>
        Assert.Equal("ssh_key_id came empty: sshkey-…; none takes it away.", Assert.Single(Read(AllTools.Find(AssignKey), """{"workspace_id":"ws-1","ssh_key_id":""}""").Errors).Message);

    [Theory]
    [InlineData("""{"page_size":0}""", """{}""")]
    [InlineData("""{"page_size":"0"}""", """{}""")]
    [InlineData("""{"tags":[],"fields":[],"search":""}""", """{}""")]
    [InlineData("""{"fields":"id, name"}""", """{"fields":["id","name"]}""")]
    [InlineData("""{"organization_name":""}""", """{}""")]
    [InlineData("""{"toolCallId":"call_1","sessionId":"3f2a","action":"sendMessage","chatInput":"list","tool":"workspaces","task_progress":"- [ ] a","wait_for_previous":true,"_sessionID":"b"}""", """{}""")]
    public void A_list_takes_what_clients_make_of_its_arguments(string came, string meant) =>
        Assert.Equal(Request(Read(AllTools.Find(ListWorkspaces), meant, "acme")), Request(Read(AllTools.Find(ListWorkspaces), came, "acme")));

    [Fact]
    public void A_run_has_the_targets_that_were_meant_or_is_refused()
    {
        var tool = AllTools.Find(CreateRun);
        foreach (var came in new[] { """["aws_instance.web"]""", "\"[\\\"aws_instance.web\\\"]\"", "\"aws_instance.web\"" })
        {
            Assert.Contains("\"target-addrs\":[\"aws_instance.web\"]", Request(Read(tool, $$"""{"workspace_id":"ws-1","target_addrs":{{came}}}""")), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("""[{"path":"main.tf","content":"a"},{"path":"x/b.tf","content":""}]""")]
    [InlineData("""{"main.tf":"a","x/b.tf":""}""")]
    [InlineData("\"{\\\"main.tf\\\":\\\"a\\\",\\\"x/b.tf\\\":\\\"\\\"}\"")]
    public void Files_come_as_a_list_or_as_a_map(string files)
    {
        var tool = Files();
        var reading = Read(tool, With(tool, tool.Arguments.Single(argument => argument.Name == "files"), files));
        Assert.True(reading.IsValid && reading.Arguments.TryGet("files", out var map) && map.GetRawText() == """{"main.tf":"a","x/b.tf":""}""");
    }

    [Theory]
    [InlineData("""[{"path":"main.tf","content":"a"},{"path":"main.tf","content":"b"}]""")]
    [InlineData("""[{"path":"../main.tf","content":"a"}]""")]
    [InlineData("""[{"path":"main.tf"}]""")]
    [InlineData("""[{"path":"main.tf","content":"a","mode":"0644"}]""")]
    [InlineData("""[]""")]
    public void Files_that_are_none_are_refused(string files)
    {
        var tool = Files();
        Assert.Equal("files", Assert.Single(Read(tool, With(tool, tool.Arguments.Single(argument => argument.Name == "files"), files)).Errors).Name);
    }

    private static TerraformTool Files() => TerraformTools.All.First(tool => tool.Arguments.Any(argument => argument.Name == "files"));

    // But for what the sample has although it is not required: without it an update would change nothing.
    private static IEnumerable<Argument> Optional(TerraformTool tool)
    {
        var sample = JsonNode.Parse(SampleArguments.For(tool))!.AsObject();
        return tool.Arguments.Where(argument => argument is { IsRequired: false, IsDerived: false } && !IsOneOfUploads(tool, argument) && !sample.ContainsKey(argument.Name));
    }

    // Of these one is needed, although none is.
    private static bool IsOneOfUploads(TerraformTool tool, Argument argument) =>
        argument.Place == ArgumentPlace.Upload && tool.Arguments.Count(other => other.Place == ArgumentPlace.Upload && other.WireName == argument.WireName) > 1;

    private static void AssertMeans(string meant, TerraformTool tool, Argument argument, string came)
    {
        var reading = Read(tool, With(tool, argument, came));
        if (reading.IsValid)
        {
            Assert.Equal(meant, Request(reading));
        }
        else
        {
            Assert.All(reading.Errors, error => Assert.StartsWith(argument.Name, error.Name, StringComparison.Ordinal));
            Assert.All(reading.Errors, error => Assert.Contains(argument.Name, error.Message, StringComparison.Ordinal));
        }
    }

    private static string With(TerraformTool tool, Argument argument, string value)
    {
        var call = JsonNode.Parse(SampleArguments.For(tool))!.AsObject();
        call[argument.Name] = JsonNode.Parse(value);
        return call.ToJsonString();
    }

    private static ArgumentReading Read(TerraformTool tool, string arguments, string? organization = null) =>
        ArgumentReader.Read(tool, JsonElement.Parse(arguments).EnumerateObject().ToDictionary(property => property.Name, property => property.Value), organization);

    // All that is sent, and what shapes the answer.
    private static string Request(ArgumentReading reading)
    {
        Assert.True(reading.IsValid, string.Join(' ', reading.Errors.Select(error => error.Message)));
        var body = new ArrayBufferWriter<byte>();
        RequestBody.Write(reading.Arguments, body);
        var tool = reading.Arguments.Tool;
        var kept = tool.Arguments.Where(argument => argument.Place is ArgumentPlace.Answer or ArgumentPlace.Upload or ArgumentPlace.Body)
            .Select(argument => reading.Arguments.TryGet(argument.Name, out var value) ? $"{argument.Name}={value}" : "");
        return $"{RequestPath.Build(reading.Arguments, "acme-corp", 1, null)} {string.Concat(kept)} {Encoding.UTF8.GetString(body.WrittenSpan)}";
    }
}
