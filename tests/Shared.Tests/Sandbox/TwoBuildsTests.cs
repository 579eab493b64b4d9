using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using ServerlessMcp.Catalog;
using ServerlessMcp.Sandbox;
using ServerlessMcp.Tests.Audit;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Sandbox;

/// <summary>
/// Two builds of the one-machine host, asked the same of one sandbox with a fixed clock and seed: every tool, with and without arguments, in both eras, as text and structured, against HCP Terraform and
/// Terraform Enterprise. Run by <c>bench/answers.sh</c>, which builds both.
/// </summary>
public sealed partial class TwoBuildsTests(ITestOutputHelper output)
{
    private const string AdminToken = "admin-token-of-the-tests";

    private static readonly (string Name, string Config, bool Stateless)[] Ways =
    [
        ("text", """{"methods":["*"],"tags":["*","credentials"]}""", false),
        ("structured", """{"methods":["*"],"tags":["*","credentials"],"structured_content":true,"tool_names":"short"}""", false),
        ("stateless", """{"methods":["*"],"tags":["*","credentials"],"structured_content":true}""", true),
    ];

    private static readonly string[] Headers = ["Content-Type", "ratelimit-limit", "ratelimit-remaining", "ratelimit-reset", "retry-after"];

    [Fact]
    public async Task Both_answer_the_same()
    {
        var (before, now) = (Program("SERVERLESSMCP_BEFORE"), Program("SERVERLESSMCP_NOW"));
        var port = FreePort();
        var expected = await AnswersAsync(before, port);
        var found = await AnswersAsync(now, port);
        Assert.Equal(expected.Select(answer => answer.Call), found.Select(answer => answer.Call));
        var others = expected.Zip(found).Where(pair => Comparable(pair.First.Reply) != Comparable(pair.Second.Reply)).ToList();
        foreach (var (was, became) in others)
        {
            output.WriteLine($"{was.Call}\n  {was.Reply}\n  {became.Reply}");
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{expected.Count} answers, {expected.Sum(answer => (long)answer.Reply.Length)} characters, {others.Count} differ"));
        Assert.Empty(others);
    }

    // The host's own: the id of the URL, and how long ago something was by the machine's clock.
    private static string Comparable(string reply) => OfTheHost().Replace(reply, "");

    [GeneratedRegex("(?<=\\(via mcp-)[0-9a-f]{8}|(?<=for_minutes[\\\\]?\":)[0-9]+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OfTheHost();

    private static string Program(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } path ? path : throw new InvalidOperationException($"{variable} has to name a program.");

    private static async Task<List<(string Call, string Reply)>> AnswersAsync(string program, int port)
    {
        await using var upstream = await Upstream.StartAsync(port);
        using var host = new Host(program, port);
        await host.StartedAsync();
        var answers = new List<(string, string)>();
        foreach (var tfe in new[] { false, true })
        {
            foreach (var (name, config, stateless) in Ways)
            {
                // An account of its own: who serves at an address is kept for minutes.
                var account = await host.ConnectAsync($"{name}-{(tfe ? "tfe" : "hcp")}", tfe ? "localhost" : "127.0.0.1", port);
                var url = await host.MintAsync(account, config);
                var ids = await upstream.ResetAsync(tfe);
                var number = 0;
                foreach (var tool in TerraformTools.All)
                {
                    number++;
                    var called = number % 2 == 0 ? tool.ShortName : tool.Name;
                    answers.Add(($"{account} {called} {{}}", await host.CallAsync(url, called, "{}", stateless)));
                    if (tool.Effect != Effect.Read)
                    {
                        ids = await upstream.ResetAsync(tfe);
                    }

                    var arguments = EveryToolTests.Arguments(tool, ids, number).ToJsonString();
                    answers.Add(($"{account} {called} {arguments}", await host.CallAsync(url, called, arguments, stateless)));
                    if (tool.Effect == Effect.Read && tool.Arguments.Any(argument => argument.Name == "fields"))
                    {
                        var all = EveryToolTests.Arguments(tool, ids, number);
                        all["fields"] = new JsonArray("*");
                        answers.Add(($"{account} {called} {all.ToJsonString()}", await host.CallAsync(url, called, all.ToJsonString(), stateless)));
                    }
                    else if (tool.Effect != Effect.Read)
                    {
                        ids = await upstream.ResetAsync(tfe);
                    }
                }
            }
        }

        return answers;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    // A socket whose sandbox can be exchanged: what changes something gets one of its own.
    private sealed class Upstream : IAsyncDisposable
    {
        private WebApplication app = null!;
        private volatile FaultySandbox sandbox = null!;

        public static async Task<Upstream> StartAsync(int port)
        {
            var upstream = new Upstream();
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenLocalhost(port));
            upstream.app = builder.Build();
            upstream.app.Run(context => upstream.sandbox.HandleAsync(context));
            await upstream.ResetAsync(tfe: false);
            await upstream.app.StartAsync();
            return upstream;
        }

        public async Task<SampleIds> ResetAsync(bool tfe)
        {
            sandbox = new FaultySandbox(new ManualTimeProvider(), new SandboxOptions { RateLimits = false, Tfe = tfe, BlobHost = tfe ? "127.0.0.1" : "localhost" });
            using var api = new SandboxClient(sandbox);
            return await SampleIds.Of(api);
        }

        public ValueTask DisposeAsync() => app.DisposeAsync();
    }

    private sealed class Host : IDisposable
    {
        private readonly string data = Directory.CreateTempSubdirectory("serverless-mcp-answers-").FullName;
        private readonly HttpClient http;
        private readonly Process process;

        public Host(string program, int upstream)
        {
            http = new HttpClient(new SocketsHttpHandler()) { BaseAddress = new Uri($"http://127.0.0.1:{FreePort()}") };
            var start = program.EndsWith(".dll", StringComparison.Ordinal) ? new ProcessStartInfo("dotnet") { ArgumentList = { program } } : new ProcessStartInfo(program);
            foreach (var argument in new[] { "--urls", http.BaseAddress.GetLeftPart(UriPartial.Authority), "--data", data, "--log", "None" })
            {
                start.ArgumentList.Add(argument);
            }

            start.Environment["TFE_ADDRESS"] = $"http://127.0.0.1:{upstream}";
            start.Environment["TFE_TOKEN"] = TerraformSandbox.OwnerToken;
            start.Environment["TFE_ORGANIZATION"] = "acme-corp";
            start.Environment["SERVERLESSMCP_ADMIN_TOKEN"] = AdminToken;
            start.RedirectStandardOutput = true;
            process = Process.Start(start)!;
            process.BeginOutputReadLine();
        }

        public async Task StartedAsync()
        {
            for (var tries = 0; ; tries++)
            {
                try
                {
                    using var answer = await SendAsync(HttpMethod.Get, "/integrated-account/terraform", "");
                    if (answer.IsSuccessStatusCode)
                    {
                        return;
                    }
                }
                catch (HttpRequestException) when (tries < 600 && !process.HasExited)
                {
                    // Not yet.
                }

                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
            }
        }

        public async Task<string> ConnectAsync(string account, string host, int port)
        {
            var blobs = host == "localhost" ? "127.0.0.1" : "localhost";
            using var answer = await SendAsync(HttpMethod.Put, $"/integrated-account/{account}",
                $$"""{"address":"http://{{host}}:{{port}}","organization":"acme-corp","credential":{"secret":"env:TFE_TOKEN"},"blob_hosts":["{{blobs}}"]}""");
            Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
            return account;
        }

        public async Task<string> MintAsync(string account, string config)
        {
            using var answer = await SendAsync(HttpMethod.Post, $"/integrated-account/{account}/mcp", $$"""{"name":"answers","config":{{config}}}""");
            var text = await answer.Content.ReadAsStringAsync();
            return answer.StatusCode == HttpStatusCode.Created ? new Uri((string)JsonNode.Parse(text)!["url"]!).AbsolutePath : throw new InvalidOperationException(text);
        }

        public async Task<string> CallAsync(string url, string tool, string arguments, bool stateless)
        {
            var meta = stateless ? ""","_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}""" : "";
            using var request = new HttpRequestMessage(HttpMethod.Post, url)
            {
                Content = new StringContent($$$"""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"{{{tool}}}","arguments":{{{arguments}}}{{{meta}}}}}""", Encoding.UTF8, "application/json"),
            };
            if (stateless)
            {
                request.Headers.Add("MCP-Protocol-Version", "2026-07-28");
                request.Headers.Add("Mcp-Method", "tools/call");
                request.Headers.Add("Mcp-Name", tool);
            }

            using var answer = await http.SendAsync(request);
            var headers = Headers.Select(name => answer.Headers.TryGetValues(name, out var values) || answer.Content.Headers.TryGetValues(name, out values) ? $"{name}: {string.Join(',', values)}" : "").Where(line => line.Length > 0);
            return $"{(int)answer.StatusCode} {string.Join(' ', headers)} {await answer.Content.ReadAsStringAsync()}";
        }

        public void Dispose()
        {
            process.Kill();
            process.WaitForExit();
            process.Dispose();
            http.Dispose();
            Directory.Delete(data, recursive: true);
        }

        private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string body)
        {
            using var request = new HttpRequestMessage(method, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", AdminToken);
            return await http.SendAsync(request);
        }
    }
}
