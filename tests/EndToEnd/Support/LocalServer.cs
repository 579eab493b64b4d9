namespace ServerlessMcp.EndToEnd.Support;

/// <summary>The one-machine host as a user starts it: a process of its own, found by what it prints. It knows no token of this machine.</summary>
internal sealed class LocalServer : IAsyncDisposable
{
    /// <summary>The admin token that tests give in the environment.</summary>
    public const string GivenAdminToken = "given-admin-token-7Zq0VtB5kXw2";

    private readonly RunningProgram program;
    private readonly TemporaryFolder? ownFolder;

    private LocalServer(RunningProgram program, TemporaryFolder? ownFolder, TemporaryFolder folder, WelcomeText welcome)
    {
        (this.program, this.ownFolder, DataFolder, Welcome) = (program, ownFolder, Data(folder), welcome);
        AdminToken = welcome.AdminToken.StartsWith("smcpapi_", StringComparison.Ordinal) ? welcome.AdminToken : GivenAdminToken;
        Api = new ControlPlane(welcome.Address, AdminToken);
    }

    /// <summary>What it printed when it was ready.</summary>
    public WelcomeText Welcome { get; }

    /// <summary>The MCP URL that it printed.</summary>
    public Uri FirstUrl => Welcome.FirstUrl;

    /// <summary>The admin token: the one it printed, or the given one.</summary>
    public string AdminToken { get; }

    /// <summary>Its control plane, with that token.</summary>
    public ControlPlane Api { get; }

    /// <summary>Its folder of records.</summary>
    public string DataFolder { get; }

    /// <summary>Everything it has written so far, to both streams.</summary>
    public string Everything => program.Output + program.Errors;

    /// <summary>Starts one, on a free port.</summary>
    /// <param name="folder">Holds its home and its data, and outlives it; null for one that ends with it.</param>
    /// <param name="adminToken">The admin token of the environment; null for none, so that it makes one.</param>
    /// <param name="environment">Further variables.</param>
    /// <param name="arguments">Further arguments.</param>
    public static async Task<LocalServer> StartAsync(
        TemporaryFolder? folder = null, string? adminToken = GivenAdminToken, IReadOnlyDictionary<string, string>? environment = null, params string[] arguments)
    {
        var own = folder is null ? new TemporaryFolder() : null;
        folder ??= own!;
        var started = Run(folder, adminToken, environment, ["--urls", "http://127.0.0.1:0", "--data", Data(folder), .. arguments]);
        try
        {
            return new LocalServer(started, own, folder, new WelcomeText(await started.SaysAsync(WelcomeText.IsWhole)));
        }
        catch
        {
            await started.DisposeAsync();
            own?.Dispose();
            throw;
        }
    }

    /// <summary>Starts the program with just these arguments, without waiting for anything.</summary>
    public static RunningProgram Run(TemporaryFolder folder, string? adminToken, IReadOnlyDictionary<string, string>? environment, params string[] arguments)
    {
        var variables = RunningProgram.CleanEnvironment(folder.Folder("home"));
        if (adminToken is not null)
            variables["SERVERLESSMCP_ADMIN_TOKEN"] = adminToken;
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            variables[name] = value;
        return RunningProgram.Start(Built.Dotnet, ["exec", Built.ServerlessMcp, .. arguments], variables, folder.Path);
    }

    /// <summary>A URL token as a URL of this server: where it was minted, another port was in use.</summary>
    public Uri UrlOf(string token) => new(Welcome.Address, $"/mcp/{token}");

    /// <summary>Waits until stdout is enough.</summary>
    public Task SaysAsync(Func<string, bool> isEnough) => program.SaysAsync(isEnough);

    /// <summary>SIGKILL.</summary>
    public Task KillAsync() => program.KillAsync();

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        await program.DisposeAsync();
        ownFolder?.Dispose();
    }

    private static string Data(TemporaryFolder folder) => folder["data"];
}
