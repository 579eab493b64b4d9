using System.CommandLine;

namespace ServerlessMcp.Local.Commands;

/// <summary>The options that commands share, and what they make of them.</summary>
internal static class Options
{
    /// <summary>Which deployment.</summary>
    public static Option<string?> Address() =>
        new("--address") { HelpName = "URL", Description = "The deployment, if not the one of login" };

    /// <summary>Which account.</summary>
    public static Option<string?> Account() =>
        new("--account") { HelpName = "ID", Description = "Of this account only" };

    /// <summary>Whether JSON Lines are wanted on a terminal too.</summary>
    public static Option<bool> Json() => new("--json") { Description = "JSON Lines, as a pipe gets them" };

    /// <summary>A length of time.</summary>
    public static Option<string?> Ttl(string description) =>
        new("--ttl") { HelpName = "TIME", Description = description };

    /// <summary>An option that may come several times.</summary>
    public static Option<string[]> Many(string name, string helpName, string description) =>
        new(name) { HelpName = helpName, Description = description, AllowMultipleArgumentsPerToken = false, Arity = ArgumentArity.OneOrMore };

    /// <summary>A client of the deployment that is meant.</summary>
    public static ApiClient Connect(ParseResult parsed, Option<string?> address, TimeProvider time) =>
        new(Deployment.Find(parsed.GetValue(address), time), time);

    /// <summary>The length of time that a text is.</summary>
    public static TimeSpan Duration(string text) => Records.Durations.Parse(text) ?? throw new CommandException(
        ExitCodes.Usage, $"'{Terminal.Clean(text)}' is no length of time: 30m, 2h and 7d are.");
}
