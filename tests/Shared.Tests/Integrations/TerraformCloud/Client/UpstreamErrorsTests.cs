using System.Text;
using System.Text.Json;
using ServerlessMcp.Catalog;
using ServerlessMcp.Http;
using ServerlessMcp.Integrations.TerraformCloud.Client;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Integrations.TerraformCloud.Requests;
using ServerlessMcp.Tests.Integrations.TerraformCloud.JsonApi;
using static ServerlessMcp.Tests.Integrations.TerraformCloud.JsonApi.Calls;

namespace ServerlessMcp.Tests.Integrations.TerraformCloud.Client;

public sealed class UpstreamErrorsTests
{
    private static readonly TerraformTool Read = Tool(HttpMethod.Get, "/workspaces/{workspace_id}", Argument(ArgumentPlace.Query, "status", "filter[status]"));

    private static readonly TerraformTool Create = Tool(
        HttpMethod.Post,
        "/workspaces",
        Argument(ArgumentPlace.Attribute, "name"),
        Argument(ArgumentPlace.Attribute, "vcs_branch", "vcs-repo.branch"),
        Argument(ArgumentPlace.Attribute, "variables", kind: JsonKind.RecordList),
        Argument(ArgumentPlace.Relationship, "project_id", "project", type: "projects"));

    [Fact]
    public void An_error_keeps_the_APIs_words_and_says_what_to_do()
    {
        var error = Write(Create, 409, """{"errors":[{"status":"409","title":"conflict","detail":"Unable to unlock workspace. The workspace is locked by Run run-kB9W and may not be unlocked except by them."}]}""");
        Assert.Equal(["status", "title", "detail", "retryable", "hint"], error.EnumerateObject().Select(member => member.Name));
        Assert.Equal(409, error.GetProperty("status").GetInt32());
        Assert.Equal("conflict", error.GetProperty("title").GetString());
        Assert.Contains("locked by Run run-kB9W", error.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Contains("locked_by", error.GetProperty("hint").GetString(), StringComparison.Ordinal);
        Assert.False(error.GetProperty("retryable").GetBoolean());
    }

    [Theory]
    [InlineData("/data/attributes/name", "name")]
    [InlineData("/data/attributes/vcs-repo/branch", "vcs_branch")]
    [InlineData("/data/attributes/vcs_repo/branch", "vcs_branch")]
    [InlineData("/data/attributes/variables/0/key", "variables")]
    [InlineData("/data/relationships/project", "project_id")]
    [InlineData("/data/relationships/project/data/id", "project_id")]
    [InlineData("/data/attributes/terraform-version", "terraform_version")]
    [InlineData("/data", null)]
    public void What_is_to_blame_is_named_as_the_caller_knows_it(string pointer, string? argument)
    {
        var error = Write(Create, 422, $$$"""{"errors":[{"status":"422","title":"invalid attribute","detail":"is invalid","source":{"pointer":"{{{pointer}}}"}}]}""");
        Assert.Equal(argument is null ? "is invalid" : $"{argument}: is invalid", error.GetProperty("detail").GetString());
        Assert.Equal(argument, error.TryGetProperty("arguments", out var arguments) ? Assert.Single(arguments.EnumerateArray()).GetString() : null);
    }

    [Fact]
    public void A_parameter_of_the_query_is_named_too() =>
        Assert.Equal("status: bad", Write(Read, 400, """{"errors":[{"title":"t","detail":"bad","source":{"parameter":"filter[status]"}}]}""").GetProperty("detail").GetString());

    [Fact]
    public void Several_errors_are_one_text() =>
        Assert.Equal(
            "name: is too long; project_id: is unknown",
            Write(Create, 422, """
                {"errors":[{"title":"invalid","detail":"is too long","source":{"pointer":"/data/attributes/name"}},
                {"title":"invalid","detail":"is too long","source":{"pointer":"/data/attributes/name"}},
                {"title":"invalid","detail":"is unknown","source":{"pointer":"/data/relationships/project"}}]}
                """).GetProperty("detail").GetString());

    [Theory]
    [InlineData(401, false, false)]
    [InlineData(404, false, false)]
    [InlineData(409, false, false)]
    [InlineData(422, false, false)]
    [InlineData(429, true, true)]
    [InlineData(500, true, false)]
    [InlineData(502, true, false)]
    [InlineData(503, true, false)]
    [InlineData(504, true, false)]
    public void Only_what_can_do_nothing_twice_is_retryable(int status, bool isReadRetryable, bool isChangeRetryable)
    {
        Assert.Equal(isReadRetryable, Write(Read, status, "").GetProperty("retryable").GetBoolean());
        Assert.Equal(isChangeRetryable, Write(Create, status, "").GetProperty("retryable").GetBoolean());
    }

    [Fact]
    public void A_change_that_ended_in_a_server_error_may_have_happened() =>
        Assert.Contains("may have been made", Write(Create, 500, "").GetProperty("hint").GetString(), StringComparison.Ordinal);

    [Fact]
    public void A_429_says_how_long_to_wait()
    {
        var error = Write(Read, 429, """{"errors":[{"detail":"You have exceeded the API's rate limit.","status":429,"title":"Too many requests"}]}""", new RateLimit(30, 0, 7));
        Assert.Equal(7, error.GetProperty("retry_after_seconds").GetInt32());
        Assert.Contains("Wait 7 s", error.GetProperty("hint").GetString(), StringComparison.Ordinal);
        Assert.False(Write(Read, 429, "").TryGetProperty("retry_after_seconds", out _));
        Assert.False(Write(Read, 404, "", new RateLimit(30, 0, 7)).TryGetProperty("retry_after_seconds", out _));
    }

    [Fact]
    public void A_404_says_that_it_may_be_a_matter_of_permission() =>
        Assert.Contains("may not see it", Write(Read, 404, """{"errors":[{"status":"404","title":"not found"}]}""").GetProperty("hint").GetString(), StringComparison.Ordinal);

    [Theory]
    [InlineData("/organizations/{organization_name}/projects", "text/plain", "not found\n", true)]
    [InlineData("/organizations/{organization_name}/projects", null, "", true)]
    [InlineData("/organizations/{organization_name}/projects", "application/json", """{"message":"no route"}""", true)]
    [InlineData("/account/details", "text/plain", "404 page not found", true)]
    [InlineData("/organizations/{organization_name}/projects", "application/vnd.api+json", """{"errors":[{"status":"404","title":"not found"}]}""", false)]
    [InlineData("/workspaces/{workspace_id}/runs", "text/plain", "not found", false)]
    public void A_404_that_is_no_answer_of_the_API_on_an_address_without_an_id_says_that_this_is_not_offered(string path, string? type, string body, bool isNotOffered)
    {
        var error = Write(Tool(HttpMethod.Get, path), 404, body, type: type);
        var text = error.GetRawText();
        Assert.Equal(isNotOffered, text.Contains("does not offer", StringComparison.Ordinal) && !text.Contains("permission", StringComparison.Ordinal) && !text.Contains("may not see", StringComparison.Ordinal));
        Assert.Equal(isNotOffered ? "not offered" : "not found", error.GetProperty("title").GetString());
        Assert.False(error.GetProperty("retryable").GetBoolean());
    }

    [Theory]
    [InlineData("hashicorp_terraform_cloud_workspaces_lock", "locked already")]
    [InlineData("hashicorp_terraform_cloud_workspaces_unlock", "not locked, or somebody else holds the lock")]
    [InlineData("hashicorp_terraform_cloud_runs_apply", "does not wait for a confirmation")]
    [InlineData("hashicorp_terraform_cloud_runs_force_cancel", "was not canceled first")]
    [InlineData("hashicorp_terraform_cloud_runs_cancel", "nothing to cancel")]
    [InlineData("create_a_hashicorp_terraform_cloud_state_version", "not locked by you")]
    [InlineData("create_a_hashicorp_terraform_cloud_workspace", "is there already")]
    [InlineData("delete_a_hashicorp_terraform_cloud_ssh_key_by_id", "still in use")]
    public void A_409_without_a_reason_says_what_a_conflict_means_there(string tool, string meaning)
    {
        foreach (var body in new[] { "", """{"errors":[{"status":"409","title":"conflict"}]}""", "Conflict" })
        {
            var error = Write(ServerlessMcp.Tests.Catalog.AllTools.Find(tool), 409, body, type: "text/plain");
            Assert.Contains(meaning, error.GetProperty("detail").GetString(), StringComparison.Ordinal);
            Assert.DoesNotContain("proxy", error.GetRawText(), StringComparison.Ordinal);
        }
    }

    /// <summary>No tool is left without a word for it.</summary>
    [Theory, ClassData(typeof(ServerlessMcp.Tests.Catalog.AllTools))]
    public void Every_tool_knows_what_a_conflict_means(string tool) => Assert.EndsWith(".", ConflictWords.Of(ServerlessMcp.Tests.Catalog.AllTools.Find(tool)), StringComparison.Ordinal);

    [Theory]
    [InlineData(502, "bad gateway")]
    [InlineData(418, "refused")]
    [InlineData(302, "unexpected answer")]
    public void An_answer_without_an_error_document_still_is_an_error(int status, string title)
    {
        var error = Write(Read, status, "<html>secret inside</html>", type: "text/html");
        Assert.Equal(title, error.GetProperty("title").GetString());
        Assert.Contains("text/html", error.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.GetRawText(), StringComparison.Ordinal);
    }

    public static TheoryData<TerraformFailure> Failures => [.. Enum.GetValues<TerraformFailure>()];

    [Theory]
    [MemberData(nameof(Failures))]
    public void A_failure_is_an_error_without_a_status(TerraformFailure failure)
    {
        foreach (var verb in new[] { HttpMethod.Get, HttpMethod.Post, HttpMethod.Delete })
        {
            var exception = new TerraformFailedException(failure, StubUpstream.Address, verb);
            var error = Parse(Flatten.Write(writer => UpstreamErrors.WriteError(exception, Create, writer)));
            Assert.Equal(["failure", "title", "detail", "retryable", "hint"], error.EnumerateObject().Select(member => member.Name));
            Assert.Contains("tfe.example.com", error.GetProperty("detail").GetString(), StringComparison.Ordinal);
            Assert.Equal(exception.IsRetryable, error.GetProperty("retryable").GetBoolean());
            Assert.False(exception is { IsRetryable: true, MayHaveTakenEffect: true });
        }
    }

    [Theory]
    [InlineData(TerraformFailure.TimedOut)]
    [InlineData(TerraformFailure.Cut)]
    [InlineData(TerraformFailure.TooLarge)]
    [InlineData(TerraformFailure.NotJson)]
    public void A_change_without_an_answer_may_have_happened(TerraformFailure failure)
    {
        var exception = new TerraformFailedException(failure, StubUpstream.Address, HttpMethod.Post);
        Assert.True(exception.MayHaveTakenEffect);
        Assert.Contains("may have taken effect", exception.Message, StringComparison.Ordinal);
        Assert.False(new TerraformFailedException(failure, StubUpstream.Address, HttpMethod.Get).MayHaveTakenEffect);
    }

    private static JsonElement Write(TerraformTool tool, int status, string body, RateLimit rateLimit = default, string? type = "application/vnd.api+json")
    {
        using var response = new TerraformResponse(status, Encoding.UTF8.GetBytes(body), type, rateLimit);
        return Parse(Flatten.Write(writer => UpstreamErrors.WriteError(response, tool, writer)));
    }

    private static JsonElement Parse(string text) => Assert.Single(JsonElement.Parse(text).EnumerateObject()).Value;
}
