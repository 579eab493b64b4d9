namespace ServerlessMcp.Integrations.Aws.Verdicts;

/// <summary>How verdicts are written.</summary>
internal static class VerdictWords
{
    /// <summary>The word of an answer.</summary>
    public static string Word(this Verdict verdict) => verdict switch
    {
        Verdict.Private => "private",
        Verdict.CrossAccount => "cross_account",
        Verdict.Blocked => "blocked",
        Verdict.PublicRead => "public_read",
        Verdict.PublicWrite => "public_write",
        _ => "unknown",
    };
}
