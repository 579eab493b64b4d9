using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using ServerlessMcp.Access;
using ServerlessMcp.JsonApi;
using ServerlessMcp.Terraform;

namespace ServerlessMcp.Catalog;

/// <summary>
/// Runs any row of the catalogue: arguments checked, request built, sent once, answer flattened, or what it leads to read. Whatever goes wrong is a result that says what to do,
/// never an exception, so that the model reads it.
/// </summary>
public sealed class ToolExecutor(TerraformClient terraform, BlobResolver blobs, ICredentialSource credentials)
{
    private const string OctetStream = "application/octet-stream";
    private const string Form = "application/x-www-form-urlencoded";

    private readonly ToolContent content = new(blobs);

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

            var (response, accepted) = await SendAsync(arguments, page, account, token, cancellationToken);
            using (response)
            {
                var (json, outcome) = await AnswerAsync(arguments, page, response, account, accepted, cancellationToken);
                return new ToolResult(json, outcome)
                {
                    RateLimit = response.RateLimit,
                    UpstreamStatus = response.Status,
                    UpstreamRequestId = response.RequestId,
                    AuditArguments = audit,
                };
            }
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

    private async Task<(TerraformResponse Response, string Token)> SendAsync(
        ToolArguments arguments, int page, IntegratedAccount account, string token, CancellationToken cancellationToken)
    {
        var request = Request(arguments, page, account, token);
        var response = await terraform.SendAsync(request, cancellationToken);
        if (response.Status != (int)HttpStatusCode.Unauthorized)
        {
            return (response, token);
        }

        // The token may have been rotated within the credential source's cache. A 401 means that nothing was done, so the one request is sent with the new token;
        // with the same token it would only fail again.
        var fresh = await credentials.GetTokenAsync(account.SecretName, refresh: true, cancellationToken);
        if (fresh is null || fresh == token)
        {
            return (response, token);
        }

        response.Dispose();
        return (await terraform.SendAsync(request with { Token = fresh }, cancellationToken), fresh);
    }

    private static TerraformRequest Request(ToolArguments arguments, int page, IntegratedAccount account, string token)
    {
        var tool = arguments.Tool;
        var body = new ArrayBufferWriter<byte>(256);
        RequestBody.Write(arguments, body);

        // An upload to an existing resource asks it first where to.
        var verb = tool.Verb == HttpMethod.Put && ToolContent.Uploads(tool) ? HttpMethod.Get : tool.Verb;
        var request = new TerraformRequest(
            account.Address, token, verb, RequestPath.Build(arguments, account.Organization, page, ToolAnswer.PageSize(arguments)), body.WrittenMemory)
        {
            Accept = tool switch
            {
                { MediaType: { } type } => type,
                { Shape: ResponseShape.Document, Link: null } => "application/json",
                { HasContent: true, Link: null } => TerraformClient.AnyType,
                _ => TerraformClient.MediaType,
            },
            ContentType = tool.IsForm ? Form : tool.MediaType ?? TerraformClient.MediaType,
        };
        var bytes = tool.Arguments.FirstOrDefault(argument => argument.Place == ArgumentPlace.Body);
        return bytes is not null && arguments.TryGet(bytes.Name, out var value)
            ? request with { Body = UploadBytes.Of(bytes, value), ContentType = OctetStream }
            : request;
    }

    private async Task<(ReadOnlyMemory<byte> Json, string Outcome)> AnswerAsync(
        ToolArguments arguments, int page, TerraformResponse response, IntegratedAccount account, string token, CancellationToken cancellationToken)
    {
        var tool = arguments.Tool;
        if (!response.IsSuccess && !ToolContent.LeadsOn(tool, response))
        {
            return (ToolAnswer.Write(writer => UpstreamErrors.WriteError(response, tool, writer)), "upstream_error");
        }

        try
        {
            if (tool.Shape == ResponseShape.Headers)
            {
                return (ToolAnswer.Headers(response), "ok");
            }

            if (tool.HasContent)
            {
                return await content.ReadAsync(arguments, page, account, token, response, cancellationToken);
            }

            if (ToolContent.Uploads(tool) && await content.UploadAsync(arguments, account, response, cancellationToken) is { } trouble)
            {
                return (trouble, "upload_failed");
            }

            return (ToolAnswer.Success(arguments, page, response.Body.Span, Fields(arguments)), "ok");
        }
        catch (JsonException)
        {
            throw new TerraformFailedException(TerraformFailure.NotJson, account.Address, tool.Verb);
        }
    }

    private FieldSelection Fields(ToolArguments arguments) => arguments.TryGet("fields", out var asked)
        ? FieldSelection.Parse([.. asked.EnumerateArray().Select(field => field.GetString()!)])
        : defaultFields.GetOrAdd(arguments.Tool.Name, static (_, tool) => FieldSelection.Parse(tool.DefaultFields), arguments.Tool);
}
