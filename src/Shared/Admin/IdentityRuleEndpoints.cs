using Microsoft.Extensions.Options;
using ServerlessMcp.Access.Identity;
using ServerlessMcp.Accounts;
using ServerlessMcp.Audit;
using ServerlessMcp.Calls;
using ServerlessMcp.Http;
using ServerlessMcp.Records;

namespace ServerlessMcp.Admin;

/// <summary><c>/identity-rule</c>: whose proofs of identity become API tokens.</summary>
internal sealed class IdentityRuleEndpoints(
    AccessRecords records, AuditLog audit, IntegrationRegistry integrations, TimeProvider time,
    IOptions<ServerlessMcpOptions> options)
{
    private const int EpochDigits = 16;

    /// <summary>GET /identity-rule.</summary>
    public Task ListAsync(AdminCall call) =>
        AdminPage.AnswerAsync(
            call, records.IdentityRules, StoredRecord.Root, rule => rule.Id,
            (writer, rule) => IdentityRuleJson.Write(writer, rule, options.Value));

    /// <summary>GET /identity-rule/{id}.</summary>
    public async Task GetAsync(AdminCall call)
    {
        if (await records.IdentityRules.GetAsync(call.Id("id"), call.Deadline) is { Value: var rule })
        {
            await call.AnswerAsync(200, writer => IdentityRuleJson.Write(writer, rule, options.Value));
            return;
        }

        await NotFoundAsync(call);
    }

    /// <summary>PUT /identity-rule/{id}: makes or changes a rule. A change ends the API tokens that it made.</summary>
    public async Task PutAsync(AdminCall call)
    {
        var id = call.Id("id");
        var reader = new JsonBodyReader(call.Body);
        if (!Identifier.IsValid(id))
        {
            reader.Fault($"a rule's id is {Identifier.Form}");
        }

        var wanted = IdentityRuleJson.Read(reader, id, options.Value, integrations);
        if (reader.Errors.Count == 0 && AdminFormat.SizeOf(writer => IdentityRuleJson.Write(writer, wanted, options.Value))
            is > AdminFormat.MostBytes and var size)
        {
            reader.Fault($"{size} bytes came, at most {AdminFormat.MostBytes} are kept");
        }

        if (reader.Errors.Count > 0)
        {
            await call.RefuseAsync(reader.Errors);
            return;
        }

        var now = time.GetUtcNow();
        var existing = await records.IdentityRules.GetAsync(id, call.Deadline);
        if (existing is null && (await records.IdentityRules.ListIdsAsync(
            StoredRecord.Root, null, SignInProviders.MostRules, call.Deadline)).Count == SignInProviders.MostRules)
        {
            await call.RefuseAsync(409, "Conflict", $"There are {SignInProviders.MostRules} rules, which is the most.");
            return;
        }

        // What is the same goes on: a pipeline that puts its rules each hour must not sign everybody out.
        var isSame = existing is not null && Bytes(existing.Value).Span.SequenceEqual(Bytes(wanted).Span);
        var rule = wanted with
        {
            CreatedAt = existing?.Value.CreatedAt ?? now,
            UpdatedAt = isSame ? existing!.Value.UpdatedAt : now,
            Epoch = isSame ? existing!.Value.Epoch : RandomNumberGenerator.GetHexString(EpochDigits, lowercase: true),
        };
        var act = call.Act(existing is null ? "make_identity_rule" : "change_identity_rule", null, id, writer =>
        {
            writer.WriteStartObject("identity_rule");
            IdentityRuleJson.WriteMembers(writer, rule);
            writer.WriteEndObject();
        });
        if (!isSame && !await audit.AdminActAsync(act, () => existing is null
            ? records.IdentityRules.CreateAsync(rule, call.Deadline)
            : records.IdentityRules.ReplaceAsync(existing with { Value = rule }, call.Deadline)))
        {
            await call.RefuseAsync(
                409, "Conflict", "Somebody else changed this rule at the same moment. Read it, and send yours again if it " +
                    "is still right.");
            return;
        }

        await call.AnswerAsync(existing is null ? 201 : 200, writer => IdentityRuleJson.Write(writer, rule, options.Value));
    }

    /// <summary>DELETE /identity-rule/{id}: the API tokens that it made are refused from the next call on.</summary>
    public async Task DeleteAsync(AdminCall call)
    {
        if (!await audit.RevocationAsync(
            call.Act("delete_identity_rule", null, call.Id("id")),
            () => records.IdentityRules.DeleteAsync(call.Id("id"), call.Deadline.WithoutCaller)))
        {
            await NotFoundAsync(call);
            return;
        }

        call.Context.Response.StatusCode = 204;
    }

    /// <summary>POST /identity-rule/-/test: which rules match claims, and which claims keep the others from it. Nothing
    /// is signed, so nothing is given.</summary>
    public async Task TestAsync(AdminCall call)
    {
        var reader = new JsonBodyReader(call.Body);
        reader.Record("claims", required: true);
        var tried = reader.Record("rule");
        var candidate = tried is null ? null : IdentityRuleJson.Read(tried, "rule", options.Value, integrations);
        reader.RefuseOthers();
        if (reader.Errors.Count > 0)
        {
            await call.RefuseAsync(reader.Errors);
            return;
        }

        var claims = new ClaimSet(call.Body.GetProperty("claims"));
        var rules = candidate is not null ? [candidate]
            : await records.IdentityRules.ListAsync(StoredRecord.Root, null, SignInProviders.MostRules, call.Deadline);
        await call.AnswerAsync(200, writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("result");
            foreach (var rule in rules)
            {
                var (issuer, audience) = (claims.One("iss") == rule.Issuer, claims.Values("aud")?.Contains(rule.Audience) == true);
                string[] unmatched = [.. issuer ? [] : (string[])["iss"], .. audience ? [] : (string[])["aud"], .. RuleMatch.Of(rule, claims).Unmatched];
                writer.WriteStartObject();
                writer.WriteString("id", rule.Id);
                writer.WriteBoolean("matches", unmatched.Length == 0);
                writer.WriteTexts("unmatched", unmatched);
                writer.WriteBoolean("groups_left_out", claims.LeftOutGroups);
                AccessGrantsJson.Write(writer, rule.Grants);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }

    private static ReadOnlyMemory<byte> Bytes(IdentityRule rule) => JsonResponse.Bytes(writer =>
    {
        writer.WriteStartObject();
        IdentityRuleJson.WriteMembers(writer, rule);
        writer.WriteEndObject();
    });

    private static Task NotFoundAsync(AdminCall call) =>
        call.RefuseAsync(404, "Not Found", "There is no identity rule with this id.");
}
