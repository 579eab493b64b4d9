namespace ServerlessMcp.Catalog;

/// <summary>The arguments that many tools share and no row writes: paging, <c>fields</c>, parts of a text.</summary>
internal static class DerivedArguments
{
    /// <summary>How the description of a boolean ends that is true where it is not given.</summary>
    public const string TrueByDefault = "Default true.";

    /// <summary>Rows on a page where a call does not say how many: the API's own number.</summary>
    public const int DefaultPageSize = 20;

    /// <summary>Rows per page, at most what the API allows. Not a plain query argument: whoever builds the request puts
    /// it next to the page's number.</summary>
    public static readonly Argument PageSize = new()
    {
        Name = "page_size",
        Place = ArgumentPlace.Answer,
        Kind = JsonKind.Integer,
        WireName = "page[size]",
        Minimum = 1,
        Maximum = 100,
        Description = "Default 20.",
    };

    /// <summary>The way to the next page; whoever handed it out reads it again.</summary>
    public static readonly Argument Cursor = new()
    {
        Name = "cursor",
        Place = ArgumentPlace.Answer,
        Kind = JsonKind.Text,
        WireName = "cursor",
        Description = "next_cursor.",
    };

    /// <summary>Which fields are answered.</summary>
    public static readonly Argument Fields = new()
    {
        Name = "fields",
        Place = ArgumentPlace.Answer,
        Kind = JsonKind.TextList,
        WireName = "fields",
        Description = "Others; * for all.",
    };

    /// <summary>The end of a text, where errors are.</summary>
    public static readonly Argument Tail = new()
    {
        Name = "tail",
        Place = ArgumentPlace.Answer,
        Kind = JsonKind.Integer,
        WireName = "tail",
        Minimum = 1,
        Maximum = 1000,
        Description = "Last lines only.",
    };

    /// <summary>How long to wait for what a <c>WaitFor</c> says. Below the 30 s that clients and gateways commonly
    /// wait.</summary>
    public static readonly Argument WaitSeconds = new()
    {
        Name = "wait_seconds",
        Place = ArgumentPlace.Answer,
        Kind = JsonKind.Integer,
        WireName = "wait_seconds",
        Minimum = 0,
        Maximum = 20,
        Description = "Until it needs you or ends.",
    };

    /// <summary>The lines of a log that matter.</summary>
    public static readonly Argument Grep = new()
    {
        Name = "grep",
        Place = ArgumentPlace.Answer,
        Kind = JsonKind.Text,
        WireName = "grep",
        Description = "Only lines that match this expression, case aside.",
    };

    /// <summary>Their neighbours.</summary>
    public static readonly Argument Context = new()
    {
        Name = "context",
        Place = ArgumentPlace.Answer,
        Kind = JsonKind.Integer,
        WireName = "context",
        Minimum = 0,
        Maximum = 50,
        Description = "Lines around each match. Default 2.",
        IsRare = true,
    };

    /// <summary>One file of an archive.</summary>
    public static readonly Argument File = new()
    {
        Name = "file",
        Place = ArgumentPlace.Answer,
        Kind = JsonKind.Text,
        WireName = "file",
        Description = "One file to read. Default: list them.",
    };
}
