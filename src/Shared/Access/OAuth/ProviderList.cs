namespace ServerlessMcp.Access.OAuth;

/// <summary>Where people may sign in.</summary>
internal sealed record ProviderList(IReadOnlyList<ListedProvider> Result);
