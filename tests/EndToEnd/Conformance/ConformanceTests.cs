using System.Globalization;
using ServerlessMcp.EndToEnd.Support;

namespace ServerlessMcp.EndToEnd.Conformance;

/// <summary>
/// The official conformance suite (https://github.com/modelcontextprotocol/conformance), against a URL with every tool. Whatever fails has to be listed beside this
/// file, with the reason; whatever is listed has to fail. How many pass is in docs/conformance.md.
/// </summary>
public sealed class ConformanceTests
{
    // The suite has no set of requirements as of 2025-06-18, only scenarios that apply to it.
    [Theory]
    [InlineData("2025-06-18", "--spec-version")]
    [InlineData("2025-11-25", "--requirements")]
    [InlineData("2026-07-28", "--requirements")]
    public async Task Nothing_fails_but_what_is_left_out_by_design(string revision, string option)
    {
        using var folder = new TemporaryFolder();
        _ = NpmClient.Node;
        await using var server = await LocalServer.StartAsync();
        var minted = await server.Api.MintEverythingAsync();

        await using var suite = NpmClient.Start(folder, "conformance", "server", "--url", minted.Url.AbsoluteUri, option, revision,
            "--expected-failures", Checkout.PathOf("tests", "EndToEnd", "Conformance", $"expected-failures-{revision}.yml"), "--timeout", "60000", "--output-dir", folder["results"]);
        var exit = await suite.ExitAsync();
        var said = (suite.Output + suite.Errors).Replace(minted.Token, "smcp_…", StringComparison.Ordinal);
        Assert.True(exit == 0, said);

        var summary = said[said.IndexOf("=== SUMMARY ===", StringComparison.Ordinal)..].Split('\n');
        var scenarios = summary.TakeWhile(line => !line.StartsWith("Total:", StringComparison.Ordinal)).ToList();
        var passed = scenarios.Count(line => line.StartsWith('✓'));
        var failed = scenarios.Count(line => line.StartsWith('✗'));
        var checks = summary.Single(line => line.StartsWith("Total:", StringComparison.Ordinal)).Split(' ');
        var (checksPassed, checksFailed) = (Number(checks[1]), Number(checks[3]));
        var row = $"| {revision} | {passed} of {passed + failed} | {checksPassed} of {checksPassed + checksFailed} |";
        TestContext.Current.TestOutputHelper!.WriteLine(row);
        Assert.Contains(row, await File.ReadAllTextAsync(Checkout.PathOf("docs", "conformance.md"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
