using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ServerlessMcp.Redaction;

namespace ServerlessMcp.Tests.Redaction;

public sealed class InvisibleTextTests
{
    private static readonly JsonSerializerOptions[] Encoders =
        [new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }, new() { Encoder = JavaScriptEncoder.Default }];

    private static string Clean(string json) => Encoding.UTF8.GetString(InvisibleText.Clean(Encoding.UTF8.GetBytes(json)).Span);

    // Through either encoder: one writes most of it as it is, the other as escapes.
    private static string CleanText(string text)
    {
        var cleaned = Encoders.Select(encoder => JsonSerializer.Deserialize<string>(Clean(JsonSerializer.Serialize(text, encoder)))!).ToList();
        Assert.Equal(cleaned[0], cleaned[1]);
        return cleaned[0];
    }

    [Theory]
    [InlineData("a\u001b[31mred\u001b[0m b", "ared b")]
    [InlineData("a\u001b[38;2;1;2;3mx", "ax")]
    [InlineData("a\u001b]0;title\u0007b", "ab")]
    [InlineData("a\u001b]8;;https://evil\u001b\\link\u001b]8;;\u001b\\b", "alinkb")]
    [InlineData("a\u001b]never ended\nb", "a\nb")]
    [InlineData("a\u001b(Bb", "ab")]
    [InlineData("a\u001b[\"quoted\"", "a\"quoted\"")]
    [InlineData("a\u001b\\b", "a\\b")]
    [InlineData("a\u001b", "a")]
    [InlineData("a\u001b[", "a")]
    [InlineData("a\u009b31mb", "ab")]
    [InlineData("pay\u202egnp.exe", "paygnp.exe")]
    [InlineData("\u2066x\u2069\u200e\u200f\u061c", "x")]
    [InlineData("z\u200be\u200cr\u200do\u2060\ufeff", "zero")]
    [InlineData("so\u00adft", "soft")]
    [InlineData("b\be\fl\al\0", "bell")]
    [InlineData("tab\tline\nreturn\r", "tab\tline\nreturn\r")]
    [InlineData("\u3164\u115f\u1160\uffa0x", "x")]
    [InlineData("x\ufe0f\ufe00\U000E0100\U000E01EF", "x")]
    [InlineData("\U000E0001\U000E0069\U000E0067\U000E006E\U000E006F\U000E0072\U000E0065\U000E007F!", "!")]
    [InlineData("Grüße, 世界 🌍 “quoted” – привет العربية ไทย \u00a0 \\ \" / \u2028", "Grüße, 世界 🌍 “quoted” – привет العربية ไทย \u00a0 \\ \" / \u2028")]
    public void What_nobody_sees_is_taken_out_and_nothing_else(string text, string expected) => Assert.Equal(expected, CleanText(text));

    [Trait("Lane", "slow")]
    [Fact]
    public void Every_character_of_Unicode_is_kept_or_taken_out_as_the_rule_says_escaped_or_not()
    {
        for (var block = 0; block <= 0x10FFFF; block += 0x100)
        {
            var characters = Enumerable.Range(block, 0x100).Where(character => Rune.IsValid(character) && character is not (0x1B or 0x9B)).ToList();
            var text = string.Concat(characters.Select(character => char.ConvertFromUtf32(character)));
            Assert.Equal(string.Concat(characters.Where(character => !InvisibleText.IsHidden(character)).Select(character => char.ConvertFromUtf32(character))), CleanText(text));
        }
    }

    [Fact]
    public void Every_format_and_control_character_is_hidden_but_those_that_are_seen()
    {
        // Format characters that have a glyph: Arabic, Kaithi and Egyptian signs. They reorder nothing and hide nothing.
        static bool HasGlyph(int character) => character is (>= 0x600 and <= 0x605) or 0x6DD or 0x70F or 0x890 or 0x891 or 0x8E2 or 0x110BD or 0x110CD or (>= 0x13430 and <= 0x1343F);
        var seen = Enumerable.Range(0, 0x110000).Where(character => Rune.IsValid(character)
            && Rune.GetUnicodeCategory(new Rune(character)) is UnicodeCategory.Control or UnicodeCategory.Format
            && !InvisibleText.IsHidden(character) && !HasGlyph(character));
        Assert.Equal(['\t', '\n', '\r'], seen);
    }

    [Theory]
    [InlineData("""{"a":"plain","b":[1,true,null,"line\n\"quoted\" \\u200b \/"]}""")]
    [InlineData("""{"a":"Grüße 🌍 日本語"}""")]
    [InlineData("{}")]
    public void An_answer_with_nothing_to_take_out_is_not_copied(string json)
    {
        ReadOnlyMemory<byte> bytes = Encoding.UTF8.GetBytes(json);
        Assert.True(InvisibleText.Clean(bytes).Equals(bytes));
    }

    [Fact]
    public void Names_are_cleaned_too_and_the_JSON_stays_whole_whatever_is_put_together()
    {
        string[] pieces = ["\u001b", "\u001b[", "\u001b]", "\u009b", "\"", "\\", "u001b", "[31m", "\n", "\a", "\U000E0041", "\u202e", "é", "🌍", "{", "}", ":", "0", "\u001b\\"];
        var random = new Random(7);
        for (var round = 0; round < 20_000; round++)
        {
            var name = string.Concat(random.GetItems(pieces, random.Next(1, 8)));
            var value = string.Concat(random.GetItems(pieces, random.Next(1, 12)));
            var json = JsonSerializer.Serialize(new Dictionary<string, string> { [name] = value, ["after"] = "stays" }, Encoders[round % 2]);
            using var cleaned = JsonDocument.Parse(Clean(json));
            Assert.Equal("stays", cleaned.RootElement.GetProperty("after").GetString());
            Assert.All(cleaned.RootElement.EnumerateObject(), member =>
                Assert.DoesNotContain((member.Name + member.Value.GetString()).EnumerateRunes(), rune => InvisibleText.IsHidden(rune.Value)));
        }
    }
}
