namespace ServerlessMcp.Sandbox.Tharsis;

/// <summary>One thing that a query selects: a field, or a fragment on a type.</summary>
/// <param name="Name">The field's name; of a fragment its type.</param>
/// <param name="Alias">What it is called in the answer.</param>
/// <param name="IsFragment">Whether it is a fragment.</param>
/// <param name="Arguments">Values: texts, numbers, flags, names of variables behind a dollar.</param>
/// <param name="Selections">What is selected of it.</param>
/// <param name="Column">Where it stands in the query, from 1.</param>
internal sealed record GraphQlField(
    string Name, string Alias, bool IsFragment, IReadOnlyDictionary<string, object?> Arguments,
    IReadOnlyList<GraphQlField> Selections, int Column);
