using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using ServerlessMcp.Audit;
using ServerlessMcp.Records;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Audit;

/// <summary>Exports: what was done to one is found, whichever entry it was done to.</summary>
public sealed class AuditExportTests
{
    private static readonly string Private = AuditKey.Create();

    private static ECDsa Key => AuditKey.Read(Private)!;

    private static Task<TestProduct> StartAsync() => TestProduct.StartAsync(options => options.AuditKey = () => Private);

    private static async Task<(TestProduct Product, string Server)> CalledAsync(int reads)
    {
        var product = await StartAsync();
        var minted = await product.MintAsync("""{"methods":["*"]}""");
        for (var i = 0; i < reads; i++)
        {
            await product.CallAsync((string)minted["token"]!, "list_all_hashicorp_terraform_cloud_workspaces", """{"page_size":1}""");
        }

        return (product, (string)minted["id"]!);
    }

    private static async Task<byte[]> ExportAsync(TestProduct product, string server, string query = "")
    {
        using var answer = await product.AdminAsync(HttpMethod.Get, $"/integrated-account/{TestProduct.Account}/mcp/{server}/audit?format=jsonl{query}");
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        Assert.True(answer.IsSuccessStatusCode, Encoding.UTF8.GetString(bytes));
        Assert.Equal("application/jsonl", answer.Content.Headers.ContentType!.MediaType);
        return bytes;
    }

    private static IReadOnlyList<string> Verify(params byte[][] exports)
    {
        var verification = new AuditVerification(Key);
        foreach (var export in exports)
        {
            verification.Read("export", export);
        }

        return verification.Complaints;
    }

    private static byte[] Join(IEnumerable<string> lines) => Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n")));

    [Trait("Lane", "slow")]
    [Fact]
    public async Task An_entry_that_is_changed_dropped_moved_doubled_or_last_is_found_whichever_it_is()
    {
        var (product, server) = await CalledAsync(6);
        await using var running = product;
        var export = await ExportAsync(product, server);
        Assert.Empty(Verify(export));
        var lines = Encoding.UTF8.GetString(export).TrimEnd('\n').Split('\n');
        Assert.Equal(7, lines.Length);

        for (var i = 0; i < lines.Length; i++)
        {
            // Every single byte of it.
            for (var at = 0; at < lines[i].Length; at++)
            {
                var changed = lines[i][..at] + (lines[i][at] == '0' ? '1' : '0') + lines[i][(at + 1)..];
                Assert.NotEmpty(Verify(Join(lines.Select((line, n) => n == i ? changed : line))));
            }

            Assert.NotEmpty(Verify(Join(lines.Where((_, n) => n != i))));
            Assert.NotEmpty(Verify(Join(lines.Take(i))));
            Assert.NotEmpty(Verify(Join(lines.Take(i + 1).Append(lines[i]).Concat(lines.Skip(i + 1)))));
            for (var j = i + 1; j < lines.Length; j++)
            {
                var moved = lines.ToArray();
                (moved[i], moved[j]) = (moved[j], moved[i]);
                Assert.NotEmpty(Verify(Join(moved)));
            }
        }

        // The last entries together with a count that fits: only the key's owner can do that.
        Assert.NotEmpty(Verify(Join(lines.Take(3).Append(lines[^1]))));
    }

    [Fact]
    public async Task A_manifest_of_another_key_or_without_one_is_not_taken()
    {
        var (product, server) = await CalledAsync(2);
        await using var running = product;
        var export = await ExportAsync(product, server);
        using var other = AuditKey.Read(AuditKey.Create())!;
        var verification = new AuditVerification(other);
        verification.Read("export", export);
        Assert.Contains("signed with another key", Assert.Single(verification.Complaints), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_key_that_is_published_verifies_and_is_no_private_key()
    {
        var (product, server) = await CalledAsync(1);
        await using var running = product;
        using var answer = await product.AdminAsync(HttpMethod.Get, "/audit-key");
        var published = (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["public_key"]!;
        Assert.StartsWith("-----BEGIN PUBLIC KEY-----", published, StringComparison.Ordinal);
        var verification = new AuditVerification(AuditKey.Read(published));
        verification.Read("export", await ExportAsync(product, server));
        Assert.Empty(verification.Complaints);
    }

    [Fact]
    public async Task Pages_of_an_export_are_verified_together_and_a_page_that_is_left_out_is_found()
    {
        var (product, server) = await CalledAsync(5);
        await using var running = product;
        byte[] Page(long after) => ExportAsync(product, server, $"&limit=2&cursor={System.Buffers.Text.Base64Url.EncodeToString(Encoding.ASCII.GetBytes(RecordSeries.Id(server, after)))}").GetAwaiter().GetResult();
        var first = await ExportAsync(product, server, "&limit=2");
        var (second, third) = (Page(2), Page(4));

        Assert.Empty(Verify(first, second, third));
        Assert.NotEmpty(Verify(first, third));
        Assert.NotEmpty(Verify(second, first));

        // A page without entries, which anybody who may export can have signed, of a place further on or of another chain.
        var (beyond, end) = (Page(9), Page(5));
        var (other, elsewhere) = await CalledAsync(0);
        await using var alsoRunning = other;
        Assert.NotEmpty(Verify(first, beyond));
        Assert.NotEmpty(Verify(first, await ExportAsync(other, elsewhere)));
        Assert.NotEmpty(Verify(first, second, end));
        Assert.NotEmpty(Verify(first, second, third, beyond));
        Assert.Empty(Verify(first, second, third, end));
    }

    [Fact]
    public async Task An_entry_changed_or_cut_off_in_the_store_itself_is_found()
    {
        var (product, server) = await CalledAsync(4);
        await using var running = product;
        product.Store.Tamper(RecordKind.AuditEntry, RecordSeries.Id(server, 2), record =>
            record with { Content = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(record.Content.Span).Replace("\"ok\"", "\"no\"", StringComparison.Ordinal)) });
        Assert.NotEmpty(Verify(await ExportAsync(product, server)));

        for (var number = 1; number <= 4; number++)
        {
            product.Store.Tamper(RecordKind.AuditEntry, RecordSeries.Id(server, number), _ => null);
        }

        Assert.Contains("missing in the store", Assert.Single(Verify(await ExportAsync(product, server))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_chain_written_anew_with_new_hashes_is_found_by_the_stores_note_of_its_head()
    {
        var (product, server) = await CalledAsync(2);
        await using var running = product;
        var previous = AuditLine.Start;
        for (var number = 1; number <= 2; number++)
        {
            product.Store.Tamper(RecordKind.AuditEntry, RecordSeries.Id(server, number), record =>
            {
                var line = JsonNode.Parse(record.Content.Span)!.AsObject();
                (line["previous"], line["outcome"]) = (previous, "forged");
                line.Remove("hash");
                var bytes = line.ToJsonString();
                previous = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(bytes)));
                return record with { Content = Encoding.UTF8.GetBytes($"{bytes[..^1]},\"hash\":\"{previous}\"}}") };
            });
        }

        Assert.Contains("is not the one that the store noted", Assert.Single(Verify(await ExportAsync(product, server))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_key_nothing_is_exported_and_it_is_said_how_to_read_it()
    {
        await using var product = await TestProduct.StartAsync();
        var server = (string)(await product.MintAsync())["id"]!;
        using var answer = await product.AdminAsync(HttpMethod.Get, $"/integrated-account/{TestProduct.Account}/mcp/{server}/audit?format=jsonl");
        Assert.Equal(System.Net.HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Contains("format=json", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_in_the_vault_is_used_and_no_account_may_name_it_as_its_token()
    {
        await using var product = await TestProduct.StartAsync(options => options.AuditKeySecret = "audit-key");
        var server = (string)(await product.MintAsync())["id"]!;
        product.Credentials.Token = Private;
        Assert.Empty(Verify(await ExportAsync(product, server)));

        // By each of the names that a vault has for it.
        const string Arn = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:";
        foreach (var (secret, isTaken) in new[] { ("Audit-Key", false), (Arn + "audit-key-AbCdEf", false), (Arn + "audit-key", false), (Arn + "tfe-token-AbCdEf", true), ("my-audit-key", true) })
        {
            using var answer = await product.AdminAsync(HttpMethod.Put, "/integrated-account/other", $$$"""{"address":"https://tfe.example.com","credential":{"secret":"{{{secret}}}"}}""");
            Assert.Equal((secret, isTaken), (secret, answer.IsSuccessStatusCode));
        }
    }
}
