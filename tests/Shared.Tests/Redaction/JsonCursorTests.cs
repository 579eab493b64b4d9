using System.Text;
using System.Text.Json;
using ServerlessMcp.Redaction;

namespace ServerlessMcp.Tests.Redaction;

/// <summary>The cursor and .NET's reader: the same tokens of what both take, and what one refuses the other refuses.</summary>
public sealed class JsonCursorTests
{
    private const int Mutations = 400;
    private const string NoText = "no text";

    private static readonly JsonReaderOptions Options = new() { MaxDepth = JsonCursor.MaxDepth };

    public static TheoryData<string> Documents =>
    [
        "{}", "[]", "\"\"", "0", "-0", "null", "true", "false", " \t\r\n[ ] \n", "[1,2.5,-3e+7,4E-2,0.0,10]", "{\"a\":{\"b\":[{\"c\":null},[],{}]},\"d\":\"\"}",
        """{"text":"\"\\\/\b\f\n\r\t\u00e4\ud83d\ude00 é 😀 …","a longer name than sixteen bytes":"and a longer value, with a \"quote\" beyond sixteen bytes","\u0069d":1}""",
        """{"data":[{"id":"ws-1","type":"workspaces","attributes":{"name":"core","locked":false,"serial":123456789012345678901234567890}}],"included":[],"meta":{}}""",
        "", " ", "{", "[", "\"", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1,", "{\"a\":1,}", "[1,]", "[,1]", "{,}", "{1:2}", "{\"a\" 1}", "[1 2]", "[1}", "{\"a\":1]", "01", "-", "-a", "1.", ".1", "1e",
        "1e+", "+1", "0x1", "tru", "True", "nulll", "truefalse", "[true false]", "NaN", "\"\\x\"", "\"\\u12g4\"", "\"\\u12\"", "\"a\nb\"", "\"a\u0001\"", "{} {}", "{}x", "[]]", "{\"a\":1}}", "// no", "/**/1", "\u00a01",
        "\"\\ud800\"", "{\"\\ud800\":1}", "[\"\\\\\",\"\\\\\\\"\"]", "\"0123456789abcde\\\\f\"", "\"0123456789abcdef\"", "\"0123456789abcde\u001f\"", "[1]\u0000",
    ];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Both_read_the_same(string text)
    {
        var document = Encoding.UTF8.GetBytes(text);
        AssertSame(document);

        // And so of what became of it on the way: bytes lost, doubled, exchanged, cut off.
        var random = new Random(text.Length);
        for (var i = 0; i < Mutations && document.Length > 0; i++)
        {
            AssertSame(Mutated(document, random));
        }
    }

    [Theory]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    public void Both_are_as_deep(int depth)
    {
        AssertSame(Encoding.UTF8.GetBytes(new string('[', depth) + new string(']', depth)));
        AssertSame(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", depth)) + "1" + new string('}', depth)));
        AssertSame(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("[{\"a\":", depth / 2)) + "{}" + string.Concat(Enumerable.Repeat("}]", depth / 2))));
    }

    [Fact]
    public void Both_skip_to_the_same_place()
    {
        var document = """{"a":{"b":[1,{"c":"]}"}]},"d":[[],{}],"e":"f","g":7}"""u8;
        var reader = new Utf8JsonReader(document, Options);
        var cursor = new JsonCursor(document);
        reader.Read();
        cursor.Read();
        while (reader.Read())
        {
            Assert.True(cursor.Read());
            reader.Skip();
            cursor.Skip();
            Assert.Equal((reader.TokenType, reader.BytesConsumed), (cursor.TokenType, cursor.BytesConsumed));
        }

        Assert.False(cursor.Read());
    }

    [Fact]
    public void Members_that_may_be_meant_are_read_and_others_passed()
    {
        var names = default(NameFilter).With("name"u8).With("auto_apply"u8);
        var cursor = new JsonCursor("""{"x":1,"autoApply":[{"name":1}],"nape":{"a":"}"},"other-":"y","\u006eame":"z","name":2,"p":[]}"""u8);
        cursor.Read();
        var found = new List<string>();
        var passed = 0;
        while (cursor.ReadMember(names, out var others))
        {
            passed += others;
            found.Add(cursor.Name());
            cursor.Skip();
        }

        Assert.Equal(["autoApply", "nape", "name", "name"], found);
        Assert.Equal(2, passed);
        Assert.Equal(JsonTokenType.EndObject, cursor.TokenType);
        Assert.False(cursor.Read());
    }

    private static ReadOnlySpan<byte> Structure => "{}[]\",:\\ 0e.-+tfnu/\n\u0001"u8;

    private static byte[] Mutated(byte[] document, Random random)
    {
        var bytes = document.ToList();
        for (var times = random.Next(1, 3); times > 0 && bytes.Count > 0; times--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0: bytes.RemoveAt(at); break;
                case 1: bytes.Insert(at, bytes[at]); break;
                case 2: bytes.RemoveRange(at, bytes.Count - at); break;
                case 3: bytes[at] = Structure[random.Next(Structure.Length)]; break;
                default: (bytes[at], bytes[0]) = (bytes[0], bytes[at]); break;
            }
        }

        return [.. bytes];
    }

    private static void AssertSame(byte[] document)
    {
        var expected = Tokens(document);
        var found = CursorTokens(document);
        Assert.Equal(expected is ["refused"], !PassesOver(document));
        Assert.True(expected.SequenceEqual(found), $"{Encoding.UTF8.GetString(document)}\n{string.Join(' ', expected)}\n{string.Join(' ', found)}");
    }

    // A number is told when it has ended, by either of them: one says so at once, and the other at the next token.
    private static List<string> Tokens(byte[] document)
    {
        var tokens = new List<string>();
        try
        {
            var reader = new Utf8JsonReader(document, Options);
            while (reader.Read())
            {
                var text = reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName ? TextOf(ref reader) : "";
                tokens.Add($"{reader.TokenType}@{reader.TokenStartIndex}-{reader.BytesConsumed}:{Encoding.Latin1.GetString(reader.ValueSpan)}:{text}:{reader.ValueIsEscaped}:{text != NoText && IsId(ref reader)}");
            }
        }
        catch (JsonException)
        {
            tokens.Add("refused");
        }

        return Whole(tokens);
    }

    private static List<string> CursorTokens(byte[] document)
    {
        var tokens = new List<string>();
        try
        {
            var reader = new JsonCursor(document);
            while (reader.Read())
            {
                var isText = reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName;
                string text;
                try
                {
                    text = isText ? Encoding.UTF8.GetString(reader.Utf8()) : "";
                }
                catch (JsonException)
                {
                    text = NoText;
                }

                tokens.Add($"{reader.TokenType}@{reader.TokenStart}-{reader.BytesConsumed}:{Encoding.Latin1.GetString(reader.ValueSpan)}:{text}:{reader.ValueIsEscaped}:{isText && text != NoText && reader.ValueTextEquals("id"u8)}");
            }
        }
        catch (JsonException)
        {
            tokens.Add("refused");
        }

        return Whole(tokens);
    }

    // The members of an object, none of them wanted: refused by the same documents.
    private static bool PassesOver(byte[] document)
    {
        try
        {
            var cursor = new JsonCursor(document);
            while (cursor.Read())
            {
                if (cursor.TokenType == JsonTokenType.StartObject)
                    Assert.False(cursor.ReadMember(default, out _) && !cursor.ValueIsEscaped);
                cursor.Skip();
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static List<string> Whole(List<string> tokens) => tokens is [.., "refused"] ? ["refused"] : tokens;

    private static bool IsId(ref Utf8JsonReader reader) => reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueTextEquals("id"u8);

    private static string TextOf(ref Utf8JsonReader reader)
    {
        try
        {
            return Encoding.UTF8.GetString(JsonText.Utf8(ref reader));
        }
        catch (JsonException)
        {
            return NoText;
        }
    }
}
