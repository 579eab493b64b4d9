using System.Globalization;
using System.IO.Enumeration;

namespace ServerlessMcp.EndToEnd.Support;

/// <summary>Documentation that is run: the fenced blocks of a page, and what is printed held against what they promise.</summary>
internal static class PrintedShape
{
    /// <summary>The fenced blocks of a language, in order.</summary>
    public static List<string> Blocks(string page, string language)
    {
        var lines = File.ReadAllLines(page);
        var blocks = new List<string>();
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i] == "```" + language)
                blocks.Add(string.Join('\n', lines.Skip(i + 1).TakeWhile(line => line != "```")));
        }

        return blocks;
    }

    /// <summary>Line by line. What is promised has … for the rest of a line, or alone for further lines; a time for any.</summary>
    public static void AssertIs(string[] promised, string[] printed, int at = 0)
    {
        var maySkip = false;
        foreach (var line in promised)
        {
            if (line.Trim() == "…")
            {
                maySkip = true;
                continue;
            }

            var pattern = string.Join(' ', line.Split(' ').Select(word => DateTimeOffset.TryParse(word, CultureInfo.InvariantCulture, out _) && word.EndsWith('Z') ? "*" : word)).Replace('…', '*');
            bool IsPromised(string print) => print == pattern || FileSystemName.MatchesSimpleExpression(pattern, print, ignoreCase: false);
            while (maySkip && at < printed.Length && !IsPromised(printed[at]))
                at++;
            Assert.True(at < printed.Length && IsPromised(printed[at]),
                $"'{line}' is promised, printed is:\n{string.Join('\n', printed)}");
            (at, maySkip) = (at + 1, false);
        }
    }
}
