using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Redaction;

namespace ServerlessMcp.Integrations.TerraformCloud.Requests;

/// <summary>The pointers of the API's errors, as arguments of the tool that was called.</summary>
internal static class ErrorPointer
{
    /// <summary><c>/data/attributes/vcs-repo/branch</c> is the argument whose wire name is vcs-repo.branch, or the
    /// longest beginning of that; else the last word of the pointer.</summary>
    public static string? Argument(string? pointer, TerraformTool tool)
    {
        var segments = pointer?.Split('/', StringSplitOptions.RemoveEmptyEntries) ?? [];
        var place = segments is ["data", "relationships", ..] ? ArgumentPlace.Relationship : segments is ["data", ..]
            ? ArgumentPlace.Attribute : ArgumentPlace.Root;
        var names = segments switch
        {
            ["data", "attributes" or "relationships", .. var rest] => rest,
            _ => segments,
        };
        for (var length = names.Length; length > 0; length--)
        {
            var wireName = string.Join('.', names.Take(length));
            var argument = tool.Arguments.FirstOrDefault(
                argument => (argument.Place == place
                    || (place == ArgumentPlace.Root && argument.Place == ArgumentPlace.Query))
                && SnakeCase.Convert(argument.WireName) == SnakeCase.Convert(wireName));
            if (argument is not null)
                return argument.Name;
        }

        return place != ArgumentPlace.Root && names is [var first, ..] && first != "data" ? SnakeCase.Convert(first) : null;
    }
}
