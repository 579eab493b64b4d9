using System.Text.Json;
using ServerlessMcp.Access;
using ServerlessMcp.Audit;
using ServerlessMcp.Http;

namespace ServerlessMcp.Admin;

/// <summary><c>/api-token</c>: tokens for the control plane, and second factors for MCP URLs.</summary>
public sealed class ApiTokenEndpoints(AccessRecords records, TimeProvider time, AuditLog audit)
{
    /// <summary>GET /api-token.</summary>
    public Task ListAsync(AdminCall call) =>
        AdminPage.AnswerAsync(call, records.ApiTokens, StoredRecord.Root, token => token.Id, (writer, token) => Write(writer, token));

    /// <summary>POST /api-token: the token is in this answer and nowhere else.</summary>
    public async Task CreateAsync(AdminCall call)
    {
        var reader = new FieldReader(call.Body);
        var allowed = Wire.Names<ApiTokenScope>();
        var name = reader.Text("name", 100, required: true);
        var scopes = reader.TextList("scopes", scope => allowed.Contains(scope) ? null : $"allowed are {string.Join(", ", allowed)}", required: true);
        var expiresAt = reader.Time("expires_at");
        if (expiresAt <= time.GetUtcNow())
        {
            reader.Fault($"{Wire.Time(expiresAt.Value)} is past; it is {Wire.Time(time.GetUtcNow())} here", "expires_at");
        }

        reader.RefuseOthers();
        if (reader.Errors.Count > 0)
        {
            await call.RefuseAsync(reader.Errors);
            return;
        }

        var (token, text) = ApiToken.Create(name!, [.. scopes!.Select(scope => Wire.Value<ApiTokenScope>(scope)!.Value).Distinct()], call.Caller.Id, time.GetUtcNow(), expiresAt);
        await audit.AdminActAsync(call.Caller.Id, "create_api_token", null, token.Id);
        if (!await records.ApiTokens.CreateAsync(token, call.Aborted))
        {
            throw new StoreUnavailableException("The store says that a fresh random id is taken.");
        }

        call.Context.Response.Headers.Location = $"/api-token/{token.Id}";
        await call.AnswerAsync(201, writer => Write(writer, token, text));
    }

    /// <summary>GET /api-token/{id}.</summary>
    public async Task GetAsync(AdminCall call)
    {
        if (await records.ApiTokens.GetAsync(call.Id("id"), call.Aborted) is { Value: var token })
        {
            await call.AnswerAsync(200, writer => Write(writer, token));
            return;
        }

        await NotFoundAsync(call);
    }

    /// <summary>DELETE /api-token/{id}: it is refused from the next call on.</summary>
    public async Task DeleteAsync(AdminCall call)
    {
        if (!await records.ApiTokens.DeleteAsync(call.Id("id"), call.Aborted))
        {
            await NotFoundAsync(call);
            return;
        }

        await audit.RevocationAsync(call.Caller.Id, "delete_api_token", null, call.Id("id"));
        call.Context.Response.StatusCode = 204;
    }

    private static void Write(Utf8JsonWriter writer, ApiToken token, string? text = null)
    {
        writer.WriteStartObject();
        writer.WriteString("id", token.Id);
        writer.WriteString("name", token.Name);
        writer.WriteTexts("scopes", token.Scopes.Select(Wire.Name));
        writer.WriteString("created_by", token.CreatedBy);
        writer.WriteTime("created_at", token.CreatedAt);
        writer.WriteTime("expires_at", token.ExpiresAt);
        if (text is not null)
        {
            writer.WriteString("token", text);
        }

        writer.WriteEndObject();
    }

    private static Task NotFoundAsync(AdminCall call) => call.RefuseAsync(404, "Not Found", "There is no API token with this id.");
}
