namespace ServerlessMcp.Integrations.TerraformCloud.Reports.Plans;

/// <summary>
/// What elements a list or a set has more, and what less. A plan does not say which arrays are sets, and the index of a
/// set's element means nothing, so all are compared by content: of b, c, d and c, d, e it is b that goes and e that
/// comes, and not three elements that change.
/// </summary>
internal readonly struct ElementChanges
{
    private ElementChanges(List<PlannedValue> removed, List<PlannedValue> added, bool isReordered) =>
        (Removed, Added, IsReordered) = (removed, added, isReordered);

    /// <summary>Elements that are only in the first.</summary>
    public List<PlannedValue> Removed { get; }

    /// <summary>Elements that are only in the second; all that are not known are.</summary>
    public List<PlannedValue> Added { get; }

    /// <summary>Whether the elements are the same, in another order.</summary>
    public bool IsReordered { get; }

    /// <summary>Compares, in one pass over each.</summary>
    public static ElementChanges Of(List<PlannedValue> before, List<PlannedValue> after)
    {
        var left = new Dictionary<UInt128, int>(before.Count);
        foreach (var element in before)
            left[element.Content] = left.GetValueOrDefault(element.Content) + 1;
        List<PlannedValue> added = [];
        foreach (var element in after)
        {
            // What is not known may be anything, and so is never what was there.
            if (element.UnknownCount == 0 && left.GetValueOrDefault(element.Content) is > 0 and var count)
                left[element.Content] = count - 1;
            else
                added.Add(element);
        }

        List<PlannedValue> removed = [];
        foreach (var element in Enumerable.Reverse(before))
        {
            if (left.GetValueOrDefault(element.Content) is > 0 and var count)
            {
                left[element.Content] = count - 1;
                removed.Add(element);
            }
        }

        removed.Reverse();
        return new(removed, added,
            removed.Count == 0 && added.Count == 0
                && !before.Select(element => element.Content).SequenceEqual(after.Select(element => element.Content)));
    }
}
