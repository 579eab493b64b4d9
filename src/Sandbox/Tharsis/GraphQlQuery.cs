namespace ServerlessMcp.Sandbox.Tharsis;

/// <summary>Reads a query of GraphQL (https://spec.graphql.org/October2021/#sec-Language): one operation, inline
/// fragments, arguments of scalars, enumerations, objects and variables. Not: named fragments, directives, lists.</summary>
internal sealed class GraphQlQuery
{
    private const int MaxDepth = 20;

    private readonly string text;
    private int at;

    private GraphQlQuery(string text) => this.text = text;

    /// <summary>What the operation selects.</summary>
    /// <exception cref="FormatException">It is no such query.</exception>
    public static IReadOnlyList<GraphQlField> Read(string text)
    {
        var query = new GraphQlQuery(text);
        query.Skip();
        if (query.Peek() != '{')
        {
            query.Word();
            while (query.Peek() is not '{')
            {
                query.at++;
                if (query.at >= text.Length)
                {
                    throw new FormatException("syntax error: unexpected end");
                }

                if (query.Peek() == '(')
                {
                    query.at = text.IndexOf(')', query.at) + 1;
                    query.Skip();
                }
            }
        }

        return query.Selections(0);
    }

    private List<GraphQlField> Selections(int depth)
    {
        if (depth > MaxDepth)
        {
            throw new FormatException("the query is nested too deep");
        }

        Expect('{');
        var fields = new List<GraphQlField>();
        while (Peek() != '}')
        {
            fields.Add(Field(depth));
        }

        Expect('}');
        return fields;
    }

    private GraphQlField Field(int depth)
    {
        var column = at + 1;
        if (text.AsSpan(at).StartsWith("..."))
        {
            at += 3;
            Skip();
            if (Word() != "on")
            {
                throw new FormatException("only inline fragments are understood");
            }

            var type = Word();
            return new GraphQlField(type, type, true, Arguments(), Selections(depth + 1), column);
        }

        var name = Word();
        var alias = name;
        if (Peek() == ':')
        {
            Expect(':');
            name = Word();
        }

        var arguments = Arguments();
        return new GraphQlField(name, alias, false, arguments, Peek() == '{' ? Selections(depth + 1) : [], column);
    }

    private Dictionary<string, object?> Arguments()
    {
        var arguments = new Dictionary<string, object?>(StringComparer.Ordinal);
        if (Peek() != '(')
        {
            return arguments;
        }

        Expect('(');
        while (Peek() != ')')
        {
            var name = Word();
            Expect(':');
            arguments[name] = Value();
        }

        Expect(')');
        return arguments;
    }

    private object? Value()
    {
        switch (Peek())
        {
            case '"':
                var end = text.IndexOf('"', at + 1);
                var quoted = text[(at + 1)..end];
                at = end + 1;
                Skip();
                return quoted;
            case '$':
                at++;
                return "$" + Word();
            case '{':
                Expect('{');
                var members = new Dictionary<string, object?>(StringComparer.Ordinal);
                while (Peek() != '}')
                {
                    var name = Word();
                    Expect(':');
                    members[name] = Value();
                }

                Expect('}');
                return members;
            default:
                var word = Word();
                return word switch
                {
                    "true" => true,
                    "false" => false,
                    "null" => null,
                    _ => int.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : word,
                };
        }
    }

    private string Word()
    {
        var start = at;
        while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] is '_' or '-'))
        {
            at++;
        }

        if (start == at)
        {
            throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"syntax error: unexpected character at column {at + 1}"));
        }

        var word = text[start..at];
        Skip();
        return word;
    }

    private void Expect(char character)
    {
        if (Peek() != character)
        {
            throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"syntax error: {character} is missing at column {at + 1}"));
        }

        at++;
        Skip();
    }

    private char Peek() => at < text.Length ? text[at] : '\0';

    private void Skip()
    {
        while (at < text.Length && (char.IsWhiteSpace(text[at]) || text[at] == ','))
        {
            at++;
        }
    }
}
