using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using ServerlessMcp.Integrations.TerraformCloud.Reports.Plans;
using ServerlessMcp.Tests.Catalog;

namespace ServerlessMcp.Tests.Integrations.TerraformCloud.Reports.Judge;

/// <summary>A plan of each kind that is easily told wrong, as the command made it; <c>Terraform/make.mjs kinds</c> makes them again, and CI does.</summary>
public sealed partial class PlanKindTests
{
    private const string Canary = "canary-of-the-golden-files";

    public static TheoryData<string> Kinds => [.. Directory.GetDirectories(Folder).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal)];

    private static string Folder => SourceTree.PathOf("tests", "Shared.Tests", "Integrations", "TerraformCloud", "Reports", "Terraform", "kinds");

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_kind_has_the_digest_on_file_in_either_form(string kind)
    {
        foreach (var (isRedacted, file) in new[] { (false, "digest.json"), (true, "redacted.json") })
        {
            var digest = await DigestAsync(Path.Combine(Folder, kind, "plan.json"), isRedacted);
            GoldenFile.Holds($"kinds/{kind}/{file}", digest);
            Assert.DoesNotContain(Canary, digest, StringComparison.Ordinal);
            Assert.DoesNotContain("now-a-secret", digest, StringComparison.Ordinal);
        }
    }

    [Trait("Lane", "slow")]
    [Fact]
    public async Task The_command_makes_the_same_plans_today()
    {
        using var terraform = TerraformCommand.Find();
        var start = new ProcessStartInfo("node", [Path.Combine(Folder, "..", "make.mjs"), "kinds", terraform.Folder]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        using var script = Process.Start(start)!;
        var (output, errors) = (script.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), script.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        await script.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(script.ExitCode == 0, await output + await errors);
        foreach (var kind in Kinds.Select(row => row.Data))
        {
            foreach (var isRedacted in new[] { false, true })
            {
                Assert.Equal(Timeless(await DigestAsync(Path.Combine(Folder, kind, "plan.json"), isRedacted)), Timeless(await DigestAsync(Path.Combine(terraform.Folder, kind, "plan.json"), isRedacted)));
            }

            Assert.Equal(Timeless(await File.ReadAllTextAsync(Path.Combine(Folder, kind, "show.txt"), TestContext.Current.CancellationToken)), Timeless(await File.ReadAllTextAsync(Path.Combine(terraform.Folder, kind, "show.txt"), TestContext.Current.CancellationToken)));
        }
    }

    private static async Task<string> DigestAsync(string file, bool isRedacted)
    {
        var plan = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        return PlanDigestTests.Shown(await PlanDigestTests.DigestAsync(Encoding.UTF8.GetBytes(isRedacted ? GeneratedPlan.Redacted(plan) : plan), new PlanQuery { IncludeValues = true, Take = 100 }, isRedacted: isRedacted));
    }

    private static string Timeless(string text) => Uuid().Replace(text, "(uuid)");

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", RegexOptions.None, 1000)]
    private static partial Regex Uuid();
}
