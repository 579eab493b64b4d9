namespace ServerlessMcp.Local.Commands;

/// <summary>Which first word is a command. It is asked at each start of the host too, so that nothing of the command
/// line is touched where none is meant.</summary>
internal static class CommandNames
{
    /// <summary>Shows what commands there are.</summary>
    public const string Help = "help";

    /// <summary>The host itself, as without a command.</summary>
    public const string Serve = "serve";

    /// <summary>Whether it is a command other than <see cref="Serve"/>.</summary>
    public static bool Has(string word) => word is Help or "login" or "logout" or "mint" or "list" or "show" or "extend"
        or "revoke" or "calls" or "request" or "accounts" or "verify" or "doctor";
}
