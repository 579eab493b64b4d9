namespace ServerlessMcp.Access.OAuth;

/// <summary>Where a person may sign in.</summary>
internal sealed record ListedProvider(string Id, string Name);
