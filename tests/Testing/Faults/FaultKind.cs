namespace ServerlessMcp.Testing.Faults;

/// <summary>What a fault does to the connection or the body, apart from the status and the delay.</summary>
internal enum FaultKind
{
    None,
    CutBeforeHeaders,
    CutMidBody,
    Malformed,
    Oversized,
}
