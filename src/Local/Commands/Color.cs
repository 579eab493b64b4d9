namespace ServerlessMcp.Local.Commands;

/// <summary>Colours of a terminal (ECMA-48, SGR), which each may show in its own way.</summary>
internal enum Color
{
    /// <summary>As the terminal writes.</summary>
    None = 0,

    /// <summary>For what is beside the matter.</summary>
    Dim = 2,

    /// <summary>For what is gone, or destroys.</summary>
    Red = 31,

    /// <summary>For what is well, or only reads.</summary>
    Green = 32,

    /// <summary>For what ends soon, or changes.</summary>
    Yellow = 33,
}
