using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using ServerlessMcp.Accounts;
using ServerlessMcp.Infra.Tests.Support;
using ServerlessMcp.Integrations.TerraformCloud;
using ServerlessMcp.Local;
using ServerlessMcp.Records;

namespace ServerlessMcp.Infra.Tests;

/// <summary>infra/first-admin-token.sh, with programs in the clouds' places that keep what they are given: the token it prints has to open the product that has the record it stores.</summary>
public sealed class AdminTokenTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task On_AWS_the_token_opens_the_control_plane_and_only_its_hash_is_stored()
    {
        using var folder = new TemporaryFolder();
        await WriteProgramAsync(folder, "aws", """
            [ "$*" = "dynamodb transact-write-items --region eu-central-1 --transact-items file:///dev/stdin" ] || exit 9
            cat > "$KEPT/item.json"
            """);
        var token = await RunAsync(folder, "aws", "eu-central-1", "records");
        var stored = await File.ReadAllTextAsync(folder["item.json"], Cancel);
        Assert.DoesNotContain(token, stored, StringComparison.Ordinal);

        using var writes = JsonDocument.Parse(stored);
        var puts = writes.RootElement.EnumerateArray().Select(write => write.GetProperty("Put")).ToList();
        Assert.All(puts, put => Assert.Equal("records", put.GetProperty("TableName").GetString()));
        var items = puts.Select(put => put.GetProperty("Item")).ToList();
        Assert.All(items, item => Assert.Equal(["kind", "id", "owner", "version", "content"], item.EnumerateObject().Select(member => member.Name)));
        string Text(string name, int of = 0) => items[of].GetProperty(name).GetProperty("S").GetString()!;
        Assert.Equal([$"api-token/{Text("id")}", "api-token-of/root"], [Text("kind"), Text("kind", 1)]);
        Assert.Equal((Text("id"), Text("version"), Text("content")), (Text("id", 1), Text("version", 1), Text("content", 1)));
        Assert.Equal(("root", 32), (Text("owner"), Text("version").Length));
        await OpensAsync(folder, token, Text("id"), Encoding.UTF8.GetBytes(Text("content")));
    }

    [Fact]
    public async Task On_Azure_the_token_opens_the_control_plane_and_only_its_hash_is_stored()
    {
        using var folder = new TemporaryFolder();
        await WriteProgramAsync(folder, "az", "echo access-token-of-the-login");
        await WriteProgramAsync(folder, "curl", """
            cat > "$KEPT/authorization"
            for argument; do last=$argument; done
            printf '%s\n' "$last" >> "$KEPT/rows.jsonl"
            printf '%s ' "$@" >> "$KEPT/arguments"
            """);
        var token = await RunAsync(folder, "azure", "account", "records");
        var stored = await File.ReadAllTextAsync(folder["rows.jsonl"], Cancel);
        var arguments = await File.ReadAllTextAsync(folder["arguments"], Cancel);
        Assert.DoesNotContain(token, stored + arguments, StringComparison.Ordinal);
        Assert.DoesNotContain("access-token", arguments, StringComparison.Ordinal);
        Assert.Contains("https://account.table.core.windows.net/records", arguments, StringComparison.Ordinal);
        Assert.Equal("Authorization: Bearer access-token-of-the-login\n", await File.ReadAllTextAsync(folder["authorization"], Cancel));

        var rows = stored.TrimEnd().Split('\n').Select(line => JsonSerializer.Deserialize<Dictionary<string, string>>(line)!).ToList();
        Assert.Equal(2, rows.Count);
        var (note, record) = (rows[0], rows[1]);
        Assert.Equal(("owner-api-token-root", $"{record["RowKey"]}!{record["Mark"]}"), (note["PartitionKey"], note["RowKey"]));
        Assert.Equal("root", record["Owner"]);
        Assert.StartsWith("api-token-", record["PartitionKey"], StringComparison.Ordinal);
        Assert.Equal("Edm.Binary", record["Content@odata.type"]);
        await OpensAsync(folder, token, record["RowKey"], Convert.FromBase64String(record["Content"]));
    }

    [Theory]
    [InlineData("exit 1")]
    [InlineData("[ \"$1\" = rand ] && exit 1; exec /usr/bin/openssl \"$@\"")]
    public async Task Without_random_bits_nothing_is_stored_and_nothing_is_printed(string openssl)
    {
        using var folder = new TemporaryFolder();
        await WriteProgramAsync(folder, "openssl", openssl);
        await WriteProgramAsync(folder, "aws", "touch \"$KEPT/stored\"");
        var run = await CommandLine.RunAsync("/bin/sh", [Checkout.PathOf("infra", "first-admin-token.sh"), "aws", "eu-central-1", "records"], folder.Path, Environment(folder));
        Assert.NotEqual(0, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.False(File.Exists(folder["stored"]));
    }

    [Fact]
    public async Task Without_all_arguments_it_says_how_it_is_used()
    {
        var run = await CommandLine.RunAsync("/bin/sh", [Checkout.PathOf("infra", "first-admin-token.sh"), "aws"], Checkout.Root);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("first-admin-token.sh aws REGION TABLE", run.Errors, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    private static async Task OpensAsync(TemporaryFolder folder, string token, string id, byte[] content)
    {
        Assert.Equal(SecretToken.RecordId(SecretToken.ApiPrefix, SecretToken.Hash(token)), id);
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Services.AddSingleton<IRecordStore>(_ => new FileRecordStore(folder["data"], TimeProvider.System));
        builder.Services.AddSingleton<ICredentialSource, NoCredentials>();
        builder.Services.AddServerlessMcp(options => options.PublicUrl = new Uri("https://mcp.example.com")).AddTerraformCloud();
        await using var app = builder.Build();
        app.MapServerlessMcp();
        await app.StartAsync(Cancel);
        Assert.True(await app.Services.GetRequiredService<IRecordStore>().CreateAsync(new StoredRecord(RecordKind.ApiToken, id, StoredRecord.Root, content), Cancel));

        using var client = app.GetTestClient();
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        using var answer = await client.GetAsync(new Uri("/api-token", UriKind.Relative), Cancel);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        using var listed = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancel));
        var listing = Assert.Single(listed.RootElement.GetProperty("result").EnumerateArray());
        Assert.Equal((id, "first admin"), (listing.GetProperty("id").GetString(), listing.GetProperty("name").GetString()));
        Assert.Equal("admin", Assert.Single(listing.GetProperty("scopes").EnumerateArray()).GetString());
        using var ended = await client.DeleteAsync(new Uri($"/api-token/{id}", UriKind.Relative), Cancel);
        Assert.True(ended.IsSuccessStatusCode);
        using var after = await client.GetAsync(new Uri("/api-token", UriKind.Relative), Cancel);
        Assert.Equal(HttpStatusCode.Unauthorized, after.StatusCode);
    }

    private static async Task<string> RunAsync(TemporaryFolder folder, params string[] arguments)
    {
        Needed.Program("openssl");
        var run = await CommandLine.RunAsync("/bin/sh", [Checkout.PathOf("infra", "first-admin-token.sh"), .. arguments], folder.Path, Environment(folder));
        Assert.True(run.ExitCode == 0, run.Errors);
        var token = run.Output.TrimEnd('\n');
        Assert.True(SecretToken.IsWellFormed(SecretToken.ApiPrefix, token));
        return token;
    }

    private static Dictionary<string, string?> Environment(TemporaryFolder folder) => new()
    {
        ["PATH"] = $"{folder["bin"]}:{System.Environment.GetEnvironmentVariable("PATH")}",
        ["KEPT"] = folder.Path,
    };

    private static async Task WriteProgramAsync(TemporaryFolder folder, string name, string body)
    {
        Directory.CreateDirectory(folder["bin"]);
        await File.WriteAllTextAsync(folder[$"bin/{name}"], $"#!/bin/sh\nset -eu\n{body}\n", Cancel);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder[$"bin/{name}"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private sealed class NoCredentials : ICredentialSource
    {
        public ValueTask<string?> GetTokenAsync(string secretName, bool refresh, CancellationToken cancellationToken) => ValueTask.FromResult<string?>(null);
    }
}
