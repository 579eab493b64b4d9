using ServerlessMcp.Access;
using ServerlessMcp.Accounts;
using ServerlessMcp.Audit;
using ServerlessMcp.Http;
using ServerlessMcp.Records;

namespace ServerlessMcp.Admin;

/// <summary><c>/api-token</c>: tokens for the control plane, and second factors for MCP URLs.</summary>
internal sealed class ApiTokenEndpoints(AccessRecords records, Bootstrap bootstrap, TimeProvider time, AuditLog audit)
{
    private static readonly TimeSpan MaxGrace = TimeSpan.FromDays(7);

    /// <summary>GET /api-token.</summary>
    public Task ListAsync(AdminCall call) =>
        AdminPage.AnswerAsync(
            call, records.ApiTokens, StoredRecord.Root, token => token.Id, (writer, token) => Write(writer, token));

    /// <summary>POST /api-token: the token is in this answer and nowhere else.</summary>
    public async Task CreateAsync(AdminCall call)
    {
        var reader = new JsonBodyReader(call.Body);
        var allowed = AdminFormat.Names<ApiTokenScope>();
        var name = reader.Text("name", 100, required: true);
        var scopes = reader.TextList(
            "scopes", scope => allowed.Contains(scope) ? null : $"allowed are {string.Join(", ", allowed)}",
            required: true);
        var accounts = reader.TextList(
            "integrated_accounts", account => Identifier.IsValid(account) ? null
                : $"an account's id is {Identifier.Form}");
        if (accounts is not null && scopes?.Contains("admin") == true)
        {
            reader.Fault("admin is everything, and can't be for some accounts only", "integrated_accounts");
        }

        var expiresAt = ReadExpiry(reader);
        reader.RefuseOthers();
        if (reader.Errors.Count > 0)
        {
            await call.RefuseAsync(reader.Errors);
            return;
        }

        var (token, text) = ApiToken.Create(
            name!, [.. scopes!.Select(scope => AdminFormat.Value<ApiTokenScope>(scope)!.Value).Distinct()],
            call.Caller.Id, time.GetUtcNow(), expiresAt);
        token = token with { IntegratedAccounts = accounts };
        await audit.AdminActAsync(
            call.Act("create_api_token", null, token.Id, Details(token)), () => StoreAsync(token, call.Deadline));
        call.Context.Response.Headers.Location = $"/api-token/{token.Id}";
        await call.AnswerAsync(201, writer => Write(writer, token, text));
    }

    /// <summary>
    /// POST /api-token/{id}/rotate: a new API token with the same name, scopes and accounts, and an end for the old
    /// one, at once or after <c>grace</c> (7 days at most). The new one has an id of its own, because an id is made of
    /// its token's hash.
    /// </summary>
    public async Task RotateAsync(AdminCall call)
    {
        var reader = new JsonBodyReader(call.Body);
        var grace = reader.Duration("grace");
        if (grace > MaxGrace)
        {
            reader.Fault($"{Durations.Format(grace.Value)} came, {Durations.Format(MaxGrace)} is the most", "grace");
        }

        var expiresAt = ReadExpiry(reader);
        reader.RefuseOthers();
        if (reader.Errors.Count > 0)
        {
            await call.RefuseAsync(reader.Errors);
            return;
        }

        var now = time.GetUtcNow();
        if (await records.ApiTokens.GetAsync(call.Id("id"), call.Deadline)
            is not { Value: { TokenHash.Length: > 0 } old } || old.ExpiresAt <= now)
        {
            await NotFoundAsync(call);
            return;
        }

        if (old.Identity is not null)
        {
            await call.RefuseAsync(
                409, "Conflict", "This API token is that of a sign-in, and ends with it. Sign in again for another.");
            return;
        }

        // Without a word about it, the new one lives as long as the old one was made for.
        var (token, text) = ApiToken.Create(
            old.Name, old.Scopes, call.Caller.Id, now,
            expiresAt ?? (old.ExpiresAt is { } end ? now.Later(end - old.CreatedAt) : null));
        token = token with { IntegratedAccounts = old.IntegratedAccounts, Replaces = old.Id, FirstId = old.Principal };
        var endsAt = grace is null ? now : now + grace;
        var act = call.Act("rotate_api_token", null, old.Id, writer =>
        {
            Details(token)(writer);
            writer.WriteTime("ends_at", endsAt);
        });
        var isDone = await audit.AdminActAsync(act, async () =>
        {
            await StoreAsync(token, call.Deadline);
            var isEnded = false;
            try
            {
                return isEnded = await EndAsync(old.Id, grace is null ? null : endsAt, call.Deadline);
            }
            finally
            {
                if (!isEnded)
                {
                    // The caller will hear of a failure and not of the new token, which must then not be, however
                    // little time is left.
                    await records.ApiTokens.DeleteAsync(token.Id, StoreDeadline.OfEach(CancellationToken.None));
                }
            }
        });
        if (!isDone)
        {
            await call.RefuseAsync(
                409, "Conflict", "Somebody else rotated or deleted this API token at the same moment. There is no " +
                    "new one of this request.");
            return;
        }

        call.Context.Response.Headers.Location = $"/api-token/{token.Id}";
        await call.AnswerAsync(201, writer => Write(writer, token, text));
    }

    /// <summary>GET /api-token/self: whoever holds a token may know what it is for.</summary>
    public static Task SelfAsync(AdminCall call) => call.AnswerAsync(200, writer => Write(writer, call.Caller));

    /// <summary>GET /api-token/{id}.</summary>
    public async Task GetAsync(AdminCall call)
    {
        if (await records.ApiTokens.GetAsync(call.Id("id"), call.Deadline) is { Value: var token })
        {
            await call.AnswerAsync(200, writer => Write(writer, token));
            return;
        }

        await NotFoundAsync(call);
    }

    /// <summary>DELETE /api-token/{id}: it is refused from the next call on.</summary>
    public async Task DeleteAsync(AdminCall call)
    {
        if (!await audit.RevocationAsync(
            call.Act("delete_api_token", null, call.Id("id")),
            () => records.ApiTokens.DeleteAsync(call.Id("id"), call.Deadline.WithoutCaller)))
        {
            await NotFoundAsync(call);
            return;
        }

        call.Context.Response.StatusCode = 204;
    }

    private async Task<bool> StoreAsync(ApiToken token, StoreDeadline deadline)
    {
        if (!await records.ApiTokens.CreateAsync(token, deadline))
        {
            throw new StoreUnavailableException("The store says that a fresh random id is taken.");
        }

        if (token.Scopes.Contains(ApiTokenScope.Admin))
        {
            await bootstrap.EndAsync(deadline);
        }

        return true;
    }

    // False if it is gone. Its last use may be written at the same moment, so a refused change is tried again on what
    // is there then.
    private async Task<bool> EndAsync(string id, DateTimeOffset? at, StoreDeadline deadline)
    {
        if (at is null)
        {
            return await records.ApiTokens.DeleteAsync(id, deadline);
        }

        for (var tries = 0; tries < 5; tries++)
        {
            if (await records.ApiTokens.GetAsync(id, deadline) is not { } found)
            {
                return false;
            }

            if (found.Value.ExpiresAt <= at
                || await records.ApiTokens.ReplaceAsync(
                    found with { Value = found.Value with { ExpiresAt = at } }, deadline))
            {
                return true;
            }
        }

        throw new StoreUnavailableException($"The API token {id} is changed again and again at this moment.");
    }

    private DateTimeOffset? ReadExpiry(JsonBodyReader reader)
    {
        var now = time.GetUtcNow();
        var expiresAt = reader.Time("expires_at", now);
        if (expiresAt <= now)
        {
            reader.Fault($"{AdminFormat.Time(expiresAt.Value)} is past; it is {AdminFormat.Time(now)} here", "expires_at");
        }

        return expiresAt;
    }

    private static Action<Utf8JsonWriter> Details(ApiToken token) => writer =>
    {
        writer.WritePropertyName("api_token");
        Write(writer, token);
    };

    private static void Write(Utf8JsonWriter writer, ApiToken token, string? text = null)
    {
        writer.WriteStartObject();
        writer.WriteString("id", token.Id);
        writer.WriteString("name", token.Name);
        writer.WriteTexts("scopes", token.Scopes.Select(AdminFormat.Name));
        writer.WriteString("created_by", token.CreatedBy);
        writer.WriteTime("created_at", token.CreatedAt);
        writer.WriteTime("expires_at", token.ExpiresAt);
        writer.WriteTime("last_used_at", token.LastUsedAt);
        if (token.IntegratedAccounts is { } accounts)
        {
            writer.WriteTexts("integrated_accounts", accounts);
        }

        if (token.Identity is { } identity)
        {
            IdentityJson.Write(writer, identity);
            AccessGrantsJson.Write(writer, token.Grants ?? []);
        }

        if (token.Replaces is { } replaces)
        {
            writer.WriteString("replaces", replaces);
        }

        if (text is not null)
        {
            writer.WriteString("token", text);
        }

        writer.WriteEndObject();
    }

    private static Task NotFoundAsync(AdminCall call) => FoundUrl.IsToken(call.Id("id"))
        ? call.RefuseAsync(
            400, "Bad Request",
            "A token stands where an id belongs (api-…), and a path is no place for one: proxies log it. GET " +
                "/api-token has the ids.")
        : call.RefuseAsync(404, "Not Found", "There is no API token with this id.");
}
