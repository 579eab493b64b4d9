namespace ServerlessMcp.Catalog;

/// <summary>The name that was probably meant.</summary>
internal static class NearestName
{
    /// <summary>The name with the fewest edits to <paramref name="given"/>; null if even that one is too far.</summary>
    public static string? Find(string given, IEnumerable<string> names)
    {
        // Nobody mistypes a name at this length; the distance costs its square.
        if (given.Length > 64)
        {
            return null;
        }

        var (best, least) = ((string?)null, int.MaxValue);
        foreach (var name in names)
        {
            var distance = Distance(given, name);
            if (distance < least)
            {
                (best, least) = (name, distance);
            }
        }

        // "workspace" for "workspace_id", "pagesize" for "page_size": a shared beginning counts as near.
        return best is not null
            && (least <= Math.Max(2, given.Length / 3) || best.StartsWith(given, StringComparison.OrdinalIgnoreCase))
            ? best : null;
    }

    /// <summary>The nearest names, at most <paramref name="most"/>: what <see cref="Find"/> would answer first, then
    /// those that contain the text or are contained in it.</summary>
    public static IReadOnlyList<string> Several(string given, IReadOnlyCollection<string> names, int most)
    {
        if (given.Length > 64)
        {
            return [];
        }

        return [.. names
            .Where(name => name.Length <= 64)
            .Select(name => (Name: name, Distance: Distance(given, name),
                IsPart: name.Contains(given, StringComparison.OrdinalIgnoreCase)
                    || given.Contains(name, StringComparison.OrdinalIgnoreCase)))
            .Where(near => near.Distance <= Math.Max(2, given.Length / 3) || near.IsPart)
            .OrderBy(near => near.Distance)
            .ThenBy(near => near.Name, StringComparer.Ordinal)
            .Take(most)
            .Select(near => near.Name)];
    }

    // Levenshtein's distance, a row at a time.
    private static int Distance(string left, string right)
    {
        Span<int> row = stackalloc int[right.Length + 1];
        for (var column = 0; column < row.Length; column++)
        {
            row[column] = column;
        }

        for (var line = 1; line <= left.Length; line++)
        {
            var diagonal = row[0];
            row[0] = line;
            for (var column = 1; column < row.Length; column++)
            {
                var same = char.ToLowerInvariant(left[line - 1]) == right[column - 1];
                var cost = Math.Min(Math.Min(row[column], row[column - 1]) + 1, diagonal + (same ? 0 : 1));
                diagonal = row[column];
                row[column] = cost;
            }
        }

        return row[^1];
    }
}
