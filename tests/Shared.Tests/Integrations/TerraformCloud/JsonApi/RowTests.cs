using System.Text.Json;
using ServerlessMcp.Integrations.TerraformCloud.JsonApi;

namespace ServerlessMcp.Tests.Integrations.TerraformCloud.JsonApi;

public sealed class RowTests
{
    [Fact]
    public void A_resource_is_its_id_its_attributes_and_its_relationships_on_one_level() =>
        Assert.Equal(
            """{"id":"ws-1","name":"core","auto_apply":true,"project_id":"prj-1","output_ids":["wsout-1","wsout-2"]}""",
            Flatten.Single("""
                {"data":{"id":"ws-1","type":"workspaces","attributes":{"name":"core","auto-apply":true},
                "relationships":{"project":{"data":{"id":"prj-1","type":"projects"}},
                "outputs":{"data":[{"id":"wsout-1","type":"workspace-outputs"},{"id":"wsout-2","type":"workspace-outputs"}]},
                "readme":{"data":null},"vars":{"links":{"related":"/api/v2/vars"}}},"links":{"self":"/api/v2/workspaces/ws-1"}}}
                """));

    [Theory]
    [InlineData("kebab-case", "kebab_case")]
    [InlineData("snake_case", "snake_case")]
    [InlineData("camelCase", "camel_case")]
    [InlineData("isHCPManaged", "is_hcp_managed")]
    [InlineData("PascalCase", "pascal_case")]
    [InlineData("sha256Sum", "sha256_sum")]
    [InlineData("naïve-name", "naïve_name")]
    [InlineData("esc\\u0061ped-name", "escaped_name")]
    public void Names_are_snake_case(string wire, string row) =>
        Assert.Equal($$"""{"id":"x-1","{{row}}":1}""", Flatten.Attributes($$"""{"{{wire}}":1}"""));

    [Fact]
    public void A_name_longer_than_any_buffer_is_still_a_name()
    {
        var name = string.Join('-', Enumerable.Repeat("word", 100));
        Assert.Equal($$"""{"id":"x-1","{{name.Replace('-', '_')}}":1}""", Flatten.Attributes($$"""{"{{name}}":1}"""));
    }

    [Fact]
    public void Id_comes_first_wherever_it_stood() =>
        Assert.Equal(
            """{"id":"ws-1","name":"core","project_id":"prj-1"}""",
            Flatten.Single("""{"data":{"relationships":{"project":{"data":{"type":"projects","id":"prj-1"}}},"attributes":{"name":"core"},"type":"workspaces","id":"ws-1"}}"""));

    [Fact]
    public void An_attribute_named_id_gives_way_to_the_resources_id() =>
        Assert.Equal("""{"id":"x-1","name":"n"}""", Flatten.Attributes("""{"id":"other","name":"n"}"""));

    [Fact]
    public void An_attribute_named_type_stays() => Assert.Equal("""{"id":"x-1","type":"string"}""", Flatten.Attributes("""{"type":"string"}"""));

    [Fact]
    public void Nulls_and_empty_texts_are_dropped_and_so_is_what_they_leave_empty() =>
        Assert.Equal(
            """{"id":"x-1","f":[null,{}],"g":[""]}""",
            Flatten.Attributes("""{"a":null,"b":{"c":null,"d":{"e":null}},"f":[null,{"x":null}],"g":[""],"h":"","i":{},"j":{"k":""}}"""));

    [Theory]
    [InlineData("\"string\"", "*", """{"id":"x-1","type":"t"}""")]
    [InlineData("\"number\"", "*", """{"id":"x-1","type":"t"}""")]
    [InlineData("\"bool\"", "*", """{"id":"x-1","type":"t"}""")]
    [InlineData("\"dynamic\"", "*", """{"id":"x-1","type":"t","detailed_type":"dynamic"}""")]
    [InlineData("[\"list\",\"bool\"]", "*", """{"id":"x-1","type":"t","detailed_type":["list","bool"]}""")]
    [InlineData("\"bool\"", "detailed_type", """{"id":"x-1","detailed_type":"bool"}""")]
    [InlineData("\"bool\"", "*,detailed_type", """{"id":"x-1","type":"t","detailed_type":"bool"}""")]
    public void A_structure_that_is_the_type_again_is_shown_to_who_names_it(string structure, string fields, string row) =>
        Assert.Equal(row, Flatten.Single("""{"data":{"id":"x-1","attributes":{"type":"t","detailed-type":S}}}""".Replace("S", structure, StringComparison.Ordinal), fields.Split(',')));

    [Fact]
    public void An_empty_value_is_a_value() =>
        Assert.Equal(
            """{"id":"x-1","key":"region","value":"","tags":{"team":""}}""",
            Flatten.Attributes("""{"key":"region","value":"","description":"","tags":{"team":""}}"""));

    [Fact]
    public void Nested_objects_stay_nested_with_snake_case_names() =>
        Assert.Equal(
            """{"id":"x-1","actions":{"is_confirmable":true,"why":{"policy_name":"p"}},"outcomes":[{"policy_name":"q"}]}""",
            Flatten.Attributes("""{"actions":{"is-confirmable":true,"why":{"policy-name":"p"}},"outcomes":[{"policyName":"q"}]}"""));

    [Fact]
    public void The_inside_of_a_users_own_value_is_left_alone() =>
        Assert.Equal(
            """{"id":"x-1","value":{"my-Key":null,"empty":{}},"detailed_type":["object",{"my-Key":"string"}],"modules":{"root":{"null-resource":1}}}""",
            Flatten.Attributes("""{"value":{"my-Key":null,"empty":{}},"detailed-type":["object",{"my-Key":"string"}],"modules":{"root":{"null-resource":1}}}"""));

    [Fact]
    public void Numbers_stay_as_exact_as_they_came() =>
        Assert.Equal(
            """{"id":"x-1","a":1.0,"b":12345678901234567890123,"c":-1.5e-7}""",
            Flatten.Attributes("""{"a":1.0,"b":12345678901234567890123,"c":-1.5e-7}"""));

    [Fact]
    public void Text_is_written_without_needless_escapes() =>
        Assert.Equal(
            """{"id":"x-1","a":"it's <b> & \"ü\"\n"}""",
            Flatten.Attributes("""{"a":"it\u0027s \u003cb\u003e \u0026 \"\u00fc\"\n"}"""));

    [Fact]
    public void An_attribute_that_is_called_like_a_relationships_id_wins_over_it() =>
        Assert.Equal(
            """{"id":"x-1","run_id":"run-a","team_id":"team-r"}""",
            Flatten.Single("""
                {"data":{"id":"x-1","attributes":{"run-id":"run-a","team-id":null},"relationships":{
                "run":{"data":{"id":"run-r","type":"runs"}},"team":{"data":{"id":"team-r","type":"teams"}}}}}
                """));

    [Theory]
    [InlineData("locked-by", "users", """{"id":"ws-1","locked_by_id":"o-1"}""")]
    [InlineData("locked-by", "runs", """{"id":"ws-1","locked_by_id":"o-1","locked_by_type":"runs"}""")]
    [InlineData("locked-by", "teams", """{"id":"ws-1","locked_by_id":"o-1","locked_by_type":"teams"}""")]
    [InlineData("holder", "users", """{"id":"ws-1","holder_id":"o-1","holder_type":"users"}""")]
    [InlineData("current-run", "runs", """{"id":"ws-1","current_run_id":"o-1"}""")]
    [InlineData("current-assessment-result", "assessment-results", """{"id":"ws-1","current_assessment_result_id":"o-1"}""")]
    [InlineData("policy", "policies", """{"id":"ws-1","policy_id":"o-1"}""")]
    public void A_relationship_tells_its_type_where_its_name_does_not_and_who_did_something_where_it_is_no_user(string name, string type, string row) =>
        Assert.Equal(row, Flatten.Single($$$$$$"""{"data":{"id":"ws-1","relationships":{"{{{{{{name}}}}}}":{"data":{"id":"o-1","type":"{{{{{{type}}}}}}"}}}}}"""));

    [Theory]
    [InlineData("""{"data":[{"id":"ce-1","attributes":{"status":"finished"}}]}""", """{"id":"ce-1","status":"finished"}""")]
    [InlineData("""{"data":[{"id":"a"},{"id":"b"}]}""", """{"items":[{"id":"a"},{"id":"b"}]}""")]
    [InlineData("""{"data":{"id":"ws-1","type":"workspaces"}}""", """{"id":"ws-1","type":"workspaces"}""")]
    [InlineData("""{"data":{"type":"views","name":"view","query_type":"workspaces"}}""", """{"name":"view","query_type":"workspaces","type":"views"}""")]
    [InlineData("""{"errors":null,"data":{"id":"a"}}""", """{"id":"a"}""")]
    [InlineData("""{"errors":[],"data":{"id":"a"}}""", """{"id":"a"}""")]
    public void Documents_that_are_not_quite_JSON_API_are_rows_as_well(string document, string row) => Assert.Equal(row, Flatten.Single(document));

    [Theory]
    [InlineData("id", """{"userName":"ada","id":7,"links":{"self":"x"}}""", """{"id":7,"user_name":"ada"}""")]
    [InlineData("id", """{"id":"ae-1","type":"Resource","auth":{"accessor_id":"user-1","impersonator_id":null}}""", """{"id":"ae-1","auth":{"accessor_id":"user-1"},"type":"Resource"}""")]
    [InlineData("request_id", """{"request-id":"r-1"}""", """{"request_id":"r-1"}""")]
    [InlineData("id", """{"data":{"id":"r-1","type":"things"}}""", """{"id":"r-1","type":"things"}""")]
    public void A_document_may_itself_be_the_resource_where_its_row_says_by_what_it_is_known(string known, string document, string row) =>
        Assert.Equal(row, Flatten.Whole(document, known));

    [Theory]
    [InlineData("""{"data":[]}""", "a list without resources")]
    [InlineData("""{"data":null}""", "an object with data")]
    [InlineData("{}", "an empty object")]
    [InlineData("[]", "an array")]
    [InlineData("\"text\"", "a text")]
    [InlineData("null", "null")]
    [InlineData("""{"message":"scheduled maintenance","reference":"a81"}""", "an object with message, reference")]
    [InlineData("""{"data":{"message":"scheduled maintenance"}}""", "an object with data")]
    [InlineData("""{"data":[{"message":"scheduled maintenance"}]}""", "an object with data")]
    [InlineData("""{"data":"ws-1"}""", "an object with data")]
    [InlineData("""{"errors":[{"status":"500","title":"boom"}]}""", "an error document")]
    [InlineData("""{"data":{"id":"ws-1","type":"workspaces"},"errors":[{"title":"half"}]}""", "an error document")]
    [InlineData("""{"data":{"id":"ws-1","type":"workspaces"},"errors":["half"]}""", "an error document")]
    public void What_is_no_resource_is_refused_and_named(string document, string came)
    {
        var unexpected = Assert.Throws<UnexpectedAnswerException>(() => Flatten.Single(document));
        Assert.StartsWith(came, unexpected.What, StringComparison.Ordinal);
        Assert.Throws<UnexpectedAnswerException>(() => Flatten.Whole(document, "user_name"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("<html></html>")]
    [InlineData("""{"data":{"id":"x","attributes":{"a":1}""")]
    [InlineData("""{"data":{"id":"x","attributes":{"a":tru}}}""")]
    [InlineData("""{"data":{"id":"x"}} trailing""")]
    [InlineData("""{"data":{"id":"x"},"included":[{]}""")]
    [InlineData("""{"data":{"id":"x","attributes":{"a":"half \ud800 pair"}}}""")]
    [InlineData("""{"data":{"id":"x","attributes":{"half \ud800 pair":1}}}""")]
    public void A_malformed_document_is_refused(string document)
    {
        Assert.ThrowsAny<JsonException>(() => Flatten.Single(document));
        Assert.ThrowsAny<JsonException>(() => Flatten.Items(document));
    }

    [Fact]
    public void A_document_nested_without_end_is_refused()
    {
        var deep = string.Concat(Enumerable.Repeat("{\"a\":", 200)) + "1" + new string('}', 200);
        Assert.ThrowsAny<JsonException>(() => Flatten.Attributes(deep));
    }
}
