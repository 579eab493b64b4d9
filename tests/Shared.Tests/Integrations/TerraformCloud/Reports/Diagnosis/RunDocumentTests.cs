using System.Text.Json.Nodes;
using ServerlessMcp.Integrations.TerraformCloud.Client;
using ServerlessMcp.Tests.Catalog;
using RunDocument = ServerlessMcp.Integrations.TerraformCloud.Reports.Diagnosis.RunDocument;

namespace ServerlessMcp.Tests.Integrations.TerraformCloud.Reports.Diagnosis;

/// <summary>What a run's row keeps of its run is all that the facts are read from, and no more.</summary>
public sealed class RunDocumentTests
{
    private static readonly string[] Names = [.. JsonNode.Parse(File.ReadAllText(
        SourceTree.PathOf("src", "Shared", "Integrations", "TerraformCloud", "Requests", "known-fields.json")))!["runs"]!["fields"]!
        .AsArray().Select(name => ((string)name!).Split('.')[0]).Concat(RunDocument.Fields).Distinct()];

    [Fact]
    public void The_facts_are_read_from_the_fields_that_are_said()
    {
        foreach (var run in Runs())
        {
            var kept = run.DeepClone();
            foreach (var name in Names.Except(RunDocument.Fields))
            {
                kept["attributes"]!.AsObject().Remove(name.Replace('_', '-'));
            }

            Assert.Equal(Facts(run), Facts(kept));
        }
    }

    [Fact]
    public void Each_field_says_something() => Assert.All(RunDocument.Fields, field => Assert.Contains(Runs(), run =>
    {
        var without = run.DeepClone();
        without["attributes"]!.AsObject().Remove(field.Replace('_', '-'));
        return Facts(run) != Facts(without);
    }));

    private static string Facts(JsonNode run) =>
        RunDocument.Read(new ApiResource(System.Text.Json.JsonDocument.Parse(run.ToJsonString()).RootElement)).ToString();

    // Of each attribute that the API documents: a flag, a moment, a number, and an object of flags and moments.
    private static IEnumerable<JsonNode> Runs()
    {
        const string Parts = """{"is-confirmable":true,"is-cancelable":true,"is-discardable":true,"is-force-cancelable":true,"can-apply":true,"can-cancel":true,"planned-at":"2026-01-02T00:00:00Z","applying-at":"2026-01-02T00:00:00Z"}""";
        foreach (var value in new[] { "true", "\"2026-01-01T00:00:00Z\"", "7", Parts })
        {
            var run = JsonNode.Parse("""{"id":"run-1","type":"runs","attributes":{}}""")!;
            foreach (var name in Names)
            {
                run["attributes"]![name.Replace('_', '-')] = JsonNode.Parse(name == "status" && value == Parts ? "\"planned\"" : value);
            }

            yield return run;
        }
    }
}
