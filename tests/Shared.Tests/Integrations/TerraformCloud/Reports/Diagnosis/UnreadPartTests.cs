using System.Net;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Integrations.TerraformCloud.Reports.Diagnosis;

/// <summary>Whatever goes wrong with a part of a diagnosis, in every situation that has parts: it is said, and the rest of the report is there.</summary>
public sealed class UnreadPartTests
{
    private static readonly Dictionary<string, Func<HttpResponseMessage>> Spoilt = new()
    {
        ["500"] = () => new(HttpStatusCode.InternalServerError),
        ["malformed"] = () => Json("""{"data":[{"id":"x"""),
        ["empty"] = () => Json(""),
        ["no_resource"] = () => Json("""{"data":null}"""),
        ["a_list"] = () => Json("[]"),
        ["a_page"] = () => new(HttpStatusCode.OK) { Content = new StringContent("<html>login</html>", System.Text.Encoding.UTF8, "text/html") },
        ["cut"] = () => throw new HttpRequestException(HttpRequestError.ResponseEnded, "cut"),
    };

    public static TheoryData<string> Situations => [.. DocumentedSituations.All.Keys];

    [Trait("Lane", "slow")]
    [Theory, MemberData(nameof(Situations))]
    public async Task A_part_that_cannot_be_read_is_said_and_the_report_goes_on(string name)
    {
        var whole = new Spoiling(DocumentedSituations.All[name].Upstream(), _ => null);
        Assert.False((bool)(await DiagnoseAsync(whole))["isError"]!);
        foreach (var part in whole.Paths.Where(path => !IsOfRun(path)).Distinct().ToList())
        {
            foreach (var (how, spoil) in Spoilt)
            {
                var answer = await DiagnoseAsync(new Spoiling(DocumentedSituations.All[name].Upstream(), path => path == part ? spoil() : null));
                var said = answer.Answer();
                Assert.False((bool)answer["isError"]!, $"{part} {how}: {said.ToJsonString()}");
                Assert.Equal(Documents.Run, (string)said["run_id"]!);

                // An empty list and an unlocked workspace are answers; a log is text.
                var isNothing = how is "no_resource" or "a_list" or "malformed" or "empty";
                Assert.True(said["not_read"] is not null || (isNothing && (part.StartsWith("/logs/", StringComparison.Ordinal) || how is "no_resource" or "a_list")), $"{part} {how}: {said.ToJsonString()}");
            }
        }
    }

    [Trait("Lane", "slow")]
    [Theory, MemberData(nameof(Situations))]
    public async Task After_a_429_nothing_more_is_asked_and_the_reason_has_its_seconds(string name)
    {
        var whole = new Spoiling(DocumentedSituations.All[name].Upstream(), _ => null);
        await DiagnoseAsync(whole);
        foreach (var part in whole.Paths.Where(path => path.StartsWith("/api/", StringComparison.Ordinal) && !IsOfRun(path)).Distinct().ToList())
        {
            var limited = new Spoiling(DocumentedSituations.All[name].Upstream(), path => path == part ? Limited() : null);
            var said = (await DiagnoseAsync(limited)).Answer();
            Assert.Equal(part, limited.Paths[^1]);

            // What was read before it may have been refused for reasons of its own, or not say all.
            Assert.All(said["not_read"]!.AsArray().Where(sentence => !((string)sentence!).Contains("404", StringComparison.Ordinal) && !((string)sentence!).Contains("does not say", StringComparison.Ordinal)), sentence => Assert.EndsWith("429, the API takes no more requests for 7 s.", (string)sentence!, StringComparison.Ordinal));
        }
    }

    private static bool IsOfRun(string path) => path == $"/api/v2/runs/{Documents.Run}";

    private static HttpResponseMessage Limited()
    {
        var answer = new HttpResponseMessage(HttpStatusCode.TooManyRequests);
        answer.Headers.Add("x-ratelimit-reset", "6.5");
        return answer;
    }

    private static HttpResponseMessage Json(string body) => new(HttpStatusCode.OK) { Content = new StringContent(body, System.Text.Encoding.UTF8, "application/vnd.api+json") };

    private static async Task<System.Text.Json.Nodes.JsonNode> DiagnoseAsync(HttpMessageHandler upstream)
    {
        await using var product = await TestProduct.StartAsync(between: _ => upstream);
        await product.ConnectAsync(address: "https://app.terraform.io");
        return await product.CallAsync(await product.TokenAsync("""{"methods":["*"],"tags":["*"]}"""), "hashicorp_terraform_cloud_runs_diagnose", $$"""{"run_id":"{{Documents.Run}}"}""");
    }

    /// <summary>Answers some paths otherwise.</summary>
    private sealed class Spoiling(HttpMessageHandler inner, Func<string, HttpResponseMessage?> instead) : DelegatingHandler(inner)
    {
        public List<string> Paths { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Paths.Add(request.RequestUri!.AbsolutePath);
            return instead(request.RequestUri.AbsolutePath) is { } answer ? Task.FromResult(answer) : base.SendAsync(request, cancellationToken);
        }
    }
}
