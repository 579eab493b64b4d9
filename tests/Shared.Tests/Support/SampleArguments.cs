using System.Text.Json.Nodes;
using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;

namespace ServerlessMcp.Tests.Support;

/// <summary>Arguments that any tool accepts: the required ones, in their form, of resources that need not exist.</summary>
internal static class SampleArguments
{
    // The explorer's arguments are checked against the fields that it has.
    private const string ExplorerField = "workspace_name";

    public static string For(TerraformTool tool)
    {
        var sample = Of(tool.Arguments);

        // Of two ways to give an upload one is needed, although neither is.
        foreach (var upload in tool.Arguments.Where(argument => argument.Place == ArgumentPlace.Upload).GroupBy(argument => argument.WireName).Where(ways => ways.Count() > 1))
        {
            sample[upload.First().Name] = Value(upload.First());
        }

        // An update needs a change: one that leaves the thing its name, so that others still find it.
        if (NothingAsked.Find(tool, sample.ToDictionary(member => member.Key, _ => default(System.Text.Json.JsonElement))) is { } missing)
        {
            var names = missing.Allowed.Contains(',', StringComparison.Ordinal) ? missing.Allowed.Split(", ") : tool.NeedsOneOf.Count > 0 ? [tool.NeedsOneOf[0]] : [missing.Allowed];
            var name = names.FirstOrDefault(each => each is not ("name" or "username" or "key" or "version"), names[0]);
            sample[name] = Value(tool.Arguments.First(argument => argument.Name == name));
        }

        return sample.ToJsonString();
    }

    /// <summary>A value that an argument takes.</summary>
    public static JsonNode Value(Argument argument) => argument.Kind switch
    {
        JsonKind.Text => argument.IsInstant || argument.Name == "from" ? "2026-02-01T00:00:00Z"
            : argument.AllowedValues is [var first, ..] ? first
            : argument.AllowedParts.FirstOrDefault() is { } part ? part
            : argument.Name == "timeframe" ? "2026"
            : argument.Encoding == ArgumentEncoding.Base64 ? "YWNtZQ=="
            : argument.Form?.Prefix is { } prefix ? prefix + "AAAAAAAAAAAAAAAA"
            : argument.Name == "field" ? ExplorerField
            : "acme-corp",
        JsonKind.Integer or JsonKind.Number => Math.Max(argument.Minimum ?? 1, 1),
        JsonKind.Boolean => true,
        JsonKind.TextList when argument.Name is "columns" or "sort" => new JsonArray(ExplorerField),
        JsonKind.TextList => new JsonArray(argument.AllowedValues is [var first, ..] ? first : (argument.Form?.Prefix ?? "") + "a"),
        JsonKind.Record => Of(argument.Members),
        JsonKind.RecordList => new JsonArray(Of(argument.Members)),
        _ => argument.Encoding == ArgumentEncoding.Files ? new JsonArray(new JsonObject { ["path"] = "main.tf", ["content"] = "a" }) : new JsonObject { ["a"] = "b" },
    };

    private static JsonObject Of(IEnumerable<Argument> arguments)
    {
        var sample = new JsonObject();
        foreach (var argument in arguments.Where(argument => argument.IsRequired))
        {
            sample[argument.Name] = Value(argument);
        }

        return sample;
    }
}
