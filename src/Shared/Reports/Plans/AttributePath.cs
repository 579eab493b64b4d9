using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace ServerlessMcp.Reports.Plans;

/// <summary>Paths of attributes, as Terraform's own language writes them: <c>ingress[0].tags["kubernetes.io/role"]</c>.</summary>
internal static class AttributePath
{
    private static readonly SearchValues<char> Special = SearchValues.Create("\"\\\n\r\t{");

    /// <summary>The path of a member.</summary>
    public static string Member(string path, string name)
    {
        if (!IsIdentifier(name))
            return path + Key(name);
        return path.Length == 0 ? name : $"{path}.{name}";
    }

    /// <summary>A key in brackets, with the escapes that Terraform's addresses have: <c>["a\"b"]</c>.</summary>
    public static string Key(string name) => $"[\"{Escaped(name)}\"]";

    /// <summary>The path of an element.</summary>
    public static string Element(string path, int index) => string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]");

    /// <summary>The path that Terraform wrote as an array of names and indices: <c>["tags","Name"]</c>.</summary>
    public static string Of(JsonElement steps)
    {
        var path = "";
        if (steps.ValueKind != JsonValueKind.Array)
            return path;
        foreach (var step in steps.EnumerateArray())
        {
            path = step.ValueKind switch
            {
                JsonValueKind.String => Member(path, step.GetString()!),
                JsonValueKind.Number when step.TryGetInt32(out var index) => Element(path, index),
                _ => path,
            };
        }

        return path;
    }

    private static string Escaped(string name) => name.AsSpan().ContainsAny(Special)
        ? name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal).Replace("\r", "\\r", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal)
            .Replace("${", "$${", StringComparison.Ordinal).Replace("%{", "%%{", StringComparison.Ordinal)
        : name;

    private static bool IsIdentifier(string name)
    {
        foreach (var c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-'))
                return false;
        }

        return name.Length > 0 && !char.IsAsciiDigit(name[0]);
    }
}
