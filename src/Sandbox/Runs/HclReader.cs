namespace ServerlessMcp.Sandbox.Runs;

/// <summary>
/// Reads the literal part of Terraform's language: blocks, attributes, strings with references, numbers, lists and objects.
/// https://developer.hashicorp.com/terraform/language/syntax/configuration. Functions, operators and heredocs are
/// refused by name, not guessed.
/// </summary>
internal sealed class HclReader
{
    /// <summary>How deep brackets may nest: deeper code would take the whole sandbox's stack.</summary>
    private const int Deepest = 64;
    private readonly HclScanner source;
    private readonly HclWords words;
    private int depth;

    private HclReader(HclScanner source)
    {
        this.source = source;
        words = new HclWords(source);
    }

    public static HclBlock Read(string text, string file)
    {
        var root = new HclBlock("", [], file, 1);
        var reader = new HclReader(new HclScanner(text, file));
        reader.Body(root);
        return reader.source.AtEnd ? root : throw reader.source.Error("\"}\" has no beginning");
    }

    private void Body(HclBlock block)
    {
        Enter();
        for (source.Blanks(lines: true); !source.AtEnd && source.Current != '}'; source.Blanks(lines: true))
        {
            var line = source.Line;
            var word = source.Word();
            source.Blanks(lines: false);
            if (source.Current == '=' && source.Next != '=')
            {
                source.Take();
                source.Blanks(lines: false);
                // What type a variable has is left to its value.
                if (block.Kind == "variable" && word == "type") source.SkipExpression();
                else block.Attributes[word] = Expression();
                source.Blanks(lines: false);
                if (!source.AtEnd && source.Current is not ('\n' or '}'))
                {
                    throw source.Error(
                        $"Operators and functions are not understood by the sandbox: \"{source.Current}\"");
                }

                continue;
            }

            var labels = new List<string>();
            for (; source.Current != '{'; source.Blanks(lines: false))
                labels.Add(source.Current == '"' ? words.Text() : source.Word());
            source.Take();
            var inner = new HclBlock(word, labels, source.File, line);
            Body(inner);
            source.Expect('}');
            block.Blocks.Add(inner);
        }

        depth--;
    }

    private void Enter()
    {
        if (++depth > Deepest) throw source.Error("The code nests too deeply for the sandbox");
    }

    private JsonNode? Expression()
    {
        var first = source.Current;
        if (first == '"') return words.Text();
        if (first == '[') return List();
        if (first == '{') return Map();
        if (char.IsAsciiDigit(first) || first == '-') return source.Number();
        if (!char.IsAsciiLetter(first)) throw source.Error($"\"{first}\" is not understood by the sandbox");
        var reference = words.Reference();
        return reference switch
        {
            "true" => true,
            "false" => false,
            "null" => null,
            _ when reference.Contains('.', StringComparison.Ordinal) => "${" + reference + "}",
            _ => throw source.Error($"\"{reference}\" is not understood by the sandbox"),
        };
    }

    private JsonArray List()
    {
        var list = new JsonArray();
        Enter();
        source.Take();
        for (source.Blanks(lines: true); !source.Accept(']'); source.Blanks(lines: true))
        {
            list.Add(Expression());
            source.Blanks(lines: true);
            if (!source.Accept(',') && source.Current != ']') throw source.Error("\",\" or \"]\" expected");
        }

        depth--;
        return list;
    }

    private JsonObject Map()
    {
        var map = new JsonObject();
        Enter();
        source.Take();
        for (source.Blanks(lines: true); !source.Accept('}'); source.Blanks(lines: true))
        {
            var key = source.Current == '"' ? words.Text() : source.Word();
            source.Blanks(lines: false);
            if (!source.Accept('=') && !source.Accept(':')) throw source.Error("\"=\" expected");
            source.Blanks(lines: false);
            map[key] = Expression();
            source.Blanks(lines: false);
            if (!source.Accept(',') && source.Current is not ('}' or '\n'))
                throw source.Error($"Operators and functions are not understood by the sandbox: \"{source.Current}\"");
        }

        depth--;
        return map;
    }
}
