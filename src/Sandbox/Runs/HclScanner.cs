namespace ServerlessMcp.Sandbox.Runs;

/// <summary>Walks over the characters of one file of Terraform code and knows the line.</summary>
internal sealed class HclScanner(string text, string file)
{
    private int position;

    public string File => file;

    public int Line { get; private set; } = 1;

    public bool AtEnd => position >= text.Length;

    public char Current => AtEnd ? '\0' : text[position];

    public char Next => position + 1 < text.Length ? text[position + 1] : '\0';

    public HclException Error(string message) => new(message, file, Line);

    public char Take()
    {
        if (AtEnd) throw Error("Unexpected end of file");
        if (text[position] == '\n') Line++;
        return text[position++];
    }

    public void Expect(char expected)
    {
        if (Current != expected)
            throw Error($"\"{expected}\" expected, \"{(AtEnd ? "end of file" : Current.ToString())}\" found");
        Take();
    }

    public bool Accept(char wanted)
    {
        if (Current != wanted || AtEnd) return false;
        Take();
        return true;
    }

    /// <summary>Skips blanks and comments, and line ends where they mean nothing.</summary>
    public void Blanks(bool lines)
    {
        while (!AtEnd)
        {
            if (Current == '#' || (Current == '/' && Next == '/')) Skip(() => Current != '\n');
            else if (Current == '/' && Next == '*') BlockComment();
            else if (Current is ' ' or '\t' or '\r' || (lines && Current == '\n')) Take();
            else return;
        }
    }

    public string Word()
    {
        var start = position;
        Skip(() => char.IsAsciiLetterOrDigit(Current) || Current is '_' or '-');
        return position > start ? text[start..position]
            : throw Error($"A name expected, \"{(AtEnd ? "end of file" : Current.ToString())}\" found");
    }

    public JsonNode Number()
    {
        var word = (Accept('-') ? "-" : "") + Word() + (Accept('.') ? "." + Word() : "");
        if (long.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)) return whole;
        return double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number
            : throw Error($"\"{word}\" is not a number");
    }

    /// <summary>Passes over an expression that does not matter here (a type constraint) to the end of its line.</summary>
    public void SkipExpression()
    {
        var depth = 0;
        while (!AtEnd && !(depth == 0 && Current is '\n' or '}'))
        {
            depth += Current switch { '(' or '{' or '[' => 1, ')' or '}' or ']' => -1, _ => 0 };
            Take();
        }
    }

    private void Skip(Func<bool> more)
    {
        while (!AtEnd && more()) Take();
    }

    private void BlockComment()
    {
        Take();
        Take();
        Skip(() => !(Current == '*' && Next == '/'));
        Take();
        Take();
    }
}
