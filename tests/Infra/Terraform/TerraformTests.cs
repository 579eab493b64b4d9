using System.Text.RegularExpressions;

namespace ServerlessMcp.Infra.Tests.Terraform;

[Collection(TerraformTurns.Name)]
public sealed partial class TerraformTests(TerraformCommand terraform)
{
    private static string Sources => Checkout.PathOf("infra", "terraform");

    [Fact]
    public async Task Files_are_laid_out_as_terraform_fmt_does()
    {
        var checkedFormat = await terraform.RunAsync(terraform.Copy, ["fmt", "-check", "-diff", "-recursive", "-no-color"]);
        Assert.True(checkedFormat.ExitCode == 0, checkedFormat.Said);
    }

    [Fact]
    public async Task The_configuration_is_valid()
    {
        var validated = await terraform.RunAsync(terraform.Copy, ["validate", "-no-color"]);
        Assert.True(validated.ExitCode == 0, validated.Said);
    }

    [Fact]
    public async Task The_configurations_own_tests_pass()
    {
        var tested = await terraform.RunAsync(terraform.Copy, ["test", "-no-color"]);
        Assert.True(tested.ExitCode == 0, tested.Said);
        Assert.DoesNotContain("0 passed", tested.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void No_resource_takes_a_secrets_value()
    {
        var values = Directory.EnumerateFiles(Sources, "*.tf").SelectMany(file => File.ReadLines(file).Select(line => $"{Path.GetFileName(file)}: {line.Trim()}"))
            .Where(line => SecretValue().IsMatch(line)).ToList();
        Assert.Empty(values);
    }

    [Fact]
    public void Each_variable_that_can_be_wrong_is_validated()
    {
        var variables = VariableBlock().Matches(File.ReadAllText(Path.Combine(Sources, "variables.tf")));
        Assert.True(variables.Count > 15);
        Assert.All(variables, variable => Assert.Contains("description", variable.Groups["body"].Value, StringComparison.Ordinal));
        var free = variables.Where(variable => !variable.Groups["body"].Value.Contains("validation {", StringComparison.Ordinal)).Select(variable => variable.Groups["name"].Value);
        Assert.Equal(["tags", "tracing", "deletion_protection"], free);
    }

    [Fact]
    public void Every_variable_of_the_example_exists()
    {
        var example = File.ReadAllText(Path.Combine(Sources, "terraform.tfvars.example"));
        var known = VariableBlock().Matches(File.ReadAllText(Path.Combine(Sources, "variables.tf"))).Select(variable => variable.Groups["name"].Value).ToHashSet();
        Assert.All(ExampleLine().Matches(example), line => Assert.Contains(line.Groups["name"].Value, known));
    }

    [GeneratedRegex("aws_secretsmanager_secret_version|aws_ssm_parameter|secret_string|aws_iam_access_key|random_password|tls_private_key", RegexOptions.None, 5000)]
    private static partial Regex SecretValue();

    [GeneratedRegex("""^variable "(?<name>\w+)" \{$(?<body>.*?)^\}$""", RegexOptions.Multiline | RegexOptions.Singleline, 5000)]
    private static partial Regex VariableBlock();

    [GeneratedRegex(@"^(?:# )?(?<name>[a-z_]+)\s*= ", RegexOptions.Multiline, 5000)]
    private static partial Regex ExampleLine();
}
