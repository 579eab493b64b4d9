using System.Text.Json;

namespace ServerlessMcp.EndToEnd.CodingAgents;

/// <summary>The home of one run of an agent: where it finds its model, its server, and nothing of this machine.</summary>
/// <param name="Path">The home.</param>
/// <param name="Model">The origin of the scripted model.</param>
/// <param name="Url">The MCP URL, through the scripted model.</param>
internal sealed record AgentHome(string Path, string Model, string Url)
{
    /// <summary>A file of the agents' npm folder.</summary>
    public static string Folder(params string[] parts) => Checkout.PathOf(["tests", "EndToEnd", "clients", "agents", .. parts]);

    /// <summary>A file of one of its packages. Skips the test if they are not installed.</summary>
    public static string Module(params string[] parts)
    {
        Assert.SkipUnless(Directory.Exists(Folder("node_modules")), "The agents are not installed: npm ci --prefix tests/EndToEnd/clients/agents");
        return Folder(["node_modules", .. parts]);
    }

    /// <summary>Writes a file of settings.</summary>
    public void Write(string name, string text)
    {
        var path = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    /// <summary>Writes a file of settings, as JSON.</summary>
    public void Write(string name, object settings) => Write(name, JsonSerializer.Serialize(settings));
}
