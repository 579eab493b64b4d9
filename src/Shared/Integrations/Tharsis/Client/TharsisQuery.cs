namespace ServerlessMcp.Integrations.Tharsis.Client;

/// <summary>A query in the words of both generations of servers: what the newer knows and the older does not is an error
/// there, and the other way round.</summary>
/// <param name="Since099">For v0.99 and later.</param>
/// <param name="Before099">For earlier ones; the same where nothing differs.</param>
internal sealed record TharsisQuery(string Since099, string Before099)
{
    /// <summary>A query that both understand.</summary>
    public TharsisQuery(string both)
        : this(both, both)
    {
    }

    /// <summary>Whether both understand it.</summary>
    public bool IsOfBoth => ReferenceEquals(Since099, Before099) || Since099 == Before099;
}
