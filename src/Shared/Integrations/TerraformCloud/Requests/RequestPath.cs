using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;

namespace ServerlessMcp.Integrations.TerraformCloud.Requests;

/// <summary>The path and query of a request, from the account's origin on. Every value is escaped, so that no argument
/// can leave its segment.</summary>
internal static class RequestPath
{
    internal const string OrganizationName = "organization_name";

    /// <summary>
    /// Builds
    /// <c>/api/v2/workspaces/ws-1/runs?filter%5Bstatus%5D=applied&amp;include=plan&amp;page%5Bnumber%5D=2&amp;page%5Bsize%5D=20</c>.
    /// </summary>
    /// <param name="arguments">The arguments of the call.</param>
    /// <param name="organization">The account's organization: stands in for an <c>organization_name</c> that wasn't
    /// given; null if the account has none.</param>
    /// <param name="pageNumber">The page of a list, from 1. Page 1 is not sent: some endpoints answer everything unless
    /// they're asked for a page.</param>
    /// <param name="pageSize">The rows a page of a list, 1 to 100; null for the API's own default.</param>
    /// <exception cref="ArgumentException">A value of the path is missing, empty, <c>.</c> or <c>..</c>.</exception>
    public static string Build(ToolArguments arguments, string? organization, int pageNumber, int? pageSize)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        var tool = arguments.Row;
        var path = new StringBuilder(128);
        PathTemplate.Append(path, arguments, organization);

        var separator = PathTemplate.Of(arguments).Contains('?', StringComparison.Ordinal) ? '&' : '?';
        var include = new List<string>(tool.Include);
        foreach (var argument in tool.Arguments)
        {
            if (argument.Place != ArgumentPlace.Query)
                continue;
            if (!arguments.TryGet(argument.Name, out var value) || value.ValueKind == JsonValueKind.Null)
            {
                if (argument.Name == OrganizationName && organization is not null)
                    Append(path, ref separator, argument.WireName, Uri.EscapeDataString(organization));
            }
            else if (argument.WireName == "include")
            {
                include.AddRange(Texts(value).Where(text => !include.Contains(text)));
            }
            else if (argument.Kind == JsonKind.RecordList)
            {
                AppendRecords(path, ref separator, argument, value);
            }
            else if (value.ValueKind == JsonValueKind.Object)
            {
                foreach (var member in value.EnumerateObject())
                    Append(path, ref separator, $"{argument.WireName}[{member.Name}]", Escape(member.Value));
            }
            else
            {
                Append(path, ref separator, argument.WireName, Escape(value));
            }
        }

        if (include.Count > 0)
            Append(path, ref separator, "include", string.Join(',', include.Select(Uri.EscapeDataString)));
        if (tool.Shape == ResponseShape.Collection)
        {
            if (tool.Paging == PagingStyle.StartIndex)
                AppendStartIndex(path, ref separator, pageNumber, pageSize ?? 20);
            else if (pageNumber > 1)
                Append(path, ref separator, "page[number]", pageNumber.ToString(CultureInfo.InvariantCulture));
            if (tool.Paging == PagingStyle.Number && pageSize is { } size)
                Append(path, ref separator, "page[size]", size.ToString(CultureInfo.InvariantCulture));
        }

        return path.ToString();
    }

    /// <summary>A path of <see cref="Build"/> at the address of older releases; null where they have no other. What stands
    /// behind the last placeholder is another there.</summary>
    public static string? AtOlder(TerraformTool tool, string path) => tool.OlderPath is not { } older ? null
        : path.Replace(Tail(tool.Path), Tail(older), StringComparison.Ordinal);

    private static string Tail(string template) => template[(template.LastIndexOf('}') + 1)..];

    // filter[#][{field}][{operator}][0]={value}: the position, and each member's value where its name stands.
    private static void AppendRecords(StringBuilder path, ref char separator, Argument argument, JsonElement records)
    {
        var index = 0;
        foreach (var record in records.EnumerateArray())
        {
            var parameter = argument.WireName.Replace(
                "#", (index++).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
            var equals = parameter.LastIndexOf('=');
            Append(path, ref separator, Fill(parameter[..equals], argument, record),
                Uri.EscapeDataString(Fill(parameter[(equals + 1)..], argument, record)));
        }
    }

    private static string Fill(string template, Argument argument, JsonElement record)
    {
        var filled = new StringBuilder();
        foreach (var part in template.Split('{'))
        {
            var close = part.IndexOf('}', StringComparison.Ordinal);
            var member = close < 0 ? null : argument.Members.First(member => member.Name == part[..close]);
            if (member is not null && record.TryGetProperty(member.Name, out var value))
                filled.Append(Text(value));
            filled.Append(part[(close + 1)..]);
        }

        return filled.ToString();
    }

    private static void AppendStartIndex(StringBuilder path, ref char separator, int pageNumber, int pageSize)
    {
        Append(path, ref separator, "startIndex",
            (((pageNumber - 1) * (long)pageSize) + 1).ToString(CultureInfo.InvariantCulture));
        Append(path, ref separator, "count", pageSize.ToString(CultureInfo.InvariantCulture));
    }

    // Brackets are escaped, as go-tfe does.
    private static void Append(StringBuilder path, ref char separator, string name, string escapedValue)
    {
        path.Append(separator).Append(Uri.EscapeDataString(name)).Append('=').Append(escapedValue);
        separator = '&';
    }

    private static string Escape(JsonElement value) => string.Join(',', Texts(value).Select(Uri.EscapeDataString));

    private static IEnumerable<string> Texts(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => value.EnumerateArray().Select(Text),
        _ => [Text(value)],
    };

    private static string Text(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
}
