namespace ServerlessMcp.Exposure;

/// <summary>A verb of a question.</summary>
/// <param name="Intent">What it wants.</param>
/// <param name="OnlyFirst">Whether it is one only where the question begins with it: "lock the workspace", not "who has
/// the lock".</param>
/// <param name="FoundBy">The words it is found by in names and descriptions; with a plus, as a thing.</param>
internal sealed record SearchVerb(SearchIntent Intent, bool OnlyFirst, IReadOnlyList<string> FoundBy);
