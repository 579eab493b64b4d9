using ServerlessMcp.Catalog;
using ServerlessMcp.Redaction;

namespace ServerlessMcp.Exposure;

/// <summary>One <c>prompts/get</c>: its arguments, checked as the arguments of tools are.</summary>
internal static class PromptCall
{
    /// <summary>The longest value, in characters: an argument is a name or a sentence.</summary>
    public const int MaxLength = 400;

    /// <summary>The prompt's text; or null and, in a sentence each, what is wrong with the arguments.</summary>
    /// <param name="catalog">Where its tools stand.</param>
    /// <param name="prompt">The prompt.</param>
    /// <param name="given">The arguments as they came.</param>
    /// <param name="names">How the URL calls its tools.</param>
    /// <param name="defaultValue">What the account gives the argument that it has a default for.</param>
    public static (string? Text, IReadOnlyList<string> Errors) Render(
        ToolCatalog catalog, PromptDefinition prompt, IDictionary<string, JsonElement>? given, ToolNames names,
        string? defaultValue)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var errors = new List<string>();
        foreach (var argument in prompt.Arguments)
        {
            if (given is null || !given.TryGetValue(argument.Name, out var value)
                || value.ValueKind == JsonValueKind.Null
                || value is { ValueKind: JsonValueKind.String } && value.GetString()!.Length == 0)
            {
                if (PromptDefinition.HasDefault(argument, defaultValue, catalog))
                {
                    values[argument.Name] = defaultValue!;
                }
                else if (argument.IsRequired)
                {
                    errors.Add(ArgumentError.Missing(argument.Name, argument.Description.TrimEnd('.')).Message);
                }

                continue;
            }

            if (ArgumentValue.Check(argument, argument.Name, ref value, Clearing.None) is { } error)
            {
                errors.Add(error.Message);
            }
            else if (value.GetString() is { Length: > MaxLength })
            {
                errors.Add($"{argument.Name} takes at most {MaxLength} characters.");
            }
            else
            {
                values[argument.Name] = value.GetString()!;
            }
        }

        var known = prompt.Arguments.Select(argument => argument.Name).ToArray();
        errors.AddRange(given?.Keys.Where(name => !known.Contains(name)).Select(name =>
            $"{TextCut.Shorten(name, 64)} is no argument of this prompt; its arguments: " +
            $"{string.Join(", ", known)}.") ?? []);
        return errors.Count > 0 ? (null, errors) : (prompt.Render(catalog, names, values), []);
    }
}
