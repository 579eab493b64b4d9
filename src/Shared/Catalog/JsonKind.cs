namespace ServerlessMcp.Catalog;

/// <summary>The single JSON type of an argument. Clients such as Copilot Studio refuse unions and <c>$ref</c>, so there
/// are none.</summary>
public enum JsonKind
{
    /// <summary>A string.</summary>
    Text,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>Any number.</summary>
    Number,

    /// <summary>true or false.</summary>
    Boolean,

    /// <summary>An array of strings.</summary>
    TextList,

    /// <summary>An object whose members are named by <see cref="Argument.Members"/>.</summary>
    Record,

    /// <summary>An array of such objects.</summary>
    RecordList,

    /// <summary>An object with free keys and string values.</summary>
    TextMap,
}
