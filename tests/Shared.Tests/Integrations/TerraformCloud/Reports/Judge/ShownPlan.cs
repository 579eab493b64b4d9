using System.Text.RegularExpressions;

namespace ServerlessMcp.Tests.Integrations.TerraformCloud.Reports.Judge;

/// <summary>What the command says of a plan to people.</summary>
internal sealed partial class ShownPlan
{
    /// <summary>What it says of each resource, by address.</summary>
    public Dictionary<string, ShownResource> Resources { get; } = new(StringComparer.Ordinal);

    /// <summary>The sign before each output.</summary>
    public Dictionary<string, char> Outputs { get; } = new(StringComparer.Ordinal);

    /// <summary>How many are imported, added, changed, destroyed, forgotten.</summary>
    public int[] Counts { get; private set; } = [0, 0, 0, 0, 0];

    public static ShownPlan Read(string text)
    {
        var plan = new ShownPlan();
        ShownResource? current = null;
        var areOutputs = false;
        foreach (var line in text.Split('\n'))
        {
            if (Header().Match(line) is { Success: true } header)
            {
                current = new(header.Groups["what"].Value);
                plan.Resources[header.Groups["to"].Success ? header.Groups["to"].Value : header.Groups["address"].Value] = current;
            }
            else if (line.StartsWith("Plan:", StringComparison.Ordinal) || line.StartsWith("Changes to Outputs:", StringComparison.Ordinal))
            {
                (current, areOutputs) = (null, line[0] == 'C');
                plan.Counts = areOutputs ? plan.Counts : [.. ((string[])["import", "add", "change", "destroy", "forget"]).Select(word => Regex.Match(line, $@"(?<count>\d+) to {word}", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)) is { Success: true } found ? int.Parse(found.Groups["count"].Value, System.Globalization.CultureInfo.InvariantCulture) : 0)];
            }
            else if (areOutputs && Output().Match(line) is { Success: true } output)
            {
                plan.Outputs[output.Groups["name"].Value] = output.Groups["sign"].Value[0];
            }
            else if (current is not null)
            {
                if (Attribute().Match(line) is { Success: true } attribute)
                {
                    current.Attributes.Add(attribute.Groups["name"].Value);
                }

                current.Unknown += line.Split("(known after apply)").Length - 1;
            }
        }

        return plan;
    }

    [GeneratedRegex("""^ {1,2}# (?<address>.+?) (?:(?<what>will be created|will be updated in-place|must be replaced|will be destroyed|will no longer be managed by Terraform).*|(?<what>has moved) to (?<to>.+))$""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Header();

    [GeneratedRegex("""^      [~+-] (?<name>[a-z_]+) +=""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Attribute();

    [GeneratedRegex("""^  (?<sign>[~+-]) (?<name>\w+) +=""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Output();
}

/// <summary>What the command says of a resource.</summary>
/// <param name="What">Its words for the action.</param>
internal sealed record ShownResource(string What)
{
    /// <summary>The attributes that have a sign before them.</summary>
    public HashSet<string> Attributes { get; } = new(StringComparer.Ordinal);

    /// <summary>How often it says that something is known after the apply.</summary>
    public int Unknown { get; set; }
}
