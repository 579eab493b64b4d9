using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace ServerlessMcp.Local.Commands;

/// <summary>The help of one command, close enough for a screen of 24 lines: the library's own gives each heading and each
/// gap a line. That of the whole program is the library's.</summary>
internal sealed class CommandHelp(string program, int columns) : SynchronousCommandLineAction
{
    private readonly HelpAction whole = new() { MaxWidth = columns };

    // Who asks for help need not know what a command needs.
    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        var command = parseResult.CommandResult.Command;
        if (command is RootCommand)
        {
            return whole.Invoke(parseResult);
        }

        var arguments = command.Arguments.Where(argument => !argument.Hidden).ToArray();
        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine($"Usage: {program} {command.Name}{string.Concat(arguments.Select(argument => " " + Form(argument)))} [options]");
        Write(output, "", command.Description ?? "", indent: 0);
        output.WriteLine();
        (string Name, string? Text)[] rows =
        [
            .. arguments.Select(argument => ($"  {argument.Name}", argument.Description)),
            .. command.Options.Where(option => !option.Hidden).Select(option => (
                $"  {option.Name}{(option.HelpName is { } value ? $" {value}" : "")}", option.Description)),
            ("  -?, -h, --help", "Shows this"),
        ];
        var indent = rows.Max(row => row.Name.Length) + 2;
        foreach (var (name, text) in rows)
        {
            Write(output, name.PadRight(indent), text ?? "", indent);
        }

        return ExitCodes.Done;
    }

    private static string Form(Argument argument)
    {
        var many = argument.Arity.MaximumNumberOfValues > 1 ? $"{argument.Name}…" : argument.Name;
        return argument.Arity.MinimumNumberOfValues == 0 ? $"[{many}]" : many;
    }

    // Broken between words, under its own column.
    private void Write(TextWriter output, string name, string text, int indent)
    {
        var line = new StringBuilder(name);
        foreach (var word in text.Split(' '))
        {
            if (line.Length > indent && line.Length + 1 + word.Length > columns)
            {
                output.WriteLine(line.ToString().TrimEnd());
                line.Clear().Append(' ', indent);
            }

            line.Append(line.Length > indent ? " " : "").Append(word);
        }

        output.WriteLine(line.ToString().TrimEnd());
    }
}
