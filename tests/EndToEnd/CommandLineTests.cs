using ServerlessMcp.EndToEnd.Support;

namespace ServerlessMcp.EndToEnd;

/// <summary>How the program takes its arguments, and how it says that it can't start: a sentence, not a stack trace.</summary>
public sealed class CommandLineTests
{
    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    [InlineData("--sandbox", "--help")]
    public async Task Help_is_shown_on_stdout(params string[] arguments)
    {
        var (exit, output, errors) = await RunAsync(arguments);
        Assert.Equal((0, ""), (exit, errors));
        Assert.Contains("--urls URL", output, StringComparison.Ordinal);
        Assert.Contains("SERVERLESSMCP_ADMIN_TOKEN", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--nope", "--nope")]
    [InlineData("mcp", "mcp")]
    [InlineData("--urls", "--urls")]
    [InlineData("--urls", "--urls", "nonsense")]
    [InlineData("--urls", "--urls", "https://127.0.0.1:0")]
    [InlineData("--urls", "--urls=")]
    [InlineData("--urls", "--urls", "http://127.0.0.1:0/base")]
    [InlineData("--urls", "--urls", "http://a-name:0")]
    [InlineData("--data", "--data")]
    [InlineData("--data", "--data", "")]
    [InlineData("--public-url", "--public-url", "example.com")]
    [InlineData("--public-url", "--public-url", "https://example.com/base")]
    [InlineData("--log", "--log", "Loud")]
    [InlineData("--log", "--log", "99")]
    [InlineData("--log", "--log")]
    [InlineData("--sandbox", "--sandbox=yes")]
    public async Task A_bad_argument_is_named_and_usage_is_shown(string named, params string[] arguments)
    {
        var (exit, output, errors) = await RunAsync(arguments);
        Assert.Equal((2, ""), (exit, output));
        Assert.Contains(named, errors.Split('\n')[0], StringComparison.Ordinal);
        Assert.Contains("--new-admin-token", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SERVERLESSMCP_ADMIN_TOKEN", "short")]
    [InlineData("TFE_ADDRESS", "http://tfe.example.com")]
    [InlineData("TFE_ADDRESS", "https://")]
    public async Task A_bad_variable_is_named_and_not_quoted(string name, string value)
    {
        using var folder = new TemporaryFolder();
        await using var program = LocalServer.Run(folder, adminToken: null, new Dictionary<string, string> { [name] = value }, "--urls", "http://127.0.0.1:0", "--data", folder["data"]);
        Assert.Equal(2, await program.ExitAsync());
        var complaint = program.Errors.Split('\n')[0];
        Assert.Contains(name, complaint, StringComparison.Ordinal);
        Assert.DoesNotContain("short", complaint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_in_use_is_said()
    {
        await using var first = await LocalServer.StartAsync();
        var port = first.Welcome.Address.Port;
        using var folder = new TemporaryFolder();
        await using var second = LocalServer.Run(folder, null, null, "--urls", $"http://127.0.0.1:{port}", "--data", folder["data"]);
        AssertSaid(await second.ExitAsync(), second, $"{port}");
    }

    [Fact]
    public async Task A_data_folder_that_is_a_file_is_said()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder["data"], "", TestContext.Current.CancellationToken);
        await using var program = LocalServer.Run(folder, null, null, "--urls", "http://127.0.0.1:0", "--data", folder["data"]);
        AssertSaid(await program.ExitAsync(), program, "Could not start");
    }

    [Fact]
    public async Task A_login_that_cannot_be_read_is_said_without_quoting_it()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(Path.Combine(folder.Folder("home/.terraform.d"), "credentials.tfrc.json"), """{"credentials": {"app.terraform.io": {"token": broken-secret""", TestContext.Current.CancellationToken);
        await using var program = LocalServer.Run(folder, null, null, "--urls", "http://127.0.0.1:0", "--data", folder["data"]);
        AssertSaid(await program.ExitAsync(), program, "credentials.tfrc.json");
        Assert.DoesNotContain("broken-secret", program.Output + program.Errors, StringComparison.Ordinal);
    }

    private static void AssertSaid(int exit, RunningProgram program, string said)
    {
        Assert.True(exit == 1, $"{exit}: {program.Errors}");
        Assert.Contains(said, program.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", program.Output + program.Errors, StringComparison.Ordinal);
    }

    private static async Task<(int Exit, string Output, string Errors)> RunAsync(string[] arguments)
    {
        using var folder = new TemporaryFolder();
        // One that is taken after all must not take the port that the README's commands need.
        await using var program = LocalServer.Run(folder, null, null, ["--urls", "http://127.0.0.1:0", .. arguments]);
        return (await program.ExitAsync(), program.Output, program.Errors);
    }
}
