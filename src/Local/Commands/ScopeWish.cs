namespace ServerlessMcp.Local.Commands;

/// <summary>One entry of a scope at one account: <c>--scope wall:rooms=tower/a</c>. What members an account has, its
/// integration says.</summary>
/// <param name="Account">The account.</param>
/// <param name="Member">The member of the scope.</param>
/// <param name="Entry">The entry.</param>
internal sealed record ScopeWish(string Account, string Member, string Entry)
{
    /// <summary>One as it was typed.</summary>
    /// <exception cref="CommandException">It has another form.</exception>
    public static ScopeWish Of(string text)
    {
        var (colon, equals) = (text.IndexOf(':', StringComparison.Ordinal), text.IndexOf('=', StringComparison.Ordinal));
        return colon > 0 && equals > colon + 1 && equals < text.Length - 1
            ? new ScopeWish(text[..colon], text[(colon + 1)..equals], text[(equals + 1)..])
            : throw new CommandException(
                ExitCodes.Usage, $"--scope is ACCOUNT:MEMBER=ENTRY, such as sandbox:workspaces=eu-*; {Terminal.Clean(text)} came.");
    }
}
