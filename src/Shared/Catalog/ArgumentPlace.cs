namespace ServerlessMcp.Catalog;

/// <summary>Where an argument goes in the request.</summary>
public enum ArgumentPlace
{
    /// <summary>A placeholder of the path. Derived from the path, never written in a row.</summary>
    Path,

    /// <summary>The query string, under <see cref="Argument.WireName"/> (<c>filter[status]</c>).</summary>
    Query,

    /// <summary><c>data.attributes</c>; a dot in <see cref="Argument.WireName"/> nests (<c>vcs-repo.branch</c>).</summary>
    Attribute,

    /// <summary><c>data.relationships.{WireName}.data</c>: an identifier, or an array of them for a <see cref="JsonKind.TextList"/>.</summary>
    Relationship,

    /// <summary>The root of the body, which is then not JSON:API: <c>{"reason":"…"}</c>.</summary>
    Root,

    /// <summary><c>data</c> as an array of identifiers of type <see cref="Argument.ResourceType"/> (relationship endpoints).</summary>
    Identifiers,

    /// <summary>Not sent: it shapes the answer (<c>fields</c>) or the page (<c>cursor</c>).</summary>
    Answer,
}
