using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;

namespace ServerlessMcp.Integrations.TerraformCloud.Requests;

/// <summary>The ids and names of a call that an upstream's 404 may be about: the API says of neither which. They are
/// the caller's own words, or the account's organization.</summary>
internal static class LookedFor
{
    private const int Most = 5;

    /// <summary><c>run_id run-9aBc, organization_name acme-corp</c>; null where the call names nothing.</summary>
    public static string? Of(ToolArguments arguments)
    {
        string[] named = [
            .. arguments.Row.Arguments.Where(IsName)
                .SelectMany(argument => Values(arguments, argument)
                    .Select(value => $"{argument.Name} {ArgumentWords.Excerpt(value)}")).Take(Most)];
        return named.Length == 0 ? null : string.Join(", ", named);
    }

    private static bool IsName(Argument argument) => !argument.IsSecret && argument.Place switch
    {
        ArgumentPlace.Path or ArgumentPlace.Relationship => true,
        ArgumentPlace.Query or ArgumentPlace.Attribute => argument.Name.EndsWith("_id", StringComparison.Ordinal)
            || argument.Name.EndsWith("_name", StringComparison.Ordinal),
        _ => false,
    };

    private static IEnumerable<string> Values(ToolArguments arguments, Argument argument) =>
        arguments.TryGet(argument.Name, out _) ? argument.Kind switch
        {
            JsonKind.Text => [arguments.Text(argument.Name) ?? ""],
            JsonKind.TextList => arguments.Texts(argument.Name),
            _ => [],
        } : [];
}
