using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using ServerlessMcp.EndToEnd.Support;
using ServerlessMcp.EndToEnd.TerraformCli;

namespace ServerlessMcp.EndToEnd.Commands;

/// <summary>
/// <c>login</c> with a company account: the command line as a user starts it, the one-machine host, and a real OpenID
/// Connect provider (npm's oidc-provider) over https. The person at the browser is a client that follows what it is sent.
/// </summary>
public sealed partial class SignInCommandTests
{
    private const string Group = "0d8f4f0e-9a57-4a2b-8f57-6a4a3e0f1c11";

    private static readonly string Folder = Checkout.PathOf("tests", "EndToEnd", "browser");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_person_signs_in_and_out_and_the_token_is_over()
    {
        await using var company = await Company.OpenAsync();
        using var user = new CommandUser();
        await using var login = await company.BeginAsync(user);

        // Another's answer is not taken, and does not end the wait.
        using (var wrong = await company.GoAsync(new Uri($"{company.Callback(login)}?code=stolen&state={new string('s', 22)}&provider=x")))
            Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        using (var page = await company.SignInAsync(login, "ada"))
        {
            Assert.Equal(HttpStatusCode.OK, page.StatusCode);
            Assert.Contains("You are signed in", await page.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
            Assert.Equal("no-store", page.Headers.CacheControl?.ToString());
        }

        Assert.True(await login.ExitAsync() == 0, login.Errors);
        Assert.Contains("as Ada Lovelace, which may mint", login.Output, StringComparison.Ordinal);
        var kept = await File.ReadAllTextAsync(user.LoginFile, Cancel);
        var token = SomeToken().Match(kept).Value;
        Assert.DoesNotContain(token, login.Output + login.Errors, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(user.LoginFile));
        Assert.NotEmpty(await user.JsonAsync("mint", "by ada"));

        var told = await user.RunAsync(terminal: true, "logout");
        Assert.Equal((0, "Logged out, and the sign-in is over.\n"), (told.Exit, told.Errors));
        Assert.False(File.Exists(user.LoginFile));
        using var refused = await company.Server.Api.SendAsync(HttpMethod.Get, "/api-token/self", null, ("Authorization", $"Bearer {token}"));
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.DoesNotMatch("smcpapi_[A-Za-z0-9_-]{10}|[?&]code=|code_verifier", company.Server.Everything[company.Server.Welcome.Text.Length..]);
    }

    [Fact]
    public async Task Whom_no_rule_matches_is_not_let_in_and_nothing_is_kept()
    {
        await using var company = await Company.OpenAsync();
        using var user = new CommandUser();
        await using var login = await company.BeginAsync(user);
        using (var page = await company.SignInAsync(login, "eve"))
            Assert.Contains("You are not signed in", await page.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.Equal((3, ""), (await login.ExitAsync(), login.Output));
        Assert.Contains("No rule matches who signed in", login.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(user.LoginFile));
    }

    [Fact]
    public async Task An_answer_is_taken_once()
    {
        await using var company = await Company.OpenAsync();
        using var user = new CommandUser();
        await using var login = await company.BeginAsync(user);
        var answers = await company.AnswersAsync(login, "ada", times: 5);
        Assert.Single(answers, status => status == HttpStatusCode.OK);
        Assert.True(await login.ExitAsync() == 0, login.Errors);
    }

    [Theory]
    [InlineData(2, "is no provider there: Acme", "--provider", "another")]
    [InlineData(2, "give one of them", "--no-open", "--token")]
    public async Task What_can_not_be_meant_is_said(int exit, string said, params string[] options)
    {
        await using var company = await Company.OpenAsync();
        using var user = new CommandUser();
        var told = await user.RunAsync(terminal: true, ["login", company.Address, .. options]);
        Assert.Equal((exit, ""), (told.Exit, told.Output));
        Assert.Contains(said, told.Errors, StringComparison.Ordinal);
    }

    // A pipe is an API token as ever, and where nobody signs in, so is what is typed.
    [Fact]
    public async Task Where_nobody_signs_in_that_is_said()
    {
        await using var server = await LocalServer.StartAsync();
        using var user = new CommandUser();
        var told = await user.RunAsync(terminal: true, "login", server.Welcome.Address.GetLeftPart(UriPartial.Authority), "--no-open");
        Assert.Equal(2, told.Exit);
        Assert.Contains("Nobody signs in there with a company account", told.Errors, StringComparison.Ordinal);
    }

    [GeneratedRegex("smcpapi_[A-Za-z0-9_-]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SomeToken();

    [GeneratedRegex(@"http://127\.0\.0\.1:[0-9]+/signin\?\S+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Begin();

    /// <summary>A company: its issuer, the deployment, and a browser.</summary>
    private sealed class Company : IAsyncDisposable
    {
        private readonly TemporaryFolder folder = new();
        private readonly LoopbackCertificates certificates = new(TimeProvider.System);
        private readonly HttpClient browser;
        private RunningProgram? issuer;

        private Company() => browser = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            SslOptions = new SslClientAuthenticationOptions
            { RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate?.GetCertHashString() == certificates.Server.GetCertHashString() },
        });

        public LocalServer Server { get; private set; } = null!;

        public string Address => Server.Welcome.Address.GetLeftPart(UriPartial.Authority);

        public static async Task<Company> OpenAsync()
        {
            Assert.SkipUnless(Directory.Exists(Path.Combine(Folder, "node_modules", "oidc-provider")), "The issuer is not installed: npm ci --prefix tests/EndToEnd/browser");
            var company = new Company();
            await company.StartAsync();
            return company;
        }

        private async Task StartAsync()
        {
            var (authority, certificate, key) = (folder["authority.pem"], folder["certificate.pem"], folder["key.pem"]);
            await File.WriteAllTextAsync(authority, certificates.AuthorityPem, Cancel);
            await File.WriteAllTextAsync(certificate, certificates.Server.ExportCertificatePem(), Cancel);
            await File.WriteAllTextAsync(key, certificates.KeyPem, Cancel);
            var url = $"https://localhost:{FreePort()}";
            Server = await LocalServer.StartAsync(
                environment: new Dictionary<string, string> { ["SSL_CERT_FILE"] = authority, ["SERVERLESSMCP_PRIVATE_ISSUER_HOSTS"] = "localhost", ["SERVERLESSMCP_OWN_ISSUERS"] = url },
                arguments: ["--log", "Trace"]);
            issuer = RunningProgram.Start(
                NpmClient.Node,
                [
                    Path.Combine(Folder, "serve-issuer.mjs"), url, certificate, key, Server.Welcome.Address.AbsoluteUri,
                    $$$"""{"ada":{"name":"Ada Lovelace","groups":["{{{Group}}}"]},"eve":{"name":"Eve","groups":[]}}""",
                ],
                RunningProgram.CleanEnvironment(folder.Folder("home")), folder.Path);
            await issuer.SaysAsync(said => said.Contains("listens", StringComparison.Ordinal));
            (await Server.Api.AskAsync(
                HttpMethod.Put, "/identity-rule/people",
                $$$"""{"issuer":"{{{url}}}","client":{"id":"console","name":"Acme"},"match":{"groups":"{{{Group}}}"},"grants":[{"scopes":["mint"]}]}""", HttpStatusCode.Created)).Dispose();
        }

        public async Task<RunningProgram> BeginAsync(CommandUser user)
        {
            var login = user.Start(terminal: true, "login", Address, "--no-open");
            await login.SaysAsync(_ => Begin().IsMatch(login.Errors));
            return login;
        }

        public Uri Callback(RunningProgram login) => new(System.Web.HttpUtility.ParseQueryString(new Uri(Begin().Match(login.Errors).Value).Query)["return_to"]!);

        public async Task<HttpResponseMessage> SignInAsync(RunningProgram login, string person) => await GoAsync(await AnswerAsync(login, person));

        public async Task<HttpStatusCode[]> AnswersAsync(RunningProgram login, string person, int times)
        {
            var answer = await AnswerAsync(login, person);
            return await Task.WhenAll(Enumerable.Range(0, times).Select(async _ =>
            {
                try
                {
                    using var page = await GoAsync(answer);
                    return page.StatusCode;
                }
                catch (HttpRequestException)
                {
                    return HttpStatusCode.Gone; // It had ended.
                }
            }));
        }

        public Task<HttpResponseMessage> GoAsync(Uri address) => browser.GetAsync(address, Cancel);

        // Follows what it is sent, says who it is where it is asked, and stops before the program's own page.
        private async Task<Uri> AnswerAsync(RunningProgram login, string person)
        {
            var (callback, at) = (Callback(login), new Uri(Begin().Match(login.Errors).Value));
            for (var steps = 0; steps < 20; steps++)
            {
                var response = await GoAsync(at);
                if (response.StatusCode == HttpStatusCode.OK)
                {
                    response.Dispose();
                    using var form = new FormUrlEncodedContent([new("login", person)]);
                    response = await browser.PostAsync(at, form, Cancel);
                }

                using (response)
                {
                    Assert.True(response.Headers.Location is not null, $"{at.AbsolutePath}: {response.StatusCode} {await response.Content.ReadAsStringAsync(Cancel)}");
                    at = new Uri(at, response.Headers.Location);
                }

                if (at.GetLeftPart(UriPartial.Path) == callback.AbsoluteUri)
                    return at;
            }

            throw new InvalidOperationException("It went in circles.");
        }

        public async ValueTask DisposeAsync()
        {
            browser.Dispose();
            if (issuer is not null)
                await issuer.DisposeAsync();
            await Server.DisposeAsync();
            certificates.Dispose();
            folder.Dispose();
        }

        private static int FreePort()
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            return ((IPEndPoint)socket.LocalEndPoint!).Port;
        }
    }
}
