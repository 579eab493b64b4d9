using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using ServerlessMcp.Access;
using ServerlessMcp.JsonApi;
using ServerlessMcp.Terraform;

namespace ServerlessMcp.Catalog;

/// <summary>
/// Runs any row of the catalogue: arguments checked, request built, sent once, answer flattened. Whatever goes wrong is a result that says what to do,
/// never an exception, so that the model reads it.
/// </summary>
public sealed class ToolExecutor(TerraformClient terraform, ICredentialSource credentials)
{
    // Parsing a row's default fields once is cheaper than on each call; the catalogue is fixed, so this can't grow past it.
    private readonly ConcurrentDictionary<string, FieldSelection> defaultFields = new(StringComparer.Ordinal);

    /// <summary>Runs a tool that the filter has let through.</summary>
    /// <param name="tool">The row.</param>
    /// <param name="given">The arguments as they came.</param>
    /// <param name="account">Whose Terraform; its address, organization and secret.</param>
    /// <param name="cancellationToken">Ends the wait when the caller goes away.</param>
    public async Task<ToolResult> ExecuteAsync(
        ToolDefinition tool, IDictionary<string, JsonElement>? given, IntegratedAccount account, CancellationToken cancellationToken)
    {
        var (arguments, page, faults) = ToolCallReader.Read(tool, given, account.Organization);
        if (arguments is null)
        {
            return new ToolResult(ToolAnswer.BadArguments(faults), "bad_arguments");
        }

        var audit = AuditArguments.Of(arguments);
        try
        {
            if (await credentials.GetTokenAsync(account.SecretName, refresh: false, cancellationToken) is not { } token)
            {
                return new ToolResult(ToolAnswer.NoCredential(account.Id, "its vault has no such secret"), "no_credential") { AuditArguments = audit };
            }

            using var response = await SendAsync(arguments, page, account, token, cancellationToken);
            return new ToolResult(
                response.IsSuccess ? Answer(arguments, page, response, account) : ToolAnswer.Write(writer => UpstreamErrors.WriteError(response, tool, writer)),
                response.IsSuccess ? "ok" : "upstream_error")
            {
                RateLimit = response.RateLimit,
                UpstreamStatus = response.Status,
                UpstreamRequestId = response.RequestId,
                AuditArguments = audit,
            };
        }
        catch (CredentialUnavailableException)
        {
            return new ToolResult(ToolAnswer.NoCredential(account.Id, "its vault does not answer"), "no_credential") { AuditArguments = audit };
        }
        catch (TerraformFailedException failure)
        {
            return new ToolResult(ToolAnswer.Write(writer => UpstreamErrors.WriteError(failure, tool, writer)), "unreachable") { AuditArguments = audit };
        }
    }

    private async Task<TerraformResponse> SendAsync(ToolArguments arguments, int page, IntegratedAccount account, string token, CancellationToken cancellationToken)
    {
        var body = new ArrayBufferWriter<byte>(256);
        RequestBody.Write(arguments, body);
        var request = new TerraformRequest(
            account.Address, token, arguments.Tool.Verb,
            RequestPath.Build(arguments, account.Organization, page, ToolAnswer.PageSize(arguments)), body.WrittenMemory);
        var response = await terraform.SendAsync(request, cancellationToken);
        if (response.Status != (int)HttpStatusCode.Unauthorized)
        {
            return response;
        }

        // The token may have been rotated within the credential source's cache. A 401 means that nothing was done, so the one request is sent with the new token;
        // with the same token it would only fail again.
        var fresh = await credentials.GetTokenAsync(account.SecretName, refresh: true, cancellationToken);
        if (fresh is null || fresh == token)
        {
            return response;
        }

        response.Dispose();
        return await terraform.SendAsync(request with { Token = fresh }, cancellationToken);
    }

    private ReadOnlyMemory<byte> Answer(ToolArguments arguments, int page, TerraformResponse response, IntegratedAccount account)
    {
        var fields = arguments.TryGet("fields", out var asked)
            ? FieldSelection.Parse([.. asked.EnumerateArray().Select(field => field.GetString()!)])
            : defaultFields.GetOrAdd(arguments.Tool.Name, static (_, tool) => FieldSelection.Parse(tool.DefaultFields), arguments.Tool);
        try
        {
            return ToolAnswer.Success(arguments, page, response.Body.Span, fields);
        }
        catch (JsonException)
        {
            throw new TerraformFailedException(TerraformFailure.NotJson, account.Address, arguments.Tool.Verb);
        }
    }
}
