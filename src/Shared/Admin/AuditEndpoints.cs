using Microsoft.AspNetCore.Http;
using ServerlessMcp.Accounts;
using ServerlessMcp.Audit;
using ServerlessMcp.Http;
using ServerlessMcp.Records;

namespace ServerlessMcp.Admin;

/// <summary>
/// Reading the audit trail: <c>…/mcp/{id}/audit</c> (the calls to a URL, also when it is revoked or over),
/// <c>/integrated-account/{account}/audit</c> (the acts on an account) and <c>/audit</c> (acts on neither). As pages of
/// JSON, or as JSON Lines with a signed manifest (<see cref="AuditManifest"/>).
/// </summary>
internal sealed class AuditEndpoints(AccessRecords records, AuditTrail trail, AuditKey keys, MarkedUrls marked,
    TimeProvider time)
{
    private const string JsonLines = "application/jsonl";

    // AWS Lambda answers at most 6 MB.
    private const int MostBytes = 4 * 1024 * 1024;
    private const int MostLast = 200;

    /// <summary>GET …/mcp/{id}/audit.</summary>
    public async Task CallsAsync(AdminCall call)
    {
        var (id, account) = (call.Id("id"), call.Id("account"));
        if (Identifier.IsValid(account) && MarkedUrls.Read(id) is { } digits)
        {
            var ids = await marked.FindAsync(account, digits, call.Deadline);
            if (ids.Count > 1)
            {
                await call.RefuseAsync(
                    409, "Conflict", $"Several URLs have this mark: {string.Join(", ", ids)}. Ask for one by its whole id.");
                return;
            }

            id = ids.Count == 1 ? ids[0] : id;
        }

        if (Identifier.IsValid(id) && id.StartsWith("mcp-", StringComparison.Ordinal)
            && await OwnerAsync(id, call.Deadline) == account)
        {
            await AnswerAsync(call, id, account);
            return;
        }

        await call.RefuseAsync(
            404, "Not Found", $"Account {(Identifier.IsValid(account) ? account : "?")} never had an MCP URL with " +
                "this id, or its audit trail is no longer kept.");
    }

    /// <summary>GET /integrated-account/{account}/audit.</summary>
    public async Task ActsAsync(AdminCall call)
    {
        var account = call.Id("account");
        if (Identifier.IsValid(account) && await trail.HeadAsync(AuditChain.OfActs(account).Id, call.Deadline) is not null)
        {
            await AnswerAsync(call, AuditChain.OfActs(account).Id, account);
            return;
        }

        await call.RefuseUnknownAccountAsync(records);
    }

    /// <summary>GET /audit.</summary>
    public Task OtherActsAsync(AdminCall call) => AnswerAsync(call, AuditChain.OfActs(null).Id, StoredRecord.Root);

    /// <summary>GET /audit-key: the public key of exports.</summary>
    public async Task KeyAsync(AdminCall call)
    {
        using var key = await OpenKeyAsync(call);
        if (key is not null)
        {
            await call.AnswerAsync(200, writer =>
            {
                writer.WriteStartObject();
                writer.WriteString("key", AuditKey.IdOf(key));
                writer.WriteString("algorithm", "ES256");
                writer.WriteString("public_key", key.ExportSubjectPublicKeyInfoPem());
                writer.WriteEndObject();
            });
        }
    }

    // The server's own record; when it is gone, what the trail itself says.
    private async Task<string?> OwnerAsync(string server, StoreDeadline deadline)
    {
        if (await records.Servers.GetAsync(server, deadline) is { Value: var known })
        {
            return known.IntegratedAccountId;
        }

        if (await trail.HeadAsync(server, deadline) is { } head)
        {
            return head.Owner;
        }

        var first = await trail.ListAsync(server, after: 0, limit: 1, deadline);
        if (first.Count == 0)
        {
            return null;
        }

        using var entry = JsonDocument.Parse(first[0].Content);
        return entry.RootElement.TryGetProperty("minted_under", out var home) ? home.GetString()
            : entry.RootElement.TryGetProperty("account", out var account) ? account.GetString() : null;
    }

    private async Task AnswerAsync(AdminCall call, string chain, string owner)
    {
        var query = call.Context.Request.Query;
        var asLines = query.TryGetValue("format", out var format) ? format == "jsonl"
            : AcceptHeader.Names(call.Context.Request.Headers.Accept, JsonLines);
        var errors = new List<FieldError>();
        if (format.Count > 0 && format.ToString() is not ("json" or "jsonl"))
        {
            errors.Add(new FieldError("?format", "json or jsonl is needed"));
        }

        var (limit, after) = AdminPage.Read(query, errors, asLines ? 5000 : 1000, asLines ? 5000 : 100);
        var number = 0L;
        if (after is not null && !TryNumber(after, chain, out number))
        {
            errors.Add(new FieldError("?cursor", "this is a cursor of another list"));
        }

        if (ReadLast(query, errors) is { } last && errors.Count == 0)
        {
            await LastAsync(call, chain, last);
            return;
        }

        await (errors.Count > 0 ? call.RefuseAsync(errors) : asLines ? ExportAsync(call, chain, owner, number, limit)
            : PageAsync(call, chain, number, limit));
    }

    private async Task PageAsync(AdminCall call, string chain, long after, int limit)
    {
        var (entries, more) = await ReadAsync(chain, after, limit, call.Deadline);
        await call.AnswerAsync(200, writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("result");
            entries.ForEach(entry => writer.WriteRawValue(entry.Content.Span, skipInputValidation: true));
            writer.WriteEndArray();
            writer.WriteString("next_cursor", more ? AdminPage.Cursor(entries[^1].Id) : null);
            writer.WriteEndObject();
        });
    }

    /// <summary>The end of a chain, oldest first: what a URL did just now, whatever it did before.</summary>
    private async Task LastAsync(AdminCall call, string chain, int last)
    {
        var entries = await trail.LastAsync(chain, last, call.Deadline);
        await call.AnswerAsync(200, writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("result");
            foreach (var entry in entries)
            {
                writer.WriteRawValue(entry.Content.Span, skipInputValidation: true);
            }

            writer.WriteEndArray();
            writer.WriteNull("next_cursor");
            writer.WriteEndObject();
        });
    }

    private static int? ReadLast(IQueryCollection query, List<FieldError> errors)
    {
        if (!query.TryGetValue("last", out var text))
        {
            return null;
        }

        if (query.ContainsKey("cursor") || query.ContainsKey("limit") || query["format"] == "jsonl")
        {
            errors.Add(new FieldError("?last", "it stands alone: no cursor, limit or export goes with it"));
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var last) && last is >= 1 and <= MostLast)
        {
            return last;
        }

        errors.Add(new FieldError("?last", $"a whole number from 1 to {MostLast} is needed"));
        return null;
    }

    private async Task ExportAsync(AdminCall call, string chain, string owner, long after, int limit)
    {
        var deadline = StoreDeadline.OfEach(call.Aborted);
        using var key = await OpenKeyAsync(call);
        if (key is null)
        {
            return;
        }

        // The head first: what it knows of has to be in the entries that are read after it.
        var head = await trail.HeadAsync(chain, deadline);
        var (entries, more) = await ReadAsync(chain, after, limit, deadline);
        var buffer = new ArrayBufferWriter<byte>(64 * 1024);
        foreach (var entry in entries)
        {
            buffer.Write(entry.Content.Span);
            buffer.Write("\n"u8);
        }

        var manifest = Manifest(chain, owner, entries, after, head, key) with { IsWhole = !more };
        buffer.Write(manifest.Sign(key));
        buffer.Write("\n"u8);
        call.Context.Response.Headers.ContentDisposition =
            $"attachment; filename=\"audit-{chain}-{manifest.First}-{manifest.Last}.jsonl\"";
        if (more)
        {
            call.Context.Response.Headers["next-cursor"] = AdminPage.Cursor(entries[^1].Id);
        }

        await call.Context.WriteBytesAsync(200, JsonLines, buffer.WrittenMemory);
    }

    private AuditManifest Manifest(string chain, string owner, List<StoredRecord> entries, long after, AuditHead? head, ECDsa key)
    {
        var (first, last) = entries.Count == 0 ? (null, null) : (Line(entries[0]), Line(entries[^1]));
        return new AuditManifest(
            chain, owner, first?.Sequence ?? after + 1, first?.Previous ?? AuditLine.Start, last?.Sequence ?? after,
            last?.Hash ?? AuditLine.Start, entries.Count,
            IsWhole: true, time.GetUtcNow(), AuditKey.IdOf(key), head?.Sequence, head?.Hash);

        // An entry that was changed in the store is exported as it is: it is for the verification to find.
        static AuditLine Line(StoredRecord entry)
        {
            if (AuditLine.Read(entry.Content, out _) is { } line)
            {
                return line;
            }

            var (owner, number) = RecordSeries.Parse(entry.Id);
            return new AuditLine(owner, number, AuditLine.Start, AuditLine.Start, entry.Content);
        }
    }

    private async Task<(List<StoredRecord> Entries, bool More)> ReadAsync(
        string chain, long after, int limit, StoreDeadline deadline)
    {
        var (entries, bytes) = (new List<StoredRecord>(), 0);
        while (true)
        {
            var page = await trail.ListAsync(chain, after, Math.Min(limit + 1 - entries.Count, 1000), deadline);
            foreach (var entry in page)
            {
                if (entries.Count == limit || (entries.Count > 0 && bytes + entry.Content.Length > MostBytes))
                {
                    return (entries, true);
                }

                bytes += entry.Content.Length + 1;
                entries.Add(entry);
            }

            if (page.Count == 0)
            {
                return (entries, false);
            }

            after = RecordSeries.Parse(page[^1].Id).Number;
        }
    }

    private async Task<ECDsa?> OpenKeyAsync(AdminCall call)
    {
        try
        {
            if (await keys.OpenAsync(call.Aborted) is { } key)
            {
                return key;
            }

            await call.RefuseAsync(
                409, "No Audit Key",
                "Exports are signed, and no key is configured; docs/security.md says how. " +
                    "Without one the trail is read with format=json.");
        }
        catch (CredentialUnavailableException failure)
        {
            await call.RefuseAsync(503, "Service Unavailable", $"The key that signs exports can't be had: {failure.Message}");
        }

        return null;
    }

    private static bool TryNumber(string id, string chain, out long number)
    {
        number = 0;
        return id.StartsWith(chain + "-", StringComparison.Ordinal)
            && long.TryParse(id.AsSpan(chain.Length + 1), System.Globalization.NumberStyles.None,
                System.Globalization.CultureInfo.InvariantCulture, out number);
    }
}
