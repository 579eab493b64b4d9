using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using ServerlessMcp.Functions;
using ServerlessMcp.Functions.Handler;
using ServerlessMcp.Hosting;
using ServerlessMcp.Records;

namespace ServerlessMcp.Stores.Tests.Azure;

/// <summary>The host as the Functions host sees it: settings, the port, the timer's path.</summary>
public sealed class FunctionsHostTests(AzuriteWithKey azurite) : IClassFixture<AzuriteWithKey>
{
    private const string AdminToken = "an-admin-token-of-some-length";

    private static readonly Dictionary<string, string> Good = new()
    {
        ["FUNCTIONS_CUSTOMHANDLER_PORT"] = "0",
        ["SERVERLESSMCP_PUBLIC_URL"] = "https://mcp.example.com",
        ["SERVERLESSMCP_STORAGE_ACCOUNT"] = "acmestorage",
        ["SERVERLESSMCP_VAULT_URL"] = "https://acme.vault.azure.net",
        ["SERVERLESSMCP_ADMIN_TOKEN"] = AdminToken,
    };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static FunctionsSettings Read(params (string Name, string? Value)[] changes) => FunctionsSettings.Read(name =>
        changes.FirstOrDefault(change => change.Name == name) is { Name: not null } change ? change.Value : Good.GetValueOrDefault(name));

    [Fact]
    public void Settings_come_from_the_environment()
    {
        var settings = Read(("FUNCTIONS_CUSTOMHANDLER_PORT", null), ("SERVERLESSMCP_ALLOWED_ORIGINS", "https://a.example, https://b.example"), ("AZURE_CLIENT_ID", " "));
        Assert.Equal((FunctionsSettings.DefaultPort, "https://acmestorage.table.core.windows.net/", "serverlessmcp"), (settings.Port, settings.TablesEndpoint.AbsoluteUri, settings.Table));
        Assert.Null(settings.ClientId);
    }

    [Theory]
    [InlineData("SERVERLESSMCP_PUBLIC_URL", null)]
    [InlineData("SERVERLESSMCP_PUBLIC_URL", "http://mcp.example.com")]
    [InlineData("SERVERLESSMCP_PUBLIC_URL", "secret-content")]
    [InlineData("SERVERLESSMCP_STORAGE_ACCOUNT", "")]
    [InlineData("SERVERLESSMCP_STORAGE_ACCOUNT", "evil.example.com/")]
    [InlineData("SERVERLESSMCP_TABLES_ENDPOINT", "http://acmestorage.table.core.windows.net")]
    [InlineData("SERVERLESSMCP_TABLE", "a-b")]
    [InlineData("SERVERLESSMCP_TABLES_EMULATOR_KEY", "c2VjcmV0LWNvbnRlbnQ=")]
    [InlineData("SERVERLESSMCP_VAULT_URL", null)]
    [InlineData("SERVERLESSMCP_ADMIN_TOKEN", "secret-content")]
    [InlineData("SERVERLESSMCP_ADMIN_TOKEN", "@Microsoft.KeyVault(VaultName=acme;SecretName=admin-token)")]
    [InlineData("SERVERLESSMCP_ADMIN_TOKEN_SECRET", "admin-token")]
    [InlineData("SERVERLESSMCP_LOG_LEVEL", "Loud")]
    [InlineData("FUNCTIONS_CUSTOMHANDLER_PORT", "70000")]
    public void A_setting_that_does_not_fit_is_named_and_its_value_is_not(string name, string? value)
    {
        var thrown = Assert.Throws<SettingsException>(() => Read((name, value)));
        Assert.Contains(name, thrown.Message.Split("\n\n")[0], StringComparison.Ordinal);
        Assert.DoesNotContain("secret-content", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_that_is_missing_is_named_at_once()
    {
        var complaints = Assert.Throws<SettingsException>(() => FunctionsSettings.Read(_ => null)).Message.Split("\n\n")[0];
        Assert.Equal(3, complaints.Split('\n').Length);
    }

    [Fact]
    public void The_host_json_starts_this_program_and_logs_no_paths()
    {
        using var host = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "host.json")));
        Assert.Equal(typeof(HandlerHost).Assembly.GetName().Name, host.RootElement.GetProperty("customHandler").GetProperty("description").GetProperty("defaultExecutablePath").GetString());
        Assert.True(host.RootElement.GetProperty("customHandler").GetProperty("enableProxyingHttpRequest").GetBoolean());
        var logging = host.RootElement.GetProperty("logging");
        Assert.Equal("Warning", logging.GetProperty("logLevel").GetProperty("default").GetString());
        Assert.False(logging.GetProperty("applicationInsights").GetProperty("httpAutoCollectionOptions").GetProperty("enableHttpTriggerExtendedInfoCollection").GetBoolean());
    }

    [Fact]
    public async Task It_answers_the_readiness_question_without_a_store_or_a_vault()
    {
        await using var app = await StartAsync(Read());
        using var client = Client(app);
        using var answer = await client.GetAsync("/", Cancel);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task A_url_is_minted_listed_called_and_swept_by_the_timer()
    {
        var clock = new Clock();
        await using var app = await StartAsync(
            Read(("SERVERLESSMCP_TABLES_ENDPOINT", azurite.Endpoint.AbsoluteUri), ("SERVERLESSMCP_TABLES_EMULATOR_KEY", Azurite.Key), ("SERVERLESSMCP_TABLE", "hosttest")),
            services => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(clock)));
        using var client = Client(app);
        using var connected = await AdminAsync(client, HttpMethod.Put, "/integrated-account/prod", """{"integration":"hashicorp_terraform_cloud","address":"https://app.terraform.io","credential":{"secret":"tfe-token"}}""");
        Assert.Equal(HttpStatusCode.Created, connected.StatusCode);
        using var minted = await AdminAsync(client, HttpMethod.Post, "/integrated-account/prod/mcp", """{"name":"x"}""");
        var server = await minted.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        Assert.StartsWith("https://mcp.example.com/mcp/smcp_", server.GetProperty("url").GetString(), StringComparison.Ordinal);

        var path = new Uri(server.GetProperty("url").GetString()!).AbsolutePath;
        using var listed = await client.PostAsync(path, new StringContent("""{"jsonrpc":"2.0","id":1,"method":"tools/list"}""", Encoding.UTF8, "application/json"), Cancel);
        Assert.Equal(HttpStatusCode.OK, listed.StatusCode);

        await SweepAsync(client);
        Assert.NotNull(await StoredAsync(app, server));
        clock.IsLater = true;
        await SweepAsync(client);
        clock.IsLater = false;
        Assert.Null(await StoredAsync(app, server));
    }

    [Theory]
    [InlineData("x-ms-invocation-id", "1")]
    [InlineData("X-Forwarded-For", "192.0.2.1")]
    [InlineData("X-Forwarded-For", "")]
    public async Task From_outside_the_timers_path_is_as_any_other_where_nothing_is(string header, string value)
    {
        var store = new Store();
        await using var app = await StartAsync(Read(), services => services.Replace(ServiceDescriptor.Singleton<IRecordStore>(store)));
        using var client = Client(app);
        var bodies = new HashSet<string>();
        foreach (var path in new[] { "/CleanupExpired", "/nothing-here" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(new { }) };
            request.Headers.TryAddWithoutValidation(header, value);
            using var answer = await client.SendAsync(request, Cancel);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            bodies.Add($"{answer.Headers}{answer.Content.Headers}{await answer.Content.ReadAsStringAsync(Cancel)}".Replace($"Date: {answer.Headers.Date:R}", "", StringComparison.Ordinal));
        }

        Assert.Single(bodies);
        using var get = await client.GetAsync("/CleanupExpired", Cancel);
        Assert.Equal(HttpStatusCode.NotFound, get.StatusCode);
        Assert.Equal(0, store.Sweeps);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_timer_gets_a_JSON_object_even_when_the_store_is_down(bool isDown)
    {
        var store = new Store { IsDown = isDown };
        await using var app = await StartAsync(Read(), services => services.Replace(ServiceDescriptor.Singleton<IRecordStore>(store)));
        using var client = Client(app);
        await SweepAsync(client);
        Assert.Equal(1, store.Sweeps);
    }

    private static async Task SweepAsync(HttpClient client)
    {
        using var answer = await client.PostAsync("/CleanupExpired", new StringContent("""{"Data":{"timer":"{}"},"Metadata":{}}""", Encoding.UTF8, "application/json"), Cancel);
        Assert.Equal((HttpStatusCode.OK, "application/json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Equal(JsonValueKind.Object, (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel)).ValueKind);
    }

    private static Task<StoredRecord?> StoredAsync(WebApplication app, JsonElement server) =>
        app.Services.GetRequiredService<IRecordStore>().GetAsync(RecordKind.McpServer, server.GetProperty("id").GetString()!, Cancel);

    private static async Task<HttpResponseMessage> AdminAsync(HttpClient client, HttpMethod method, string path, string body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new("Bearer", AdminToken);
        return await client.SendAsync(request, Cancel);
    }

    private static async Task<WebApplication> StartAsync(FunctionsSettings settings, Action<IServiceCollection>? replace = null)
    {
        var app = await HandlerHost.BuildAsync(settings, replace);
        await app.StartAsync(Cancel);
        return app;
    }

    private static HttpClient Client(WebApplication app) => new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(app.Urls.Single()) };

    /// <summary>The real time, or that of tomorrow. The emulator signs with it too, and Azurite does not mind.</summary>
    private sealed class Clock : TimeProvider
    {
        public bool IsLater { get; set; }

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + (IsLater ? TimeSpan.FromDays(1) : TimeSpan.Zero);
    }

    private sealed class Store : IRecordStore
    {
        public int Sweeps { get; private set; }

        public bool IsDown { get; init; }

        public Task<bool> TakeAsync(string owner, string id, int limit, DateTimeOffset? expiresAt, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<int> DeleteExpiredAsync(DateTimeOffset before, CancellationToken cancellationToken)
        {
            Sweeps++;
            return IsDown ? throw new StoreUnavailableException("Down.") : Task.FromResult(7);
        }

        public Task<StoredRecord?> GetAsync(RecordKind kind, string id, CancellationToken cancellationToken) => Task.FromResult<StoredRecord?>(null);

        public Task<bool> CreateAsync(StoredRecord record, CancellationToken cancellationToken) => Task.FromResult(false);

        public Task<bool> ReplaceAsync(StoredRecord record, CancellationToken cancellationToken) => Task.FromResult(false);

        public Task<bool> DeleteAsync(RecordKind kind, string id, CancellationToken cancellationToken) => Task.FromResult(false);

        public Task<IReadOnlyList<StoredRecord>> ListAsync(RecordKind kind, string owner, string? afterId, int limit, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<StoredRecord>>([]);
    }
}
