using ServerlessMcp.Catalog;
using ServerlessMcp.Http;
using ServerlessMcp.Integrations.TerraformCloud.Client;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Integrations.TerraformCloud.Reports.Diagnosis;

namespace ServerlessMcp.Integrations.TerraformCloud;

/// <summary>
/// What an agent does after an empty answer, as a call of a tool that this URL has, by the names that it knows: the
/// sentence of the row (<see cref="TerraformTool.Next"/>) says why, and which tool reads what was changed follows from
/// its path. Where none does, or the URL has not got it, the sentence remains, as <c>advice</c>.
/// </summary>
internal static class FollowingStep
{
    private const string Next = "next";

    // The longest that agents are told to wait in one call.
    private const int Wait = 20;

    /// <summary>The answer with the step.</summary>
    public static ReadOnlyMemory<byte> Write(TerraformCall call, ReadOnlyMemory<byte> answer)
    {
        using var document = JsonDocument.Parse(answer);
        return !document.RootElement.TryGetProperty(Next, out _) ? answer : JsonResponse.Bytes(writer =>
        {
            writer.WriteStartObject();
            foreach (var member in document.RootElement.EnumerateObject().Where(member => !member.NameEquals(Next)))
                member.WriteTo(writer);
            if (Of(call) is { } step)
                NextTools.Of([step], call.Call).Write(writer);
            else
                writer.WriteString("advice", call.Tool.Next);
            writer.WriteEndObject();
        });
    }

    /// <summary>The tool that reads what a row's call has changed; null where its path leads to none.</summary>
    internal static TerraformTool? ReaderOf(TerraformTool tool)
    {
        if (tool.NextTool is { } named)
            return (TerraformTool?)tool.Catalog.Find(named, ToolNames.Canonical);
        var end = tool.Path.LastIndexOf('}') + 1;
        if (tool.Next is null || end == 0)
            return null;
        var readers = tool.Catalog.All.OfType<TerraformTool>().Where(one => one.Verb == HttpMethod.Get && one.Report is null
            && !one.HasContent && one.Editions.SequenceEqual(tool.Editions)).ToList();
        return tool.Next.StartsWith("List ", StringComparison.Ordinal)
            ? readers.Find(one => one.Path == tool.Path && one.Method == ToolMethod.List)
            : tool.Next.StartsWith("Read ", StringComparison.Ordinal)
            ? readers.Find(one => one.Path == tool.Path[..end] && one.Method == ToolMethod.Get) : null;
    }

    private static NextTool? Of(TerraformCall call)
    {
        if (ReaderOf(call.Tool) is not { } reader || !call.Call.Filter.Allows(reader))
            return null;
        var arguments = new List<KeyValuePair<string, object>>();
        foreach (var argument in reader.Arguments.Where(one => one.IsRequired))
        {
            if (call.Arguments.Text(argument.Name) is { Length: > 0 } value)
                arguments.Add(KeyValuePair.Create(argument.Name, (object)value));
            else if (!reader.HasDefault(argument, call.Api.Account.Organization))
                return null;
        }

        if (reader.Wait != WaitFor.Nothing)
            arguments.Add(KeyValuePair.Create(DerivedArguments.WaitSeconds.Name, (object)Wait));
        return new NextTool(reader.Name, call.Tool.Next!, arguments);
    }
}
