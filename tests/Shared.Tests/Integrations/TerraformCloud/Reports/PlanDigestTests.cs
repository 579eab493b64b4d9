using System.Globalization;
using System.Text;
using ServerlessMcp.Http;
using ServerlessMcp.Integrations.TerraformCloud.Client;
using ServerlessMcp.Integrations.TerraformCloud.Reports.Plans;

namespace ServerlessMcp.Tests.Integrations.TerraformCloud.Reports;

/// <summary>Digests of plans that the terraform CLI made; <c>Terraform/make.mjs</c> makes them again.</summary>
public sealed class PlanDigestTests
{
    private const string Canary = "canary-of-the-golden-files";

    [Theory]
    [InlineData("everything", false)]
    [InlineData("everything", true)]
    [InlineData("fleet", false)]
    [InlineData("fleet", true)]
    public async Task A_plan_of_the_CLI_has_the_digest_on_file(string plan, bool includeValues)
    {
        var digest = await DigestAsync(GoldenFile.Read($"{plan}.plan.json"), new PlanQuery { IncludeValues = includeValues, Take = 100 });
        GoldenFile.Holds($"{plan}.{(includeValues ? "values" : "digest")}.json", Shown(digest));
        Assert.DoesNotContain(Canary, Shown(digest), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_action_is_called_by_its_name()
    {
        var digest = await DigestAsync(GoldenFile.Read("everything.plan.json"));
        Assert.Equal(
            ["create", "delete", "forget", "import", "move", "no_op", "replace", "update"],
            digest.Counts.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("terraform_data.old_name", digest.Resources.Single(change => change.Address == "terraform_data.new_name").MovedFrom);
        Assert.Equal(["triggers_replace"], digest.Resources.Single(change => change.Address == "terraform_data.replaced").ForcedBy);
        Assert.True(digest.Resources.Single(change => change.Address == "terraform_data.replaced").IsCreatedFirst);
        Assert.Equal("0af21735-0000-4000-8000-000000000001", digest.Resources.Single(change => change.Address == "terraform_data.imported").Imported!.Id);
    }

    [Fact]
    public async Task A_changed_path_is_the_deepest_that_differs()
    {
        var digest = await DigestAsync(GoldenFile.Read("everything.plan.json"));
        var updated = digest.Resources.Single(change => change.Address == "terraform_data.updated").Changed.Select(attribute => attribute.Path);
        Assert.Equal(["input.size", "input.tags.Name", "input.zones", "output"], updated);
    }

    [Theory]
    [InlineData("delete", null, 2)]
    [InlineData("move", null, 1)]
    [InlineData("import", null, 1)]
    [InlineData("update", "module.network.*", 2)]
    [InlineData("update", "module.network.terraform_data.subnet[\"eu-1a\"]", 1)]
    [InlineData("update", "MODULE.*", 0)]
    [InlineData("no_op", "terraform_data.unchanged[?]", 3)]
    [InlineData("drift", null, 0)]
    public async Task Actions_and_addresses_filter(string action, string? address, int count)
    {
        var digest = await DigestAsync(GoldenFile.Read("everything.plan.json"), new PlanQuery { Actions = [action], Address = address });
        Assert.Equal(count, digest.Matching);
        Assert.Equal(count, digest.Resources.Count);
    }

    [Fact]
    public async Task Pages_join_to_the_whole()
    {
        var plan = GoldenFile.Read("fleet.plan.json");
        var whole = await DigestAsync(plan, new PlanQuery { Take = 100 });
        List<string> joined = [];
        for (var skip = 0; skip < whole.Matching; skip += 4)
        {
            joined.AddRange((await DigestAsync(plan, new PlanQuery { Skip = skip, Take = 4 })).Resources.Select(change => change.Address));
        }

        Assert.Equal(15, whole.Matching);
        Assert.Equal(whole.Resources.Select(change => change.Address), joined);
    }

    [Fact]
    public async Task Values_are_shown_when_asked_for_and_only_those_that_nobody_marks()
    {
        var silent = Shown(await DigestAsync(GoldenFile.Read("everything.plan.json")));
        var told = Shown(await DigestAsync(GoldenFile.Read("everything.plan.json"), new PlanQuery { IncludeValues = true, Take = 100 }));
        Assert.DoesNotContain("in the open", silent, StringComparison.Ordinal);
        Assert.Contains("in the open", told, StringComparison.Ordinal);
        Assert.Contains("(sensitive)", told, StringComparison.Ordinal);
        Assert.DoesNotContain(Canary, silent + told, StringComparison.Ordinal);
    }

    // terraform_data.output has the same text as its input, and no mark: the provider computed it.
    [Fact]
    public async Task What_is_marked_in_one_place_is_withheld_in_every_other()
    {
        const string Plan = """
            {"variables":{"p":{"value":"s3cr3t-of-a-variable"}},
             "resource_changes":[{"address":"a.b","change":{"actions":["update"],"before":{"in":"old-secret-1","out":"x"},"after":{"in":"new-secret-2","out":"new-secret-2","url":"pg://root:s3cr3t-of-a-variable@db"},
               "after_unknown":{},"before_sensitive":{"in":true},"after_sensitive":{"in":true}}}],
             "configuration":{"provider_config":{},"root_module":{"variables":{"p":{"sensitive":true}}}}}
            """;
        var digest = Shown(await DigestAsync(Encoding.UTF8.GetBytes(Plan), new PlanQuery { IncludeValues = true }));
        Assert.DoesNotContain("secret", digest, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr3t", digest, StringComparison.Ordinal);
        Assert.Contains("""{"path":"out","before":"x","after":"(sensitive)"}""", digest, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_update_whose_values_were_redacted_says_what_may_change()
    {
        const string Plan = """
            {"resource_changes":[{"address":"a.b","change":{"actions":["update"],"before":{"pw":"REDACTED"},"after":{"pw":"REDACTED"},"before_sensitive":{"pw":true},"after_sensitive":{"pw":true}}}]}
            """;
        Assert.Equal(["pw"], Assert.Single((await DigestAsync(Encoding.UTF8.GetBytes(Plan))).Resources).MayChange);
    }

    [Fact]
    public async Task Drift_stands_beside_the_changes_and_can_be_listed()
    {
        var drifted = Enumerable.Range(0, 25).Select(index => Drifted(index.ToString(CultureInfo.InvariantCulture)));
        var plan = Encoding.UTF8.GetBytes($$$$"""{"resource_drift":[{{{{string.Join(',', drifted)}}}}],"resource_changes":[],"checks":[{"address":{"to_display":"check.c"},"status":"fail","instances":[{"address":{"to_display":"check.c"},"status":"fail","problems":[{"message":"It is down."}]}]}]}""");
        var digest = await DigestAsync(plan);
        Assert.Equal((25, 10, 0), (digest.DriftCount, digest.Drift.Count, digest.Resources.Count));
        Assert.Equal(["size"], digest.Drift[0].Changed.Select(attribute => attribute.Path));
        Assert.Equal("It is down.", Assert.Single(Assert.Single(digest.FailedChecks).Messages));
        var listed = await DigestAsync(plan, new PlanQuery { Actions = ["drift"], Skip = 20 });
        Assert.Equal((25, 5), (listed.Matching, listed.Resources.Count));
    }

    [Theory]
    [InlineData("", TerraformFailure.NotJson)]
    [InlineData("[]", TerraformFailure.NotJson)]
    [InlineData("{\"resource_changes\":[{\"address\":\"a", TerraformFailure.Cut)]
    [InlineData("{\"resource_changes\":[", TerraformFailure.Cut)]
    public async Task What_ends_early_is_told_from_what_is_no_plan(string plan, TerraformFailure failure) =>
        Assert.Equal(failure, (await Assert.ThrowsAsync<TerraformFailedException>(() => DigestAsync(Encoding.UTF8.GetBytes(plan)))).Failure);

    [Fact]
    public async Task Html_is_no_plan() =>
        Assert.Contains("Sign in", (await Assert.ThrowsAsync<TerraformFailedException>(() => DigestAsync("<html>Sign in</html>"u8.ToArray()))).Message, StringComparison.Ordinal);

    // The pieces that a network gives end anywhere: within a number, a name, a character.
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(4096)]
    public async Task However_the_bytes_come_the_digest_is_the_same(int piece)
    {
        var plan = GoldenFile.Read(piece < 100 ? "everything.plan.json" : "fleet.plan.json");
        Assert.Equal(
            Shown(await DigestAsync(plan, new PlanQuery { IncludeValues = true })),
            Shown(await DigestAsync(plan, new PlanQuery { IncludeValues = true }, piece)));
    }

    internal static string Drifted(string index) =>
        $$$$"""{"address":"aws_x.y[{{{{index}}}}]","change":{"actions":["update"],"before":{"size":1,"id":"a"},"after":{"size":2,"id":"a"},"after_unknown":{},"before_sensitive":{},"after_sensitive":{}}}""";

    internal static async Task<PlanDigest> DigestAsync(byte[] plan, PlanQuery? query = null, int piece = int.MaxValue, bool isRedacted = false)
    {
        await using var download = await Downloads.OfAsync(new PiecewiseStream(plan, piece));
        return await PlanReader.ReadAsync(download, query ?? PlanQuery.Default, isRedacted);
    }

    internal static string Shown(PlanDigest digest)
    {
        var json = JsonResponse.Bytes(writer =>
        {
            writer.WriteStartObject();
            writer.WritePropertyName("counts");
            PlanWriter.WriteCounts(writer, digest);
            writer.WriteStartArray("items");
            foreach (var change in digest.Resources)
            {
                PlanWriter.Write(writer, change);
            }

            writer.WriteEndArray();
            writer.WriteStartArray("outputs");
            foreach (var output in digest.Outputs)
            {
                PlanWriter.Write(writer, output);
            }

            writer.WriteEndArray();
            writer.WriteStartArray("failed_checks");
            foreach (var check in digest.FailedChecks)
            {
                PlanWriter.Write(writer, check);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        });
        return Encoding.UTF8.GetString(json.Span);
    }
}
