using System.Diagnostics;
using System.Globalization;
using ServerlessMcp.Hosts.Tests.Contract;
using ServerlessMcp.Hosts.Tests.Hosts;
using ServerlessMcp.Hosts.Tests.Outages;
using ServerlessMcp.Sandbox;

namespace ServerlessMcp.Hosts.Tests.Packages;

/// <summary>Measures packages: from the start of the process to the first answer, and the memory that a thousand calls leave behind.</summary>
internal static class Figures
{
    private const string List = """{"jsonrpc":"2.0","id":1,"method":"tools/list"}""";
    private const string Call = """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"list_all_hashicorp_terraform_cloud_workspaces","arguments":{}}}""";
    private static readonly (string, string) Json = ("Content-Type", "application/json");
    private static readonly (string, string) Bearer = ("Authorization", $"Bearer {Script.AdminToken}");

    /// <summary>Starts bare Kestrel: milliseconds to its first answer.</summary>
    public static async Task<double> HelloAsync(string program)
    {
        var watch = Stopwatch.StartNew();
        var (hello, _) = await HostProgram.ListenAsync(port => HostProgram.Start("", program, ["--urls", $"http://127.0.0.1:{port}"], new Dictionary<string, string>()));
        var took = watch.Elapsed.TotalMilliseconds;
        await hello.DisposeAsync();
        return took;
    }

    /// <summary>Connects the sandbox and mints a URL; answers its path.</summary>
    public static async Task<string> ConnectAsync(ICloudHost host, Uri upstream, CancellationToken cancellationToken)
    {
        await Transcript.WarmAsync(host, cancellationToken);
        var account = $$$"""{"address":"{{{upstream.AbsoluteUri.TrimEnd('/')}}}","organization":"acme-corp","credential":{"secret":"{{{Script.SecretName}}}"}}""";
        Assert.Equal(201, (await host.SendAsync(new RawRequest("PUT", "/integrated-account/acme", account, Json, Bearer), cancellationToken)).Status);
        var minted = await host.SendAsync(new RawRequest("POST", "/integrated-account/acme/mcp", """{"name":"x"}""", Json, Bearer), cancellationToken);
        return $"/mcp/{(string)minted.Json["token"]!}";
    }

    /// <summary>Starts the host from nothing: milliseconds to its first answered <c>tools/list</c>, the read of the record included.</summary>
    public static async Task<double> ColdStartAsync(ICloudHost host, string path, CancellationToken cancellationToken)
    {
        await host.PauseAsync();
        var watch = Stopwatch.StartNew();
        await host.ResumeAsync();
        var answer = await host.SendAsync(new RawRequest("POST", path, List, Json), cancellationToken);
        var took = watch.Elapsed.TotalMilliseconds;
        Assert.True(answer.Status == 200, answer.Told);
        return took;
    }

    /// <summary>Megabytes that are resident after so many calls of a tool.</summary>
    public static async Task<double> ResidentAsync(ICloudHost host, string path, int calls, CancellationToken cancellationToken)
    {
        for (var i = 0; i < calls; i++)
        {
            var answer = await host.SendAsync(new RawRequest("POST", path, Call, Json), cancellationToken);
            Assert.False((bool?)answer.Json["result"]!["isError"], answer.Text);
        }

        var line = File.ReadLines($"/proc/{host.Program.Id}/status").Single(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2].Trim(), CultureInfo.InvariantCulture) / 1024;
    }

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[(sorted.Count / 2) - 1] + sorted[sorted.Count / 2]) / 2;
    }
}
