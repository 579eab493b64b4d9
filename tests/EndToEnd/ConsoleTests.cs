using System.Text.RegularExpressions;
using ServerlessMcp.EndToEnd.Support;

namespace ServerlessMcp.EndToEnd;

/// <summary>
/// The console in Chromium, against the one-machine host as a user starts it, with its log at Trace. What each scenario does stands in <c>browser/scenarios</c>; all of them are held to three
/// more things: no request to another origin, no complaint of the browser, no secret in an address or in the log. Pictures of every page are in <c>artifacts/screenshots</c>, to be looked at.
/// </summary>
public sealed partial class ConsoleTests
{
    private const string Chromium = "/usr/bin/chromium";
    private const int MostBytes = 80 * 1024;

    private static readonly string Folder = Checkout.PathOf("tests", "EndToEnd", "browser");
    private static readonly string Pictures = Checkout.PathOf("artifacts", "screenshots");

    /// <summary>The scenarios by name, read off the files, so that none is forgotten here.</summary>
    public static TheoryData<string> Scenarios =>
    [
        .. Directory.EnumerateFiles(Path.Combine(Folder, "scenarios"), "*.mjs").Order(StringComparer.Ordinal)
            .SelectMany(path => Exported().Matches(File.ReadAllText(path)).Select(match => match.Groups["name"].Value)).Where(name => name != Readme),
    ];

    private const string Readme = "The_readme_shows_it";

    [Theory]
    [MemberData(nameof(Scenarios))]
    public Task A_person_at_the_console(string scenario) => PlayAsync(scenario, Directory.CreateDirectory(Pictures).FullName);

    // UPDATE_SNAPSHOTS=1 puts them where the README shows them.
    [Fact]
    public async Task The_pictures_of_the_readme_are_made_by_it_and_small()
    {
        var kept = Checkout.PathOf("docs", "images");
        using var made = new TemporaryFolder();
        var folder = Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1" ? Directory.CreateDirectory(kept).FullName : made.Path;
        await PlayAsync(Readme, folder);
        foreach (var name in (string[])["console-light.png", "console-dark.png"])
        {
            Assert.InRange(new FileInfo(Path.Combine(folder, name)).Length, 1024, MostBytes);
            Assert.InRange(new FileInfo(Path.Combine(kept, name)).Length, 1024, MostBytes);
            Assert.Contains($"docs/images/{name}", await File.ReadAllTextAsync(Checkout.PathOf("README.md"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }
    }

    private static async Task PlayAsync(string scenario, string pictures)
    {
        Assert.SkipUnless(File.Exists(Chromium), $"There is no {Chromium}: apt-get install chromium");
        Assert.SkipUnless(Directory.Exists(Path.Combine(Folder, "node_modules")), "The browser's driver is not installed: npm ci --prefix tests/EndToEnd/browser");
        using var folder = new TemporaryFolder();
        await using var server = await LocalServer.StartAsync(arguments: ["--log", "Trace"]);
        await using var person = RunningProgram.Start(
            NpmClient.Node, [Path.Combine(Folder, "console.mjs"), scenario, server.Welcome.Address.AbsoluteUri, server.AdminToken, server.DataFolder, pictures],
            RunningProgram.CleanEnvironment(folder.Folder("home")), folder.Path);
        var exit = await person.ExitAsync();
        Assert.True(exit == 0, $"{person.Errors}\n{person.Output}");

        // The banner shows the first URL, and the admin token is not made here, so it is in neither. The URL's minting stands in the log, whatever the person did.
        var log = server.Everything[server.Welcome.Text.Length..];
        Assert.Contains("\"event\":", server.Everything, StringComparison.Ordinal);
        Assert.DoesNotMatch("smcp_[A-Za-z0-9_-]{10}|smcpapi_[A-Za-z0-9_-]{10}|" + LocalServer.GivenAdminToken, log);
    }

    [GeneratedRegex(@"^export (?:async function|const) (?<name>[A-Z]\w+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Exported();
}
