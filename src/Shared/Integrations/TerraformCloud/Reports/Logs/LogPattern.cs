using System.Diagnostics;
using System.Text.RegularExpressions;

namespace ServerlessMcp.Integrations.TerraformCloud.Reports.Logs;

/// <summary>
/// What <c>grep</c> looks for: a regular expression that an agent wrote, held against up to 64 MB of a log that others
/// wrote, so what it may cost is bounded. It does not backtrack
/// (<see href="https://learn.microsoft.com/dotnet/standard/base-types/backtracking-in-regular-expressions"/>), is small
/// when its repetitions are written out, because each character of the log may cost as many steps as it has parts, and
/// has a time for the whole call: that of one match is asked about only every thousand characters.
/// </summary>
internal sealed class LogPattern
{
    /// <summary>The most parts of an expression: characters and classes, <c>{8}</c> being eight of what stands before
    /// it.</summary>
    public const int MaxParts = 256;

    /// <summary>What an expression may be, for whoever sent another.</summary>
    public static readonly string Allowed = string.Create(
        CultureInfo.InvariantCulture,
        $"a regular expression without look-around and back-references, of at most {MaxParts} characters and classes " +
            $"({{8}} counts for eight): Error|denied");

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    private readonly Regex expression;
    private TimeSpan spent;

    private LogPattern(Regex expression) => this.expression = expression;

    /// <summary>Reads an expression; null if it is none, looks around or back, or is too large.</summary>
    public static LogPattern? Parse(string text)
    {
        if (Parts(text) > MaxParts)
        {
            return null;
        }

        try
        {
            return new LogPattern(
                new Regex(text, RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
                    Patience));
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>Whether the line has it.</summary>
    /// <exception cref="RegexMatchTimeoutException">The lines so far took too long.</exception>
    public bool IsMatch(string line)
    {
        var begun = Stopwatch.GetTimestamp();
        var isMatch = expression.IsMatch(line);
        spent += Stopwatch.GetElapsedTime(begun);
        return spent <= Patience ? isMatch : throw new RegexMatchTimeoutException();
    }

    // Of each group that is open, what it has so far, and what its last part has: a repetition multiplies that.
    private static long Parts(string text)
    {
        var open = new Stack<(long Sum, long Last)>();
        var (sum, last) = (0L, 0L);
        for (var i = 0; i < text.Length && sum <= MaxParts; i++)
        {
            switch (text[i])
            {
                case '(':
                    open.Push((sum, last));
                    (sum, last) = (0, 0);
                    break;
                case ')' when open.TryPop(out var outer):
                    last = Math.Max(1, sum);
                    sum = outer.Sum + last;
                    break;
                case '{' when Times(text, ref i) is { } times:
                    sum += last * (times - 1);
                    last *= times;
                    break;
                case '\\':
                    i++;
                    (sum, last) = (sum + 1, 1);
                    break;
                case '[':
                    i = EndOfClass(text, i);
                    (sum, last) = (sum + 1, 1);
                    break;
                case '*' or '+' or '?' or '|':
                    break;
                default:
                    (sum, last) = (sum + 1, 1);
                    break;
            }
        }

        return sum + open.Sum(outer => outer.Sum);
    }

    // {8}, {2,8} and {8,}; anything else between braces is text.
    private static int? Times(string text, ref int at)
    {
        var end = text.IndexOf('}', at);
        var numbers = end < 0 ? [] : text[(at + 1)..end].Split(',');
        if (numbers.Length is 0 or > 2 || numbers[0].Length == 0 || numbers.Any(number => !number.All(char.IsAsciiDigit)))
        {
            return null;
        }

        at = end;
        return numbers.Max(
            number => number.Length == 0 ? 1 : number.Length > 6 ? 1_000_000
                : Math.Max(1, int.Parse(number, CultureInfo.InvariantCulture)));
    }

    // The ] right behind [ or [^ is one of its characters.
    private static int EndOfClass(string text, int at)
    {
        var first = at + 1 < text.Length && text[at + 1] == '^' ? at + 2 : at + 1;
        for (var i = first; i < text.Length; i++)
        {
            if (text[i] == '\\')
            {
                i++;
            }
            else if (text[i] == ']' && i > first)
            {
                return i;
            }
        }

        return text.Length;
    }
}
