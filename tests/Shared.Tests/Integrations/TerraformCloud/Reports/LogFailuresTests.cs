using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using ServerlessMcp.Logs;
using ServerlessMcp.Tests.Catalog;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Integrations.TerraformCloud.Reports;

/// <summary>
/// What is read of logs of runs that failed, made by the terraform command: <c>Terraform/failures/make.sh</c> writes each in colours and boxes, without, and structured. The
/// judge is the structured one, whose members are read here by themselves: the other two must say the same.
/// </summary>
public sealed class LogFailuresTests
{
    public static TheoryData<string, string> Logs => [.. Names(Kept).SelectMany(name => Forms.Select(form => (name, form)))];

    private static readonly string[] Forms = ["text", "plain", "json"];

    private static string Kept => SourceTree.PathOf("tests", "Shared.Tests", "Integrations", "TerraformCloud", "Reports", "Terraform", "failures");

    [Theory]
    [MemberData(nameof(Logs))]
    public void Every_form_of_a_log_says_what_its_structured_members_say(string name, string form) => Judge(Kept, name, form);

    // Where the command is, the logs are made again: what is kept is what it prints today.
    [Trait("Lane", "slow")]
    [Fact]
    public async Task The_command_prints_them_so_today()
    {
        Assert.SkipUnless(await IsThereAsync(), "There is no terraform command.");
        var folder = Directory.CreateTempSubdirectory("failures-").FullName;
        try
        {
            using var made = Process.Start(new ProcessStartInfo("bash") { ArgumentList = { Path.Combine(Kept, "make.sh"), folder } })!;
            await made.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(Names(Kept), Names(folder));
            foreach (var name in Names(folder))
            {
                foreach (var form in Forms)
                    Judge(folder, name, form);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task The_first_error_its_file_line_and_address_are_in_the_diagnosis_and_beside_the_log()
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync();
        foreach (var row in Logs)
        {
            var (name, form) = (row.Data.Item1, row.Data.Item2);
            Answer(product, "\u0002Terraform v1.11.4\non linux_amd64\n" + File.ReadAllText(Path.Combine(Kept, $"{name}.{form}")) + "\u0003");
            var errors = Expected(Kept, name).Where(one => one.Severity == "error").ToList();
            foreach (var (tool, argument, id) in new[] { ("hashicorp_terraform_cloud_runs_diagnose", "run_id", "run-0123456789abcdef"), ("hashicorp_terraform_cloud_plans_logs", "plan_id", "plan-0123456789abcdef") })
            {
                var answer = (await product.CallAsync(token, tool, $$"""{"{{argument}}":"{{id}}"}""")).Answer();
                var first = answer["diagnostics"]![0]!;
                Assert.True(
                    errors.Any(one => (string)first["severity"]! == "error" && one.Summary == Ordered((string)first["summary"]!) && one.File == (string?)first["file"] && one.Line == (int?)first["line"]
                        && (one.Address is null || one.Address == (string?)first["address"])),
                    $"{name}.{form}: {first.ToJsonString()}");
                var shown = answer["diagnostics"]!.AsArray().Where(one => (string)one!["severity"]! == "error").Sum(one => (int?)one!["times"] ?? 1);
                Assert.Equal(errors.Count, shown + ((int?)answer[tool.EndsWith("logs", StringComparison.Ordinal) ? "more_errors" : "more_diagnostics"] ?? 0));
            }
        }
    }

    private static void Judge(string folder, string name, string form)
    {
        var expected = Expected(folder, name);
        var read = LogDiagnostics.Read(File.ReadAllBytes(Path.Combine(folder, $"{name}.{form}")));
        var preamble = read.Diagnostics.Count(one => one.Summary == "Unable to open CLI configuration file");
        foreach (var severity in new[] { "error", "warning" })
        {
            var kept = read.Diagnostics.Where(one => one.Severity == severity && one.Summary != "Unable to open CLI configuration file").ToList();
            var more = severity == "error" ? read.MoreErrors : read.MoreWarnings;
            Assert.All(kept, one => Assert.True(
                expected.Any(other => other.Severity == severity && other.Summary == Ordered(one.Summary) && other.File == one.File && other.Line == one.Line && Squeezed(other.Detail) == Squeezed(one.Detail)
                    && (other.Address is null ? IsDerived(one) : other.Address == one.Address)),
                $"{name}.{form}: {one} in none of\n{string.Join('\n', expected)}"));
            var count = expected.Count(one => one.Severity == severity);
            Assert.True(count == kept.Sum(one => one.Times) + more, string.Create(CultureInfo.InvariantCulture, $"{name}.{form}: {count} of {severity}, {kept.Count} kept, {more} more"));
            Assert.Equal(Math.Min(LogDiagnostics.Max - (severity == "warning" ? preamble : 0), expected.Where(one => one.Severity == severity).Distinct().Count()), kept.Count);
        }

        Assert.Equal(expected.Exists(one => one.Severity == "error"), read.Diagnostics[0].IsError);
    }

    // What Terraform names no address of is told as one only in the root, where the block is its address but for the instance.
    private static bool IsDerived(LogDiagnostic one) => one.Address is null || !one.File!.Contains('/', StringComparison.Ordinal);

    // People read lines of 78 characters, and programs whole ones.
    private static string Squeezed(string? detail) => string.Join(' ', (detail ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    // Which member of a cycle comes first is chance.
    private static string Ordered(string summary) =>
        summary.StartsWith("Cycle: ", StringComparison.Ordinal) ? "Cycle: " + string.Join(", ", summary["Cycle: ".Length..].Split(", ").Order(StringComparer.Ordinal)) : summary;

    private static List<(string Severity, string Summary, string? Detail, string? File, int? Line, string? Address, string Values)> Expected(string folder, string name)
    {
        List<(string, string, string?, string?, int?, string?, string)> all = [];
        foreach (var line in File.ReadLines(Path.Combine(folder, $"{name}.json")).Where(line => line.StartsWith('{')))
        {
            if (JsonNode.Parse(line)!["diagnostic"] is { } one)
            {
                var detail = (string?)one["detail"] is { Length: > 0 } text ? text.Trim() : null;
                all.Add(((string)one["severity"]!, Ordered((string)one["summary"]!), detail, (string?)one["range"]?["filename"], (int?)one["range"]?["start"]?["line"], (string?)one["address"],
                    one["snippet"]?["values"]?.ToJsonString() ?? ""));
            }
        }

        return all;
    }

    private static List<string> Names(string folder) => [.. Directory.GetFiles(folder, "*.json").Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal)];

    private static void Answer(TestProduct product, string log)
    {
        product.Sandbox.Faults.Clear();
        const string Phase = """{"id":"plan-0123456789abcdef","type":"plans","attributes":{"status":"errored","log-read-url":"http://localhost:8080/v1/object/the-log"}}""";
        product.Sandbox.Faults.On("GET", "/api/v2/plans/plan-0123456789abcdef").Body($$"""{"data":{{Phase}}}""");
        product.Sandbox.Faults.On("GET", "/api/v2/runs/run-0123456789abcdef").Body(
            """{"data":{"id":"run-0123456789abcdef","type":"runs","attributes":{"status":"errored"},"relationships":{"plan":{"data":{"id":"plan-0123456789abcdef","type":"plans"}}}},"included":[PHASE]}"""
                .Replace("PHASE", Phase, StringComparison.Ordinal));
        product.Sandbox.Faults.On("GET", "/v1/object/the-log").Body(log, "text/plain");
    }

    private static async Task<bool> IsThereAsync()
    {
        try
        {
            using var version = Process.Start(new ProcessStartInfo("terraform") { ArgumentList = { "version" }, RedirectStandardOutput = true, UseShellExecute = false })!;
            await version.WaitForExitAsync(TestContext.Current.CancellationToken);
            return version.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
