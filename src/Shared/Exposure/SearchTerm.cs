namespace ServerlessMcp.Exposure;

/// <summary>A word of a question, as stems of which one is enough, the likeliest first.</summary>
/// <param name="Stems">Stems, or an argument's name.</param>
/// <param name="IsVerb">Whether it is the verb, or a question's word: good to have, and nothing that a tool must have.</param>
/// <param name="IsState">Whether it says how something is (locked), and asks nobody to do it.</param>
/// <param name="IsWeak">Whether it only says which one is meant.</param>
internal sealed record SearchTerm(IReadOnlyList<string> Stems, bool IsVerb, bool IsState = false, bool IsWeak = false)
{
    /// <summary>The same for the same stems.</summary>
    public string Key { get; } = string.Join('/', Stems);
}
