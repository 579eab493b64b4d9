using System.Text.RegularExpressions;

namespace ServerlessMcp.EndToEnd.Commands;

/// <summary>Help fits a screen, and the host is what it was.</summary>
public sealed partial class HelpTests
{
    private const int Lines = 24, Columns = 80;

    /// <summary>The commands that help names.</summary>
    internal static async Task<string[]> CommandsAsync(CommandUser user)
    {
        var help = (await user.RunAsync(terminal: false, "help")).Output;
        return [.. Command().Matches(help[help.IndexOf("Commands:", StringComparison.Ordinal)..]).Select(match => match.Value)];
    }

    [Fact]
    public async Task The_help_of_each_command_fits_a_screen()
    {
        using var user = new CommandUser();
        var commands = await CommandsAsync(user);
        Assert.Equal(["login", "logout", "mint", "request", "list", "show", "extend", "revoke", "calls", "accounts", "verify", "doctor"], commands);
        foreach (var arguments in commands.Select(command => new[] { command, "--help" }).Prepend(["help"]).Append(["help", "mint"]))
        {
            var told = await user.RunAsync(terminal: false, arguments);
            Assert.Equal((0, ""), (told.Exit, told.Errors));
            var lines = told.Output.TrimEnd().Split('\n');
            Assert.True(lines.Length <= Lines, $"{lines.Length} lines:\n{told.Output}");
            Assert.All(lines, line => Assert.True(line.TrimEnd().Length <= Columns, $"{line.Length}: {line}"));
        }
    }

    [Fact]
    public async Task Serve_is_the_host_as_without_a_command()
    {
        using var user = new CommandUser();
        foreach (var arguments in new[] { new[] { "--help" }, ["--nope"], ["--urls", "nonsense"] })
        {
            Assert.Equal(await user.RunAsync(terminal: false, arguments), await user.RunAsync(terminal: false, ["serve", .. arguments]));
        }
    }

    [GeneratedRegex("(?m)(?<=^  )[a-z]+(?= )", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Command();
}
