namespace ServerlessMcp.Redaction.Secrets;

/// <summary>
/// The forms by the first two letters of their words, so that a text is looked through once, at a step for each of its
/// characters, however many forms there are. Made when the first text is looked through.
/// </summary>
internal sealed class SecretIndex
{
    private const int Letters = 128;

    /// <summary>The one there is.</summary>
    public static readonly SecretIndex Default = new();

    // Of each two letters, 1 + the last form that begins so; of each form, 1 + the one before it. 32 KB.
    private readonly ushort[] last = new ushort[Letters * Letters];
    private readonly List<ushort> before = [];
    private readonly List<char> third = [];
    private readonly List<SecretForm> forms = [];

    private SecretIndex()
    {
        foreach (var row in Rows(SecretForms.Tokens))
            Add(new TokenForm(row[0], row[1], SecretAlphabet.Of(row[2][0]), Number(row[3]), row.Length > 4 ? row[4] : ""));
        foreach (var row in Rows(VendorSecretForms.Lines))
            Add(new VendorForm(row[0], row[1], SecretAlphabet.Of(row[2][0]), Number(row[3]), Number(row[4])));
        foreach (var form in SecretAssignment.All())
            Add(form);
        foreach (var form in WellKnownSecret.All())
            Add(form);
    }

    /// <summary>All forms.</summary>
    public IReadOnlyList<SecretForm> Forms => forms;

    /// <summary>Finds the next secret in a text; false if there is none.</summary>
    public bool TryFind(ReadOnlySpan<char> text, int from, out int start, out int end)
    {
        for (var at = from; at + 1 < text.Length; at++)
        {
            if (((text[at] | text[at + 1]) & ~(Letters - 1)) != 0)
                continue;
            for (var form = last[Pair(text[at], text[at + 1])]; form != 0; form = before[form - 1])
            {
                // Nearly all places of ordinary text that begin like a word go on otherwise.
                if (at + 2 < text.Length && third[form - 1] is not '\0' and var letter && letter != (text[at + 2] | 0x20))
                    continue;
                if (forms[form - 1].IsAt(text, at) && forms[form - 1].TryFind(text, at, out start, out end))
                    return true;
            }
        }

        (start, end) = (0, 0);
        return false;
    }

    private void Add(SecretForm form)
    {
        var pair = Pair(form.Word[0], form.Word[1]);
        before.Add(last[pair]);
        third.Add(form.Word.Length > 2 ? (char)(form.Word[2] | 0x20) : '\0');
        forms.Add(form);
        last[pair] = (ushort)forms.Count;
    }

    private static int Pair(char first, char second) => (Lower(first) * Letters) + Lower(second);

    private static int Lower(char letter) => char.IsAsciiLetterUpper(letter) ? letter | 0x20 : letter;

    private static IEnumerable<string[]> Rows(string table) => table.Split('\n')
        .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        .Where(row => row.Length > 1);

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
