namespace ServerlessMcp.Redaction;

/// <summary>
/// How many levels JSON may have. There are two numbers, because what one reader takes and the next refuses would be
/// lost between them: a call that was made and has no answer.
/// </summary>
internal static class JsonDepth
{
    /// <summary>What is read, of callers and of the API: the limit that most readers of JSON have, the SDK's among
    /// them.</summary>
    public const int Read = 64;

    /// <summary>What is answered at most: less than is read, by what a result is wrapped in (<c>result</c>,
    /// <c>structuredContent</c>) and what comes with it on its way to a model.</summary>
    public const int OfAnswers = Read - 4;
}
