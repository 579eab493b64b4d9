namespace ServerlessMcp.Local.Commands;

/// <summary>A table for people: as wide as what is in it, at most as wide as the terminal. The column that takes the
/// most is cut first.</summary>
internal sealed class TextTable(Terminal terminal, params string[] titles)
{
    private const int Least = 6;
    private const string Gap = "  ";

    private readonly List<(string Text, Color Color)[]> rows = [];

    /// <summary>Adds a row; texts of others are cleaned here.</summary>
    public void Add(params (string? Text, Color Color)[] cells) =>
        rows.Add([.. cells.Select(cell => (Terminal.Clean(cell.Text), cell.Color))]);

    /// <summary>Writes it.</summary>
    public void Write()
    {
        var widths = titles.Select((title, column) => rows.Select(row => row[column].Text.Length).Append(title.Length).Max()).ToArray();
        while (widths.Sum() + (Gap.Length * (widths.Length - 1)) > terminal.Width && widths.Max() > Least)
        {
            widths[Array.IndexOf(widths, widths.Max())]--;
        }

        WriteRow(titles.Select(title => (title, Color.Dim)), widths);
        rows.ForEach(row => WriteRow(row, widths));
    }

    private void WriteRow(IEnumerable<(string Text, Color Color)> cells, int[] widths)
    {
        var line = new StringBuilder();
        foreach (var ((text, color), column) in cells.Select((cell, column) => (cell, column)))
        {
            var cut = text.Length > widths[column] ? $"{text.AsSpan(0, widths[column] - 1)}…" : text;
            var isLast = column == widths.Length - 1;
            line.Append(terminal.Paint(cut, color)).Append(' ', isLast ? 0 : widths[column] - cut.Length)
                .Append(isLast ? "" : Gap);
        }

        terminal.Out.WriteLine(line.ToString().TrimEnd());
    }
}
