namespace ServerlessMcp.EndToEnd.Support;

/// <summary>Clients from npm, with the Node that came with them: the one on the path may be too old.</summary>
internal static class NpmClient
{
    private static readonly string Modules = Checkout.PathOf("tests", "EndToEnd", "clients", "node_modules");

    /// <summary>Node. Skips the test if the clients are not installed.</summary>
    public static string Node
    {
        get
        {
            Assert.SkipUnless(Directory.Exists(Modules), "The npm clients are not installed: npm ci --prefix tests/EndToEnd/clients");
            return Path.Combine(Modules, ".bin", OperatingSystem.IsWindows() ? "node.cmd" : "node");
        }
    }

    /// <summary>The path of a client's script.</summary>
    public static string Script(string name) => Path.Combine(Modules, ".bin", name);

    /// <summary>Starts a client, with a home of its own.</summary>
    public static RunningProgram Start(TemporaryFolder folder, string name, params string[] arguments) =>
        RunningProgram.Start(Node, [Script(name), .. arguments], RunningProgram.CleanEnvironment(folder.Folder("client-home")), folder.Path);
}
