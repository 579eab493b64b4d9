using System.Globalization;
using System.Text.RegularExpressions;
using ServerlessMcp.EndToEnd.Support;

namespace ServerlessMcp.EndToEnd.Commands;

/// <summary>The sessions of the README and of the page of the command line, run as they stand there: they print what is promised, and the page's table has every option that there is.</summary>
public sealed partial class SessionTests
{
    private static readonly string Page = Checkout.PathOf("docs", "command-line.md");

    [Theory]
    [InlineData("README.md")]
    [InlineData("docs/command-line.md")]
    public async Task The_session_prints_what_is_promised(string page)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The session's commands are for a shell.");
        using var folder = new TemporaryFolder();
        await using var server = await LocalServer.StartAsync(folder, adminToken: null);
        using var user = new CommandUser();
        await File.WriteAllTextAsync(Path.Combine(user.Home, "admin-token"), server.AdminToken, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(user.Home, "serverless-mcp"), $"#!/bin/sh\nexec '{Built.Dotnet}' exec '{Built.ServerlessMcp}' \"$@\"\n", TestContext.Current.CancellationToken);
#pragma warning disable CA1416 // Skipped above.
        File.SetUnixFileMode(Path.Combine(user.Home, "serverless-mcp"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
#pragma warning restore CA1416
        var promised = Assert.Single(PrintedShape.Blocks(Checkout.PathOf(page.Split('/')), "console")).Replace("http://127.0.0.1:8765", server.Welcome.Address.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal).Split('\n');
        var script = string.Join('\n', promised.Where(line => line.StartsWith("$ ", StringComparison.Ordinal)).Select(line => $"cat <<'TOLD'\n{line}\nTOLD\n{line[2..]}"));

        var environment = user.Environment(terminal: true);
        environment["PATH"] = user.Home + Path.PathSeparator + environment.GetValueOrDefault("PATH", "");
        await using var shell = RunningProgram.Start("/bin/sh", ["-c", $"exec 2>&1\n{script}\n:"], environment, user.Home);
        Assert.Equal(0, await shell.ExitAsync());
        PrintedShape.AssertIs(promised, shell.Output.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public async Task Its_table_has_every_option_of_every_command()
    {
        using var user = new CommandUser();
        var rows = File.ReadAllLines(Page).Where(line => line.StartsWith("| `", StringComparison.Ordinal) && line.Count(character => character == '|') == 4).ToDictionary(line => Command().Match(line).Value);
        foreach (var command in await HelpTests.CommandsAsync(user))
        {
            var help = (await user.RunAsync(terminal: false, command, "--help")).Output;
            var options = help.Split('\n').Select(line => OptionName().Match(line)).Where(match => match.Success).Select(match => match.Groups["name"].Value).Where(name => name != "--help");
            Assert.Equal(options.Order(StringComparer.Ordinal), CodedOption().Matches(rows[command].Split('|')[2]).Select(match => match.Groups["name"].Value).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void Its_table_of_exit_codes_is_that_of_the_program()
    {
        var source = File.ReadAllText(Checkout.PathOf("src", "Local", "Commands", "ExitCodes.cs"));
        var codes = ExitCode().Matches(source).Select(match => match.Groups["code"].Value).Append("130");
        Assert.Equal(codes, File.ReadAllLines(Page).Select(line => line.Split('|')).Where(cells => cells.Length == 4 && int.TryParse(cells[1], CultureInfo.InvariantCulture, out _)).Select(cells => cells[1].Trim()));
    }

    [GeneratedRegex("(?<=^\\| `)[a-z]+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Command();

    [GeneratedRegex("^  (?:-\\?, -h, )?(?<name>--[a-z-]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OptionName();

    [GeneratedRegex("`(?<name>--[a-z-]+)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CodedOption();

    [GeneratedRegex("public const int \\w+ = (?<code>[0-9]+);", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ExitCode();
}
