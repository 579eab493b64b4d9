using System.Text;
using ServerlessMcp.Redaction;

namespace ServerlessMcp.Tests.Redaction;

public sealed class TextPieceTests
{
    [Theory]
    [InlineData("x", 70_000)]
    [InlineData("ü€𝄞", 10_000)]
    [InlineData("a line\n", 9_000)]
    [InlineData("\n", 50_000)]
    public void The_pieces_of_a_text_are_the_text(string unit, int times)
    {
        var text = string.Concat(Enumerable.Repeat(unit, times));
        var joined = new StringBuilder();
        for (var number = 1; ; number++)
        {
            var piece = TextPiece.Number(number, text);
            Assert.InRange(Encoding.UTF8.GetByteCount(piece.Text), 0, TextPiece.Length * 5 / 4);
            Assert.Equal(Encoding.UTF8.GetByteCount(text), piece.TotalBytes);
            joined.Append(piece.Text);
            if (piece.IsLast)
            {
                break;
            }
        }

        Assert.True(text == joined.ToString());
    }

    [Fact]
    public void What_has_been_handed_out_stays_when_the_text_grows()
    {
        var log = string.Concat(Enumerable.Range(0, 10_000).Select(line => $"line {line}\n"));
        Assert.Equal(TextPiece.Number(2, log).Text, TextPiece.Number(2, log + "more\n").Text);
    }

    [Theory]
    [InlineData("a\nb\nc\n", 2, "b\nc\n")]
    [InlineData("a\nb\nc", 2, "b\nc")]
    [InlineData("a\nb", 9, "a\nb")]
    [InlineData("", 3, "")]
    [InlineData("\n\n\n", 2, "\n\n")]
    public void The_tail_is_so_many_lines(string text, int lines, string tail) => Assert.Equal(tail, TextPiece.Tail(lines, text).Text);

    [Theory]
    [InlineData("\u0002Plan\u0003", "Plan")]
    [InlineData("\u001b[1m\u001b[31mError:\u001b[0m no\r\n", "Error: no\n")]
    [InlineData("\u001b]8;;https://x\u0007link\u001b]8;;\u001b\\ and\t\u0000on", "link and\ton")]
    public void A_terminals_text_is_what_people_see(string text, string seen) => Assert.Equal(seen, TerminalText.Of(Encoding.UTF8.GetBytes(text)));
}
