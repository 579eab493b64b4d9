namespace ServerlessMcp.Local.Commands;

/// <summary>What a command ends with, for scripts. <c>docs/command-line.md</c> tells them.</summary>
internal static class ExitCodes
{
    /// <summary>Done; or all that was looked at is as it should be.</summary>
    public const int Done = 0;

    /// <summary>No: the API refused it, there is no such thing, or something is not as it should be.</summary>
    public const int No = 1;

    /// <summary>The command was not understood, or a file it names is not there.</summary>
    public const int Usage = 2;

    /// <summary>Nobody is logged in, or the API token is not good for this (401, 403).</summary>
    public const int Credential = 3;

    /// <summary>The deployment can't be reached or can't answer now (429, 5xx): the same again may do.</summary>
    public const int Unavailable = 4;

    /// <summary>Nobody has decided a request yet: to be gone on with.</summary>
    public const int Undecided = 5;
}
