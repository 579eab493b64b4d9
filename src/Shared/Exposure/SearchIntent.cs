namespace ServerlessMcp.Exposure;

/// <summary>What a question wants done: its verb decides which tools may come first.</summary>
internal enum SearchIntent
{
    /// <summary>No verb: most such questions are about what there is.</summary>
    None,

    /// <summary>The name of an argument, and no verb.</summary>
    Argument,

    /// <summary>list, which, find.</summary>
    List,

    /// <summary>show, who, why.</summary>
    Read,

    /// <summary>create, add, start.</summary>
    Create,

    /// <summary>change, set, rename.</summary>
    Update,

    /// <summary>delete, remove, revoke.</summary>
    Delete,

    /// <summary>Any other verb: lock, approve, cancel.</summary>
    Act,
}
