namespace ServerlessMcp.Catalog;

/// <summary>
/// What an argument, or a tool as a whole, does beyond its own method: what other tools are for. A run that applies by
/// itself is an apply, a workspace that destroys itself is a delete as well. A URL shows and takes it only if its
/// filter lets those through too. It is always <see cref="Effect.Destroy"/>, and so is each tool named here.
/// </summary>
public sealed record AddedEffect
{
    /// <summary>The canonical names of the tools whose effect it has.</summary>
    public IReadOnlyList<string> Tools { get; init; } = [];

    /// <summary>Whether it has the effect of the method <c>delete</c>.</summary>
    public bool Deletes { get; init; }

    /// <summary>Texts of an enumeration that have no such effect. False has none anywhere.</summary>
    public IReadOnlyList<string> Harmless { get; init; } = [];

    /// <summary>What is sent where the URL may not have it and the caller says nothing, because the API's own default
    /// may have the effect; null for nothing.</summary>
    public JsonElement? Otherwise { get; init; }

    /// <summary>Whether this value has the effect. What is neither false nor known to be harmless has.</summary>
    public bool IsOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.False or JsonValueKind.Null or JsonValueKind.Undefined => false,
        JsonValueKind.String => !Harmless.Contains(value.GetString()),
        _ => true,
    };

    /// <summary>In words, for errors: <c>the tool hashicorp_terraform_cloud_runs_apply and the method delete</c>.</summary>
    /// <param name="nameOf">What a URL calls the tool of a canonical name.</param>
    public string Needs(Func<string, string> nameOf) => string.Join(
        " and ",
        Tools.Select(tool => $"the tool {nameOf(tool)}").Concat(Deletes ? ["the method delete"] : Array.Empty<string>()));
}
