namespace ServerlessMcp.Hosts.Tests.Contract;

/// <summary>One request of the script: what it is called, the status that is expected, and how it is made from what came before.</summary>
internal sealed record Step(string Name, int Status, Func<Found, RawRequest> Request)
{
    /// <summary>What later steps need of the answer.</summary>
    public Action<RawAnswer, Found>? Keep { get; init; }

    /// <summary>Whether the store is taken away before.</summary>
    public bool StoreIsDown { get; init; }
}

/// <summary>Values that earlier answers gave.</summary>
internal sealed class Found : Dictionary<string, string>
{
    public required Uri Sandbox { get; init; }
}
