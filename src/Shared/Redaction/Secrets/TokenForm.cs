namespace ServerlessMcp.Redaction.Secrets;

/// <summary>A token that says by its beginning what it is.</summary>
internal sealed record TokenForm(string Id, string Word, SearchValues<char> Alphabet, int Least, string Flags)
    : SecretForm(Id, Word, Flags.Contains('i'))
{
    private const int LongestBefore = 64;
    private const int LongestJudged = 512;

    private readonly bool isPlain = Word.AsSpan().IndexOfAnyExcept(SecretAlphabet.Of('a')) < 0;

    public override bool TryFind(ReadOnlySpan<char> text, int at, out int start, out int end)
    {
        (start, end) = (at, at + Word.Length);
        if (Flags.Contains('<'))
        {
            var before = text[Math.Max(0, at - LongestBefore)..at];
            start = at - (before.Length - 1 - before.LastIndexOfAnyExcept(Alphabet));
            if (Flags.Contains('m') && at - start < 29)
                return false;
        }
        else if (!Flags.Contains('B') && !BeginsHere(text, at))
        {
            return false;
        }

        var isExact = Flags.Contains('X');
        var seen = SecretAlphabet.Run(text[end..], Alphabet, isExact ? Least + 1 : Math.Max(Least, LongestJudged));
        if (seen < Least || (isExact && (seen > Least || GoesOn(text, end + seen))))
            return false;
        var rest = text.Slice(end, seen);
        if ((Flags.Contains('D') && !rest.ContainsAnyInRange('0', '9'))
            || (Flags.Contains('C') && !(rest.ContainsAnyInRange('A', 'Z') && rest.ContainsAnyInRange('a', 'z'))))
        {
            return false;
        }

        end += isExact ? seen : SecretAlphabet.Run(text[end..], Alphabet, int.MaxValue);
        return true;
    }

    // Behind a letter a short beginning is a part of a word: "risk-" has "sk-". In printed JSON the letter may be that
    // of an escape: \nghp_…
    private bool BeginsHere(ReadOnlySpan<char> text, int at)
    {
        if (at == 0 || (Word.Length > 5 && !isPlain))
            return true;
        var before = text[at - 1];
        return (!char.IsAsciiLetterOrDigit(before) && !(isPlain && before is '+' or '/'))
            || (at > 1 && text[at - 2] == '\\' && before is 'n' or 'r' or 't');
    }

    private static bool GoesOn(ReadOnlySpan<char> text, int at) =>
        at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] is '+' or '/');
}
