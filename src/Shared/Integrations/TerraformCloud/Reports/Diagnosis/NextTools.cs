using ServerlessMcp.Calls;
using ServerlessMcp.Catalog;

namespace ServerlessMcp.Integrations.TerraformCloud.Reports.Diagnosis;

/// <summary>The steps that are advised, sorted by whether a URL can take them: a model that is told of a tool it has
/// not tries it all the same.</summary>
internal sealed class NextTools
{
    private readonly List<(NextTool Step, string Name)> possible = [];
    private readonly List<(NextTool Step, string Why)> impossible = [];

    /// <summary>The steps, for the URL that calls: under the names it knows the tools by.</summary>
    public static NextTools Of(IEnumerable<NextTool?> steps, ToolCall call)
    {
        var tools = new NextTools();
        var names = call.Config.ToolNames;
        foreach (var step in steps.OfType<NextTool>())
        {
            var tool = call.Filter.Catalog.Find(step.Name, ToolNames.Canonical)
                ?? throw new InvalidOperationException($"There is no tool {step.Name}.");
            if (!call.Filter.Allows(tool))
            {
                // Looking is what a diagnosis has just done; only what would get the run on is missed.
                if (tool.Effect != Effect.Read)
                {
                    tools.impossible.Add((step with { Name = tool.NameIn(names) }, "This URL does not have the tool."));
                }
            }
            else if (step.IsPermitted == false)
            {
                tools.impossible.Add((step with { Name = tool.NameIn(names) }, "The account's token may not do this."));
            }
            else
            {
                tools.possible.Add((step, tool.NameIn(names)));
            }
        }

        return tools;
    }

    /// <summary>Writes <c>"next":[{tool, arguments, why}]</c> and <c>"not_possible":[{tool, why}]</c>.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartArray("next");
        foreach (var (step, name) in possible)
        {
            writer.WriteStartObject();
            writer.WriteString("tool", name);
            writer.WriteStartObject("arguments");
            foreach (var (argument, value) in step.Arguments)
            {
                writer.WritePropertyName(argument);
                switch (value)
                {
                    case int number:
                        writer.WriteNumberValue(number);
                        break;
                    case bool flag:
                        writer.WriteBooleanValue(flag);
                        break;
                    default:
                        writer.WriteStringValue((string)value);
                        break;
                }
            }

            writer.WriteEndObject();
            writer.WriteString("why", step.Why);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        if (impossible.Count == 0)
        {
            return;
        }

        writer.WriteStartArray("not_possible");
        foreach (var (step, why) in impossible)
        {
            writer.WriteStartObject();
            writer.WriteString("tool", step.Name);
            writer.WriteString("why", why);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
