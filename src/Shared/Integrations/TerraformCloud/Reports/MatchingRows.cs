namespace ServerlessMcp.Integrations.TerraformCloud.Reports;

/// <summary>The rows that match, as a document goes by: those of an exact address if there are any, else those that the
/// glob finds.</summary>
/// <param name="filter">What addresses are held against.</param>
/// <param name="skip">How many of them are passed over.</param>
/// <param name="take">How many are kept.</param>
internal sealed class MatchingRows<T>(AddressFilter filter, int skip, int take)
{
    private bool isExact;

    /// <summary>How many match.</summary>
    public int Count { get; private set; }

    /// <summary>Those that are answered.</summary>
    public List<T> Rows { get; } = [];

    /// <summary>Whether this is the first row with exactly the address that is asked for, so that what a glob found
    /// before it is not meant.</summary>
    public bool BeginsExact(string address)
    {
        if (isExact || !filter.IsExactly(address))
            return false;
        isExact = true;
        Count = 0;
        Rows.Clear();
        return true;
    }

    /// <summary>Counts a row, and keeps it if it is on the page; false if it is not asked for.</summary>
    public bool Add(string address, Func<T> row)
    {
        if (!(isExact ? filter.IsExactly(address) : filter.Finds(address)))
            return false;
        if (++Count > skip && Rows.Count < take)
            Rows.Add(row());
        return true;
    }
}
