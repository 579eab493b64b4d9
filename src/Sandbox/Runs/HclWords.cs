namespace ServerlessMcp.Sandbox.Runs;

/// <summary>The strings and the references of Terraform code; both come out as text in which a reference is
/// <c>${a.b}</c>.</summary>
internal sealed class HclWords(HclScanner source)
{
    public string Reference()
    {
        var reference = new StringBuilder(source.Word());
        while (source.Accept('.')) reference.Append('.').Append(source.Word());
        return source.Current is '(' or '['
            ? throw source.Error(
                $"\"{reference}{source.Current}\" is not understood by the sandbox: it knows no functions and no " +
                    "indexes") : reference.ToString();
    }

    public string Text()
    {
        var text = new StringBuilder();
        source.Expect('"');
        while (source.Current != '"')
        {
            if (source.Current == '\n') throw source.Error("A string does not end on its line");
            if ((source.Current == '%' && source.Next == '{') || (source.Current == '$' && source.Next == '$'))
                throw source.Error("Template directives and escapes are not understood by the sandbox");
            if (source.Current == '$' && source.Next == '{') text.Append(Interpolation());
            else if (source.Current == '\\') text.Append(Escape());
            else text.Append(source.Take());
        }

        source.Take();
        return text.ToString();
    }

    private string Interpolation()
    {
        source.Take();
        source.Take();
        source.Blanks(lines: false);
        var reference = Reference();
        source.Blanks(lines: false);
        if (source.Current != '}')
            throw source.Error($"Operators and functions are not understood by the sandbox: \"{source.Current}\"");
        source.Take();
        return "${" + reference + "}";
    }

    private char Escape()
    {
        source.Take();
        var escaped = source.Take();
        return escaped switch
        {
            'n' => '\n',
            't' => '\t',
            'r' => '\r',
            '"' or '\\' => escaped,
            _ =>
            throw source.Error($"\"\\{escaped}\" is not understood by the sandbox")
        };
    }
}
