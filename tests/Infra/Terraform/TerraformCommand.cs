using ServerlessMcp.Infra.Tests.Support;

namespace ServerlessMcp.Infra.Tests.Terraform;

/// <summary>
/// terraform over a copy of infra/terraform, initialized once for all tests: each init links a provider of 700 MB. Its commands take turns, because two cores carry one at a time.
/// </summary>
public sealed class TerraformCommand : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private readonly Dictionary<string, string?> environment = new()
    {
        ["TF_IN_AUTOMATION"] = "1",
        ["TF_INPUT"] = "0",
        ["CHECKPOINT_DISABLE"] = "1",
        ["AWS_PROFILE"] = null,
        ["AWS_CONFIG_FILE"] = "/dev/null",
        ["AWS_SHARED_CREDENTIALS_FILE"] = "/dev/null",
        ["AWS_EC2_METADATA_DISABLED"] = "true",
    };

    private string? reasonToSkip;

    /// <summary>The copy of infra/terraform.</summary>
    public string Copy => folder["terraform"];

    /// <summary>A folder beside it, for configurations of the tests' own.</summary>
    public string Beside(string name) => Directory.CreateDirectory(folder[name]).FullName;

    public async ValueTask InitializeAsync()
    {
        CopyFolder(Checkout.PathOf("infra", "terraform"), Copy);
        environment["TF_DATA_DIR"] = folder["data"];
        if (FindOnPath() is not { } terraform)
        {
            reasonToSkip = "There is no terraform on the PATH.";
            return;
        }

        if (await FindMirrorAsync() is { } mirror)
        {
            // The machine's own settings could send init elsewhere.
            environment["TF_CLI_CONFIG_FILE"] = folder["none.tfrc"];
            await File.WriteAllTextAsync(folder["none.tfrc"], "");
            environment["TF_CLI_ARGS_init"] = $"-plugin-dir={mirror}";
        }

        var initialized = await CommandLine.RunAsync(terraform, ["init", "-no-color", "-backend=false"], Copy, environment);
        if (initialized.ExitCode != 0)
            reasonToSkip = $"The AWS provider is not here and can't be had: {initialized.Said}";
    }

    /// <summary>Runs a command; skips the test where there is no terraform or no provider.</summary>
    internal Task<CommandLine> RunAsync(string workingFolder, IEnumerable<string> arguments, params IEnumerable<(string Name, string Value)> more) =>
        CommandLine.RunAsync(FindOnPath() ?? "terraform", arguments, workingFolder, With(more));

    /// <summary>Runs lines of a shell that call terraform, as somebody would type them; skips as <see cref="RunAsync"/> does.</summary>
    internal Task<CommandLine> TypeAsync(string workingFolder, string lines, string input, IEnumerable<(string Name, string Value)> more, params string[] arguments) =>
        CommandLine.RunAsync(Needed.Program("bash"), ["-euo", "pipefail", "-c", lines, .. arguments], workingFolder, With(more), input);

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private Dictionary<string, string?> With(IEnumerable<(string Name, string Value)> more)
    {
        Assert.SkipWhen(reasonToSkip is not null, reasonToSkip ?? "");
        var all = new Dictionary<string, string?>(environment);
        foreach (var (name, value) in more)
            all[name] = value;
        return all;
    }

    private static string? FindOnPath() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(place => Path.Combine(place, "terraform")).FirstOrDefault(File.Exists);

    // A folder of registry.terraform.io/hashicorp/aws/…, outside of what other working folders have linked for themselves.
    private static async Task<string?> FindMirrorAsync()
    {
        if (!OperatingSystem.IsLinux())
            return null;

        string[] places = ["/opt", "/usr/share", "/usr/local/share", Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".terraform.d"), "/"];
        foreach (var place in places.Where(Directory.Exists))
        {
            var found = await CommandLine.RunAsync("/usr/bin/find", [
                place, "(", "-path", "/proc", "-o", "-path", "/sys", "-o", "-name", ".terraform", "-o", "-path", "*/data/providers", ")", "-prune",
                "-o", "-path", "*/registry.terraform.io/hashicorp/aws/*", "-name", "terraform-provider-aws_*5.1[0-9][0-9].*", "-print", "-quit"], "/");
            var path = found.Output.Trim();
            if (path.IndexOf("/registry.terraform.io/", StringComparison.Ordinal) is > 0 and var end)
                return path[..end];
        }

        return null;
    }

    private static void CopyFolder(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(from, file);
            if (name.StartsWith(".terraform", StringComparison.Ordinal) || name.Contains("tfstate", StringComparison.Ordinal) || name.EndsWith(".tfvars", StringComparison.Ordinal))
                continue;
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(to, name))!);
            File.Copy(file, Path.Combine(to, name));
        }
    }
}

[CollectionDefinition(Name)]
public sealed class TerraformTurns : ICollectionFixture<TerraformCommand>
{
    public const string Name = "terraform";
}
