using System.Reflection;
using System.Text.Json;
using ServerlessMcp.Infra.Tests.Support;

namespace ServerlessMcp.Infra.Tests.Bicep;

/// <summary>What the compiler itself says: types, properties and API versions of Azure's resources, and its linter's rules, which look for secrets among others.</summary>
public sealed class BicepCompilerTests
{
    // It wants ICU otherwise, which the machine may lack.
    private static readonly Dictionary<string, string?> NoLanguages = new() { ["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1" };

    private static string Compiler
    {
        get
        {
            var path = typeof(BicepCompilerTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == "BicepCompiler").Value!;
            Assert.SkipUnless(File.Exists(path), "Bicep's compiler comes with the package Azure.Bicep.CommandLine.linux-x64, for Linux on x64.");
            return path;
        }
    }

    [Theory]
    [InlineData("build", "main.bicep")]
    [InlineData("build-params", "main.bicepparam")]
    public async Task It_compiles_without_a_warning(string command, string file)
    {
        var compiled = await RunAsync(command, file, "--stdout");
        Assert.True(compiled is { ExitCode: 0, Errors: "" }, compiled.Said);
        using var _ = JsonDocument.Parse(compiled.Output);
    }

    [Fact]
    public async Task Its_linter_finds_nothing()
    {
        var linted = await RunAsync("lint", "main.bicep");
        Assert.True(linted is { ExitCode: 0, Output: "", Errors: "" }, linted.Said);
    }

    [Fact]
    public async Task No_key_and_no_secret_is_in_an_output_of_what_is_compiled()
    {
        using var template = JsonDocument.Parse((await RunAsync("build", "main.bicep", "--stdout")).Output);
        var outputs = Outputs(template.RootElement).ToList();
        Assert.True(outputs.Count >= 6, string.Join('\n', outputs));
        Assert.All(outputs, value => Assert.DoesNotMatch("(?i)listkeys|listsecrets|secure|connectionstring|instrumentationkey", value));
    }

    [Theory]
    [InlineData("SERVERLESSMCP_ADMIN_TOKEN: 'a-token-by-value-a-token-by-value'")]
    [InlineData("SERVERLESSMCP_TABLE: 'another'")]
    [InlineData("SERVERLESSMCP_AUDIT_READS: 'perhaps'")]
    public async Task A_setting_that_is_a_secret_or_the_apps_own_or_has_no_such_value_is_refused(string setting)
    {
        using var folder = new TemporaryFolder();
        var path = folder["bad.bicepparam"];
        var template = Path.GetRelativePath(Path.GetDirectoryName(path)!, Checkout.PathOf("infra", "bicep", "main.bicep"));
        await File.WriteAllTextAsync(path, $"using '{template}'\nparam settings = {{\n  {setting}\n}}\n", TestContext.Current.CancellationToken);
        var compiled = await RunAsync("build-params", path, "--stdout");
        Assert.True(compiled.ExitCode != 0 && compiled.Errors.Contains("SERVERLESSMCP_", StringComparison.Ordinal), compiled.Said);
    }

    private static IEnumerable<string> Outputs(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member => member.Name == "outputs" ? [member.Value.GetRawText()] : Outputs(member.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Outputs),
        _ => [],
    };

    private static Task<CommandLine> RunAsync(string command, string file, params string[] more) =>
        CommandLine.RunAsync(Compiler, [command, file, .. more], Checkout.PathOf("infra", "bicep"), NoLanguages);
}
