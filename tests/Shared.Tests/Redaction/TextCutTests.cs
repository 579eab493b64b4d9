using System.Text;
using ServerlessMcp.Redaction;

namespace ServerlessMcp.Tests.Redaction;

public sealed class TextCutTests
{
    // a, a pair, b, a pair.
    private const string Text = "a😀b🔒";

    [Fact]
    public void No_cut_parts_a_surrogate_pair_and_none_is_longer_than_asked()
    {
        for (var most = 1; most <= Text.Length + 1; most++)
        {
            foreach (var cut in (string[])[TextCut.Start(Text, most).ToString(), TextCut.Shorten(Text, most), TextCut.ShortenToEnd(Text, most)])
            {
                Assert.Equal(cut, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(cut)));
                Assert.InRange(cut.Trim('…').Length, most == 1 ? 0 : most - 1, most);
                Assert.Equal(most < Text.Length && cut.Length > 0, cut != Text && cut.Length > 0);
            }
        }
    }

    [Fact]
    public void What_is_short_enough_stays_as_it_is()
    {
        Assert.Equal(Text, TextCut.Shorten(Text, Text.Length));
        Assert.Equal(Text, TextCut.ShortenToEnd(Text, Text.Length));
        Assert.Equal(("a…", "…b🔒"), (TextCut.Shorten(Text, 2), TextCut.ShortenToEnd(Text, 4)));
    }
}
