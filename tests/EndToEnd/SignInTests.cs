using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using ServerlessMcp.EndToEnd.Support;
using ServerlessMcp.EndToEnd.TerraformCli;

namespace ServerlessMcp.EndToEnd;

/// <summary>
/// Signing in with a company account: the console in Chromium, the one-machine host as a user starts it, and a real OpenID Connect provider (npm's oidc-provider) over https. What each scenario
/// does stands in <c>browser/sign-ins.mjs</c>; all are held to the rules of <see cref="ConsoleTests"/>.
/// </summary>
public sealed partial class SignInTests
{
    private const string Chromium = "/usr/bin/chromium";

    private static readonly string Folder = Checkout.PathOf("tests", "EndToEnd", "browser");

    public static TheoryData<string> Scenarios =>
        [.. Exported().Matches(File.ReadAllText(Path.Combine(Folder, "sign-ins.mjs"))).Select(match => match.Groups["name"].Value)];

    [Theory]
    [MemberData(nameof(Scenarios))]
    public async Task A_person_signs_in(string scenario)
    {
        Assert.SkipUnless(File.Exists(Chromium), $"There is no {Chromium}: apt-get install chromium");
        Assert.SkipUnless(Directory.Exists(Path.Combine(Folder, "node_modules", "oidc-provider")), "The issuer is not installed: npm ci --prefix tests/EndToEnd/browser");
        using var folder = new TemporaryFolder();
        using var certificates = new LoopbackCertificates(TimeProvider.System);
        var (authority, certificate, key) = (folder["authority.pem"], folder["certificate.pem"], folder["key.pem"]);
        await File.WriteAllTextAsync(authority, certificates.AuthorityPem, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(certificate, certificates.Server.ExportCertificatePem(), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(key, certificates.KeyPem, TestContext.Current.CancellationToken);
        var issuer = $"https://localhost:{FreePort()}";
        await using var server = await LocalServer.StartAsync(
            environment: new Dictionary<string, string>
            {
                ["SSL_CERT_FILE"] = authority,
                ["SERVERLESSMCP_PRIVATE_ISSUER_HOSTS"] = "localhost",
                ["SERVERLESSMCP_OWN_ISSUERS"] = issuer,
            },
            arguments: ["--log", "Trace"]);
        var pictures = Directory.CreateDirectory(Checkout.PathOf("artifacts", "screenshots")).FullName;
        await using var person = RunningProgram.Start(
            NpmClient.Node,
            [Path.Combine(Folder, "sign-in.mjs"), scenario, server.Welcome.Address.AbsoluteUri, server.AdminToken, server.DataFolder, pictures, issuer, certificate, key],
            RunningProgram.CleanEnvironment(folder.Folder("home")), folder.Path);
        var exit = await person.ExitAsync();
        Assert.True(exit == 0, $"{person.Errors}\n{person.Output}");

        // Neither a token nor a code nor a verifier stands in the log.
        var log = server.Everything[server.Welcome.Text.Length..];
        Assert.DoesNotMatch("smcp_[A-Za-z0-9_-]{10}|smcpapi_[A-Za-z0-9_-]{10}|[?&]code=|code_verifier|eyJ[A-Za-z0-9_-]{20}|" + LocalServer.GivenAdminToken, log);
    }

    // The issuer's address has to be known before it is started: rules and settings name it.
    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    [GeneratedRegex(@"^export async function (?<name>[A-Z]\w+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Exported();
}
