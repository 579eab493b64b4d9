namespace ServerlessMcp.Catalog;

/// <summary>What the upstream's answer is, and so what becomes of it. A row that needs more than the usual says so here, not with code of its own.</summary>
public enum ResponseShape
{
    /// <summary>A document with one resource object: answered as one flat row.</summary>
    Single,

    /// <summary>A document with an array of them: answered as <c>{items, next_cursor, total_count}</c>.</summary>
    Collection,

    /// <summary>An empty answer (202, 204): answered as <c>{accepted, id, next}</c>.</summary>
    NoContent,
}
