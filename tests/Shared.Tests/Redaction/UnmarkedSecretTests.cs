using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ServerlessMcp.Integrations.TerraformCloud.Reports.Plans;
using ServerlessMcp.Integrations.TerraformCloud.Reports.States;
using ServerlessMcp.Redaction;
using ServerlessMcp.Redaction.Secrets;
using ServerlessMcp.Tests.Integrations.TerraformCloud.JsonApi;
using ServerlessMcp.Tests.Integrations.TerraformCloud.Reports;

namespace ServerlessMcp.Tests.Redaction;

/// <summary>Secrets that no mark tells of, in the plans and states of three generations of Terraform: by what the provider's documentation says, by name, and by form.</summary>
public sealed class UnmarkedSecretTests
{
    private const string Canary = "canary-of-no-mark";

    public static TheoryData<string, string> Known => [.. KnownSecrets.All.Select(known => (known.Type, known.Attribute))];

    [Fact]
    public void The_table_has_at_least_120_pairs_and_none_twice()
    {
        var all = KnownSecrets.All.ToList();
        Assert.InRange(all.Count, 120, 2000);
        Assert.Equal(all.Count, all.Distinct().Count());
    }

    /// <summary>The documents that have these values of a resource: plans of Terraform 0.15, of before 1.0 and of today, without marks of it, shown states, and state files.</summary>
    public static IEnumerable<string> Generations(string type, string values)
    {
        foreach (var version in new[] { "0.14.11", "0.15.0", "0.15.5", "1.11.4" })
        {
            var marks = version == "0.14.11" ? "" : version == "0.15.0" ? ",\"before_sensitive\":false,\"after_sensitive\":{}" : ",\"before_sensitive\":{},\"after_sensitive\":{}";
            yield return $$$"""{"format_version":"0.2","terraform_version":"{{{version}}}","resource_changes":[{"address":"{{{type}}}.a","mode":"managed","type":"{{{type}}}","name":"a","change":{"actions":["create"],"before":null,"after":{{{values}}}{{{marks}}}}}]}""";
            yield return $$$"""{"format_version":"0.2","terraform_version":"{{{version}}}","values":{"root_module":{"resources":[{"address":"{{{type}}}.a","mode":"managed","type":"{{{type}}}","name":"a","values":{{{values}}}}]} } }""";
        }

        yield return $$$"""{"version":4,"terraform_version":"1.11.4","serial":1,"outputs":{},"resources":[{"mode":"managed","type":"{{{type}}}","name":"a","provider":"p","instances":[{"schema_version":0,"attributes":{{{values}}},"sensitive_attributes":[]}]}]}""";
    }

    [Theory, MemberData(nameof(Known))]
    public async Task What_a_provider_documents_as_sensitive_is_withheld_in_every_generation_and_says_why(string type, string attribute)
    {
        var values = Nested(attribute.Split('.'));
        foreach (var document in Generations(type, values))
        {
            var shown = Flatten.Write(writer => TerraformDocument.Write(JsonElement.Parse(document), writer));
            Assert.DoesNotContain(Canary, shown, StringComparison.Ordinal);
            Assert.Contains("(sensitive", shown, StringComparison.Ordinal);
            Assert.Contains("plain-text", shown, StringComparison.Ordinal);
            foreach (var value in await ValuesAsync(document))
                Assert.DoesNotContain(Canary, value, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("db_password", true)]
    [InlineData("dbPassword", true)]
    [InlineData("DB_PASSWORD", true)]
    [InlineData("api-token", true)]
    [InlineData("clientSecret", true)]
    [InlineData("password_policy", false)]
    [InlineData("secret_name", false)]
    [InlineData("key_name", false)]
    [InlineData("bypassword", false)]
    [InlineData("next_token", false)]
    public void Where_marks_are_absent_a_name_tells(string name, bool isSecret)
    {
        foreach (var document in Generations("some_thing", $$$"""{"a":{"{{{name}}}":"plain-Text-4711"}}""").Where(document => !document.Contains("\"terraform_version\":\"1.11.4\",\"resource", StringComparison.Ordinal) && !document.Contains("\"terraform_version\":\"1.11.4\",\"values", StringComparison.Ordinal)))
            Assert.Equal(!isSecret, Flatten.Write(writer => TerraformDocument.Write(JsonElement.Parse(document), writer)).Contains("plain-Text-4711", StringComparison.Ordinal));
    }

    [Fact]
    public void What_stands_for_a_secret_is_none()
    {
        foreach (var value in new[] { "arn:aws:secretsmanager:eu-central-1:123456789012:secret:db-a1b2c3", "projects/acme/secrets/db", "${var.password}", "https://vault.example.com/v1/db", "required" })
        {
            var document = $$$"""{"version":4,"resources":[{"type":"x_y","name":"a","instances":[{"schema_version":0,"attributes":{"password":"{{{value}}}"}}]}]}""";
            Assert.Contains(value, Flatten.Write(writer => TerraformDocument.Write(JsonElement.Parse(document), writer)), StringComparison.Ordinal);
        }
    }

    // {"a":[{"b":"canary"}]} of a.b, as blocks are.
    private static string Nested(ReadOnlySpan<string> path)
    {
        JsonNode value = JsonValue.Create(Canary);
        for (var at = path.Length - 1; at >= 0; at--)
        {
            var owner = new JsonObject { [path[at]] = value, ["other"] = "plain-text" };
            value = at == 0 ? owner : new JsonArray(owner);
        }

        return value.ToJsonString();
    }

    private static async Task<IEnumerable<string>> ValuesAsync(string document)
    {
        if (document.Contains("resource_changes", StringComparison.Ordinal))
        {
            var plan = await PlanDigestTests.DigestAsync(Encoding.UTF8.GetBytes(document), new PlanQuery { IncludeValues = true });
            return plan.Resources.SelectMany(resource => resource.Changed).Select(change => change.Before + change.After);
        }

        await using var download = await Downloads.OfAsync(new MemoryStream(Encoding.UTF8.GetBytes(document)));
        return (await StateReader.ReadAsync(download, new StateQuery { IncludeValues = true })).Resources.SelectMany(resource => resource.Values!).Select(value => value.Value);
    }
}
