using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Client;
using ServerlessMcp.Integrations.TerraformCloud.Model;

namespace ServerlessMcp.Integrations.TerraformCloud.Requests;

/// <summary>The path of a row, with the values of a call where the names stand in braces. Each is one segment, escaped.</summary>
internal static class PathTemplate
{
    /// <summary>The template of a call: the resource's own, or that by its run.</summary>
    public static string Of(ToolArguments arguments) => ByRun(arguments) is null ? arguments.Row.Path : arguments.Row.RunPath!;

    /// <summary>Appends the path of a call's resource, from the account's origin on.</summary>
    public static void Append(StringBuilder path, ToolArguments arguments, string? organization)
    {
        var rest = Of(arguments).AsSpan();
        if (!IsFromRoot(rest))
            path.Append(TerraformClient.Prefix);
        while (rest.IndexOf('{') is var open and >= 0)
        {
            var close = rest.IndexOf('}');
            path.Append(rest[..open]).Append(Segment(rest[(open + 1)..close].ToString(), arguments, organization));
            rest = rest[(close + 1)..];
        }

        path.Append(rest);
    }

    /// <summary>A row's path from the account's origin on, its placeholders as they are.</summary>
    public static string FromRoot(string path) => IsFromRoot(path) ? path : TerraformClient.Prefix + path;

    private static bool IsFromRoot(ReadOnlySpan<char> path) =>
        path.StartsWith("/api/", StringComparison.Ordinal) || path.StartsWith("/scim/", StringComparison.Ordinal)
            || path.StartsWith("/.well-known/", StringComparison.Ordinal);

    /// <summary>The run that a call names, in place of the resource's own id or as it is.</summary>
    public static string RunOf(ToolArguments arguments) => ByRun(arguments) ?? arguments.Text("run_id")!;

    // The run's id, if one was given in place of the resource's own.
    private static string? ByRun(ToolArguments arguments) =>
        arguments.Row is { RunPath: not null } tool
        && tool.Arguments.LastOrDefault(argument => argument.Place == ArgumentPlace.Path) is { OrId: "run_id" } either
            && arguments.Text(either.Name) is { } id && id.StartsWith("run-", StringComparison.Ordinal)
            ? id
            : null;

    private static string Segment(string name, ToolArguments arguments, string? organization)
    {
        var argument = arguments.Row.Arguments.FirstOrDefault(
            argument => argument.Place == ArgumentPlace.Path && argument.WireName == name);
        string? text = null;
        if (arguments.TryGet(argument?.Name ?? name, out var value))
            text = value.ValueKind == JsonValueKind.Number ? value.GetRawText() : value.GetString();
        else if (name == RequestPath.OrganizationName)
            text = organization;
        else if (name == "run_id")
            text = ByRun(arguments);

        // The catalogue has checked ids against their shape. This is for the day it lets one through: a dot segment
        // would address another resource.
        if (text is null or "" or "." or "..")
            throw new ArgumentException($"The path needs a value for {name} that is not empty, '.' or '..'.", nameof(arguments));
        return Uri.EscapeDataString(text);
    }
}
