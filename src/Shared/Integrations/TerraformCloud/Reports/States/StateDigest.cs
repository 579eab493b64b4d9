namespace ServerlessMcp.Integrations.TerraformCloud.Reports.States;

/// <summary>What a state has of what was asked for.</summary>
/// <param name="Resources">The resources asked for, in the state's order.</param>
/// <param name="Matching">How many match.</param>
/// <param name="Types">How many of the matching resources each type has.</param>
internal sealed record StateDigest(IReadOnlyList<StateResource> Resources, int Matching, IReadOnlyDictionary<string, int> Types);
