using System.Text.Json.Nodes;
using ServerlessMcp.Infra.Tests.Support;
using ServerlessMcp.Infra.Tests.Terraform;

namespace ServerlessMcp.Infra.Tests.Deployment;

/// <summary>
/// infra/terraform as it stands, deployed to an account of moto's by the commands of docs/aws.md, in a checkout made for it: only AWS_ENDPOINT_URL says that this is not AWS.
/// Each step is done once, and after those before it.
/// </summary>
public sealed class DeploymentSteps(TerraformCommand terraform) : IAsyncLifetime
{
    public const string Page = "docs/aws.md";
    public const string Region = "eu-central-1";
    public const string TerraformToken = "planted.atlasv1.5f1c9b7e-a-terraform-token";
    private const string SecretAccessKey = "planted-secret-access-key-5f1c9b7e";

    private readonly TemporaryFolder checkout = new();
    private readonly Dictionary<string, Task<CommandLine>> steps = new(StringComparer.Ordinal);
    private MotoServer? moto;
    private RunningFunction? function;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>What the function logged.</summary>
    public string Logged => function!.Output;

    /// <summary>infra/terraform in the checkout.</summary>
    public string Folder => checkout["infra/terraform"];

    /// <summary>What must be in no state and in nothing that terraform says.</summary>
    internal static IReadOnlyList<string> Planted => [TerraformToken, SecretAccessKey];

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (function is not null)
            await function.DisposeAsync();
        if (moto is not null)
            await moto.DisposeAsync();
        checkout.Dispose();
    }

    /// <summary>The section "Up".</summary>
    internal Task<CommandLine> UpAsync() => OnceAsync("up", async () =>
    {
        moto = await MotoServer.StartAsync(Cancel);
        await CopyAsync();
        return await terraform.TypeAsync(checkout.Path, DocumentedCommands.Of(Page, "Up"), "", Environment());
    });

    /// <summary>The sections "The first URL" and "The audit key", typed one after the other; what curl asks the API is answered by the function's program, with the environment and a session of the role that were deployed.</summary>
    internal Task<CommandLine> FirstUrlAsync() => OnceAsync("first URL", async () =>
    {
        await UpAsync();
        var deployed = (await ReadAsync("lambda", "get-function-configuration", "--function-name", "serverless-mcp"))!;
        var session = (await ReadAsync("sts", "assume-role", "--role-arn", (string)deployed["Role"]!, "--role-session-name", "function"))["Credentials"]!;
        var environment = deployed["Environment"]!["Variables"]!.AsObject().ToDictionary(one => one.Key, one => (string)one.Value!, StringComparer.Ordinal);
        environment["AWS_REGION"] = Region;
        environment["AWS_ENDPOINT_URL"] = moto!.Address.AbsoluteUri;
        environment["AWS_ACCESS_KEY_ID"] = (string)session["AccessKeyId"]!;
        environment["AWS_SECRET_ACCESS_KEY"] = (string)session["SecretAccessKey"]!;
        environment["AWS_SESSION_TOKEN"] = (string)session["SessionToken"]!;
        function = await RunningFunction.StartAsync(environment, Cancel);
        // The API's name leads to nothing here.
        var url = environment["SERVERLESSMCP_PUBLIC_URL"];
        await WriteProgramAsync("bin/curl", $$"""
            for argument; do
              shift
              case $argument in {{url}}*) argument={{function.Address.AbsoluteUri.TrimEnd('/')}}${argument#{{url}}} ;; esac
              set -- "$@" "$argument"
            done
            {{Needed.Program("curl")}} --silent --noproxy 127.0.0.1 "$@"
            echo
            """);
        var lines = $"{DocumentedCommands.Of(Page, "The first URL")}\n{DocumentedCommands.Of(Page, "The audit key")}\nprintf 'admin token: %s\\n' \"$ADMIN_TOKEN\"\n";
        return await terraform.TypeAsync(Folder, lines, $"{TerraformToken}\n", Environment());
    });

    /// <summary>terraform destroy, without the step that the page asks for before it.</summary>
    internal Task<CommandLine> RefusedAsync() => OnceAsync("refused", async () =>
    {
        await FirstUrlAsync();
        return await terraform.TypeAsync(Folder, WayDown[1], "", Environment());
    });

    /// <summary>The first line of "Back to nothing".</summary>
    internal Task<CommandLine> UnprotectedAsync() => OnceAsync("unprotected", async () =>
    {
        await RefusedAsync();
        return await terraform.TypeAsync(Folder, WayDown[0], "", Environment());
    });

    /// <summary>Its second.</summary>
    internal Task<CommandLine> GoneAsync() => OnceAsync("gone", async () =>
    {
        await UnprotectedAsync();
        return await terraform.TypeAsync(Folder, WayDown[1], "", Environment());
    });

    /// <summary>The lines of the section "Back to nothing".</summary>
    internal static string[] WayDown => DocumentedCommands.Of(Page, "Back to nothing").Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Commands typed in infra/terraform.</summary>
    internal Task<CommandLine> TypeAsync(string lines) => terraform.TypeAsync(Folder, lines, "", Environment());

    /// <summary>What AWS's own command line reads of the account.</summary>
    internal async Task<JsonNode> ReadAsync(params string[] arguments)
    {
        var read = await terraform.TypeAsync(Folder, "aws --region \"$0\" --output json \"$@\"", "", Environment(), [Region, .. arguments]);
        Assert.True(read.ExitCode == 0, $"aws {string.Join(' ', arguments)}: {read.Said}");
        return JsonNode.Parse(read.Output.Length > 0 ? read.Output : "{}")!;
    }

    private Task<CommandLine> OnceAsync(string step, Func<Task<CommandLine>> run)
    {
        Needed.Program("aws");
        if (!steps.TryGetValue(step, out var done))
            steps[step] = done = run();
        return done;
    }

    private IEnumerable<(string Name, string Value)> Environment() =>
    [
        ("PATH", $"{checkout["bin"]}:{System.Environment.GetEnvironmentVariable("PATH")}"),
        ("AWS_ENDPOINT_URL", moto!.Address.AbsoluteUri.TrimEnd('/')),
        ("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE"), ("AWS_SECRET_ACCESS_KEY", SecretAccessKey),
        ("AWS_PAGER", ""), ("NO_PROXY", "127.0.0.1"), ("no_proxy", "127.0.0.1"),
        // A prompt's answer, which nobody types here.
        ("TF_CLI_ARGS_apply", "-auto-approve -no-color"), ("TF_CLI_ARGS_destroy", "-auto-approve -no-color"),
        // What the example leaves to whoever deploys.
        ("TF_VAR_alarm_emails", """["platform-team@example.com"]"""), ("TF_VAR_audit_external_id", "smcp-0123456789abcdef"),
    ];

    private async Task CopyAsync()
    {
        foreach (var file in Directory.EnumerateFiles(terraform.Copy, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(Folder, Path.GetRelativePath(terraform.Copy, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        File.Copy(Checkout.PathOf("infra", "first-admin-token.sh"), checkout["infra/first-admin-token.sh"]);
        Directory.CreateDirectory(checkout["build"]);
        Directory.CreateDirectory(checkout["bin"]);
        // Compiling takes minutes; what is deployed is not run by the emulator.
        await WriteProgramAsync("build/package-aws.sh", "mkdir artifacts\ncp infra/terraform/tests/package.zip artifacts/aws.zip");
    }

    private async Task WriteProgramAsync(string name, string body)
    {
        await File.WriteAllTextAsync(checkout[name], $"#!/bin/sh\nset -eu\n{body}\n", Cancel);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(checkout[name], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
