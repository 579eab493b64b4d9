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

    /// <summary><c>data.relationships.{WireName}.data</c>: an identifier, or an array of them for a
    /// <see cref="JsonKind.TextList"/>.</summary>
    Relationship,

    /// <summary><c>data.type</c>, where an endpoint takes resources of several types; its values are those types.</summary>
    Type,

    /// <summary>The root of the body, which is then not JSON:API: <c>{"reason":"…"}</c>.</summary>
    Root,

    /// <summary>
    /// <c>data</c> as an array of identifiers of type <see cref="Argument.ResourceType"/> (relationship endpoints); for
    /// a <see cref="JsonKind.RecordList"/>, of resources: the member <c>id</c> is the id, the others are attributes.
    /// </summary>
    Identifiers,

    /// <summary>The body itself, as <c>application/octet-stream</c>; its form is <see cref="Argument.Encoding"/>.</summary>
    Body,

    /// <summary>
    /// Bytes that are PUT to the pre-signed URL which the answered resource holds under <see cref="Argument.WireName"/>
    /// (an attribute or a link). A row whose verb is PUT reads its path with GET for that URL.
    /// </summary>
    Upload,

    /// <summary>Not sent: it shapes the answer (<c>fields</c>) or the page (<c>cursor</c>).</summary>
    Answer,
}
