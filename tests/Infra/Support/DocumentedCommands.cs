using System.Text;

namespace ServerlessMcp.Infra.Tests.Support;

/// <summary>The commands of a page, as they stand in it.</summary>
internal static class DocumentedCommands
{
    /// <summary>All lines of a section's blocks of shell.</summary>
    public static string Of(string page, string heading)
    {
        var (inSection, inBlock, lines) = (false, false, new StringBuilder());
        foreach (var line in Needed.Read(page).Split('\n'))
        {
            var text = line.Trim();
            if (!inBlock && line.StartsWith("## ", StringComparison.Ordinal))
                inSection = line == $"## {heading}";
            else if (inSection && text.StartsWith("```", StringComparison.Ordinal))
                inBlock = !inBlock && text == "```sh";
            else if (inSection && inBlock)
                lines.Append(line).Append('\n');
        }

        Assert.True(lines.Length > 0, $"{page} has no commands under \"{heading}\".");
        return lines.ToString();
    }
}
