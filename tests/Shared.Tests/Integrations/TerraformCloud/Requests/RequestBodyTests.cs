using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Integrations.TerraformCloud.Tools;
using ServerlessMcp.Tests.Integrations.TerraformCloud.JsonApi;
using static ServerlessMcp.Tests.Integrations.TerraformCloud.JsonApi.Calls;

namespace ServerlessMcp.Tests.Integrations.TerraformCloud.Requests;

public sealed class RequestBodyTests
{
    private static readonly TerraformTool CreateRun = Tool(
        HttpMethod.Post,
        "/runs",
        Argument(ArgumentPlace.Relationship, "workspace_id", "workspace", type: "workspaces"),
        Argument(ArgumentPlace.Attribute, "message"),
        Argument(ArgumentPlace.Attribute, "plan_only", "plan-only", JsonKind.Boolean),
        Argument(ArgumentPlace.Attribute, "target_addrs", "target-addrs", JsonKind.TextList),
        Argument(ArgumentPlace.Attribute, "variables", kind: JsonKind.RecordList, members: [Argument(ArgumentPlace.Attribute, "key"), Argument(ArgumentPlace.Attribute, "hcl_value", "hcl-value")]));

    [Fact]
    public void A_document_is_built_from_flat_arguments() =>
        Assert.Equal(
            """{"data":{"type":"things","attributes":{"message":"go","plan-only":true,"target-addrs":["a.b"],"variables":[{"key":"k","hcl-value":"1"}]},"relationships":{"workspace":{"data":{"type":"workspaces","id":"ws-1"}}}}}""",
            CreateRun.With("""{"workspace_id":"ws-1","message":"go","plan_only":true,"target_addrs":["a.b"],"variables":[{"key":"k","hcl_value":"1","unknown":2}]}""").Body());

    [Fact]
    public void Only_what_was_given_is_written()
    {
        Assert.Equal("""{"data":{"type":"things","relationships":{"workspace":{"data":{"type":"workspaces","id":"ws-1"}}}}}""", CreateRun.With("""{"workspace_id":"ws-1"}""").Body());
        Assert.Equal("""{"data":{"type":"things"}}""", CreateRun.With("{}").Body());
    }

    [Fact]
    public void A_null_that_was_given_clears() =>
        Assert.Equal(
            """{"data":{"type":"things","attributes":{"message":null},"relationships":{"workspace":{"data":null}}}}""",
            CreateRun.With("""{"workspace_id":null,"message":null}""").Body());

    [Fact]
    public void Dots_nest_and_share_their_object_wherever_they_stand() =>
        Assert.Equal(
            """{"data":{"type":"things","id":"ws-1","attributes":{"vcs-repo":{"branch":"main","identifier":"a/b"},"name":"n"}}}""",
            Tool(
                HttpMethod.Patch,
                "/workspaces/{workspace_id}",
                Argument(ArgumentPlace.Attribute, "vcs_repo_branch", "vcs-repo.branch"),
                Argument(ArgumentPlace.Attribute, "name"),
                Argument(ArgumentPlace.Attribute, "vcs_repo_identifier", "vcs-repo.identifier"))
                .With("""{"workspace_id":"ws-1","vcs_repo_branch":"main","name":"n","vcs_repo_identifier":"a/b"}""").Body());

    [Fact]
    public void What_is_the_same_on_every_call_is_sent_unasked() =>
        Assert.Equal(
            """{"schemas":["urn:x"],"userName":"ada","name":{"givenName":"Ada"}}""",
            (Tool(HttpMethod.Post, "/scim/v2/Users", Argument(ArgumentPlace.Root, "user_name", "userName"), Argument(ArgumentPlace.Root, "given_name", "name.givenName")) with
            {
                Constants = [Rows.Constant(ArgumentPlace.Root, "schemas", """["urn:x"]""")],
            }).With("""{"user_name":"ada","given_name":"Ada"}""").Body());

    [Fact]
    public void The_caller_may_choose_the_type() =>
        Assert.Equal(
            """{"data":{"type":"aws-things","attributes":{"arn":"a"}}}""",
            Tool(HttpMethod.Post, "/things", Argument(ArgumentPlace.Type, "kind", "type"), Argument(ArgumentPlace.Attribute, "arn")).With("""{"kind":"aws-things","arn":"a"}""").Body());

    [Fact]
    public void What_is_not_given_may_be_sent_as_null() =>
        Assert.Equal(
            """{"data":{"type":"things","attributes":{"id":null}}}""",
            Tool(HttpMethod.Patch, "/workspaces/{workspace_id}/relationships/ssh-key", Argument(ArgumentPlace.Attribute, "ssh_key_id", "id").NullIfAbsent())
                .With("""{"workspace_id":"ws-1"}""").Body());

    [Fact]
    public void Records_have_their_id_beside_their_attributes() =>
        Assert.Equal(
            """{"data":[{"type":"vars","id":"var-1","attributes":{"value":"20"}},{"type":"vars","id":"var-2"},{"type":"vars","attributes":{"value":"x"}}]}""",
            Tool(HttpMethod.Patch, "/x", Rows.Resources("variables", "vars", "x", Rows.Member("id", JsonKind.Text, "x"), Rows.Member("value", JsonKind.Text, "x")))
                .With("""{"variables":[{"id":"var-1","value":"20"},{"id":"var-2"},{"value":"x"}]}""").Body());

    [Fact]
    public void One_relationship_may_be_filled_with_resources_of_several_types() =>
        Assert.Equal(
            """{"data":{"type":"things","relationships":{"targets":{"data":[{"type":"modules","id":"mod-1"},{"type":"providers","id":"prov-1"}]}}}}""",
            Tool(
                HttpMethod.Post,
                "/x",
                Argument(ArgumentPlace.Relationship, "module_ids", "targets", JsonKind.TextList, "modules"),
                Argument(ArgumentPlace.Relationship, "provider_ids", "targets", JsonKind.TextList, "providers"))
                .With("""{"module_ids":["mod-1"],"provider_ids":["prov-1"]}""").Body());

    [Fact]
    public void A_form_is_written_as_one() =>
        Assert.Equal(
            "preference=project&text=a%26b%20c",
            (Tool(HttpMethod.Post, "/x", Argument(ArgumentPlace.Root, "preference"), Argument(ArgumentPlace.Root, "text")) with { IsForm = true })
                .With("""{"preference":"project","text":"a&b c"}""").Body());

    [Theory]
    [InlineData("/workspaces/{workspace_id}/vars/{id}", "\"id\":\"var-1\"")]
    [InlineData("/workspaces/{workspace_id}", "\"id\":\"ws-1\"")]
    [InlineData("/organizations/{organization_name}", null)]
    [InlineData("/api/registry/private/v2/gpg-keys/{namespace}/{key_id}", null)]
    [InlineData("/workspaces/{workspace_id}/tag-bindings", null)]
    public void A_PATCH_carries_the_id_of_the_resource_its_path_ends_in(string path, string? id)
    {
        var body = Tool(HttpMethod.Patch, path, Argument(ArgumentPlace.Attribute, "value"))
            .With("""{"workspace_id":"ws-1","id":"var-1","organization_name":"acme","namespace":"acme","key_id":"ABC","value":"20"}""").Body()!;
        Assert.Equal($$$$"""{"data":{"type":"things",{{{{(id is null ? "" : id + ",")}}}}"attributes":{"value":"20"}}}""", body);
    }

    [Fact]
    public void An_actions_body_is_not_a_document()
    {
        var tool = Tool(HttpMethod.Post, "/workspaces/{workspace_id}/actions/lock", Argument(ArgumentPlace.Root, "reason"));
        Assert.Equal("""{"reason":"incident 7"}""", tool.With("""{"workspace_id":"ws-1","reason":"incident 7"}""").Body());
        Assert.Null(tool.With("""{"workspace_id":"ws-1"}""").Body());
    }

    [Fact]
    public void Relationship_endpoints_take_identifiers()
    {
        var tool = Tool(HttpMethod.Delete, "/varsets/{varset_id}/relationships/workspaces", Argument(ArgumentPlace.Identifiers, "workspace_ids", kind: JsonKind.TextList, type: "workspaces"));
        Assert.Equal("""{"data":[{"type":"workspaces","id":"ws-1"},{"type":"workspaces","id":"ws-2"}]}""", tool.With("""{"workspace_ids":["ws-1","ws-2"]}""").Body());
        Assert.Equal("""{"data":[]}""", tool.With("""{"workspace_ids":[]}""").Body());
    }

    [Fact]
    public void Things_that_are_named_by_attributes_are_records() =>
        Assert.Equal(
            """{"data":[{"type":"tag-bindings","attributes":{"key":"env","tag-value":"prod"}}]}""",
            Tool(
                HttpMethod.Patch,
                "/workspaces/{workspace_id}/tag-bindings",
                Argument(ArgumentPlace.Identifiers, "tags", kind: JsonKind.RecordList, type: "tag-bindings", members: [Argument(ArgumentPlace.Attribute, "key"), Argument(ArgumentPlace.Attribute, "tag_value", "tag-value")]))
                .With("""{"tags":[{"key":"env","tag_value":"prod"}]}""").Body());

    [Fact]
    public void A_relationship_to_many_is_an_array() =>
        Assert.Equal(
            """{"data":{"type":"things","relationships":{"projects":{"data":[{"type":"projects","id":"prj-1"}]}}}}""",
            Tool(HttpMethod.Post, "/things", Argument(ArgumentPlace.Relationship, "project_ids", "projects", JsonKind.TextList, "projects")).With("""{"project_ids":["prj-1"]}""").Body());

    [Fact]
    public void A_read_has_no_body() =>
        Assert.Null(Tool(HttpMethod.Get, "/runs/{id}", Argument(ArgumentPlace.Root, "reason")).With("""{"id":"run-1","reason":"x"}""").Body());

    [Fact]
    public void What_is_built_flattens_to_what_was_given()
    {
        var arguments = """{"workspace_id":"ws-1","message":"it's \"done\" ü","plan_only":true,"target_addrs":["a.b"]}""";
        Assert.Equal(
            """{"message":"it's \"done\" ü","plan_only":true,"target_addrs":["a.b"],"workspace_id":"ws-1"}""",
            Flatten.Single(CreateRun.With(arguments).Body()!));
    }
}
