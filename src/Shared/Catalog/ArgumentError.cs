namespace ServerlessMcp.Catalog;

/// <summary>One bad argument, told so that a model can put it right: which, what came, what is allowed. Values of
/// secret arguments are never in it.</summary>
/// <param name="Name">The argument, with its place inside a list or object: <c>variables[0].key</c>.</param>
/// <param name="Came">What came: <c>'ws-4j8p6jX1w33MiDC7', a workspace's id</c>; <c>nothing</c>.</param>
/// <param name="Allowed">What is allowed: <c>a run's id (run-…)</c>.</param>
internal sealed record ArgumentError(string Name, string Came, string Allowed)
{
    /// <summary>All of it as one sentence.</summary>
    public string Message
    {
        get => field ?? $"{Name} takes {Allowed}; came: {Came}.";
        init;
    }

    internal static ArgumentError WrongType(Argument argument, string name, JsonElement value) =>
        new(name, ArgumentWords.DescribeCame(argument, value), ArgumentWords.Describe(argument));

    internal static ArgumentError Missing(string name, string allowed) =>
        new(name, "nothing", allowed) { Message = $"{name} is required: {allowed}." };

    internal static ArgumentError Unknown(string name, string? nearest, IReadOnlyList<string> names)
    {
        var allowed = nearest ?? (names.Count > 0 ? string.Join(", ", names) : "none");
        var hint = nearest is null ? $"its arguments: {allowed}." : $"did you mean {nearest}?";
        return new(name, "an argument that this tool does not have", allowed)
        { Message = $"{name} is no argument of this tool; {hint}" };
    }
}
