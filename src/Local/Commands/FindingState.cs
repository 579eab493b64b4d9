namespace ServerlessMcp.Local.Commands;

/// <summary>How something is that the doctor looked at.</summary>
internal enum FindingState
{
    /// <summary>As it should be.</summary>
    Good,

    /// <summary>Works, and somebody should know.</summary>
    Note,

    /// <summary>Does not work.</summary>
    Bad,
}
