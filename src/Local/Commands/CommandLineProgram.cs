using System.CommandLine;
using System.CommandLine.Help;

namespace ServerlessMcp.Local.Commands;

/// <summary>The commands that talk to a deployment, wherever it runs.</summary>
internal static class CommandLineProgram
{
    private const int HelpColumns = 80;
    private const int Interrupted = 130; // 128 + SIGINT, as shells have it.
    private const string Name = "serverless-mcp";

    /// <summary>Runs one; answers its exit code.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        var terminal = Terminal.Open();
        var root = Root(terminal, TimeProvider.System);
        var parsed = root.Parse(
            args is [CommandNames.Help, .. var rest] ? [.. rest, "--help"] : args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0)
        {
            await terminal.Error.WriteLineAsync(
                $"{string.Join('\n', parsed.Errors.Select(error => Terminal.Clean(error.Message)).Distinct())}\n"
                + $"{Name} {parsed.CommandResult.Command.Name} --help says more.");
            return ExitCodes.Usage;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (CommandException end)
        {
            await terminal.Error.WriteLineAsync(end.Message);
            return end.ExitCode;
        }
        catch (OperationCanceledException)
        {
            return Interrupted;
        }
        catch (Exception fault) when (fault is FormatException or KeyNotFoundException or InvalidOperationException)
        {
            // Of an answer, in which something else stands than the API says.
            await terminal.Error.WriteLineAsync("What came is no answer of a deployment of ServerlessMcp, or of one that is much newer.");
            return ExitCodes.No;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            await terminal.Error.WriteLineAsync(Terminal.Clean(failure.Message));
            return ExitCodes.Usage;
        }
    }

    private static RootCommand Root(Terminal terminal, TimeProvider time)
    {
        var root = new RootCommand("Short-lived MCP URLs for HCP Terraform. Without a command, or with serve, it is the host itself.")
        {
            LoginCommand.Create(terminal, time), LogoutCommand.Create(terminal, time),
            MintCommand.Create(terminal, time), RequestCommand.Create(terminal, time), ListCommand.Create(terminal, time), ShowCommand.Create(terminal, time),
            ExtendCommand.Create(terminal, time), RevokeCommand.Create(terminal, time), CallsCommand.Create(terminal, time),
            AccountsCommand.Create(terminal, time), VerifyCommand.Create(terminal, time), DoctorCommand.Create(terminal, time),
        };
        foreach (var help in root.Options.OfType<HelpOption>())
        {
            help.Action = new CommandHelp(Name, HelpColumns);
        }

        return root;
    }
}
