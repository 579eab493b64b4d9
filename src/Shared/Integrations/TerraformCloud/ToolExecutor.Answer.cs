using ServerlessMcp.Audit;
using ServerlessMcp.Catalog;
using ServerlessMcp.Http;
using ServerlessMcp.Integrations.TerraformCloud.Client;
using ServerlessMcp.Integrations.TerraformCloud.JsonApi;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Integrations.TerraformCloud.Requests;
using ServerlessMcp.Integrations.TerraformCloud.Scope;

namespace ServerlessMcp.Integrations.TerraformCloud;

/// <content>What is made of the API's answer.</content>
internal sealed partial class ToolExecutor
{
    private async Task<(ReadOnlyMemory<byte> Json, CallOutcome Outcome)> AnswerAsync(
        TerraformCall call, TerraformResponse response, CancellationToken cancellationToken)
    {
        var ((arguments, page, api, _), tool) = (call, call.Tool);
        if (!response.IsSuccess && !ToolContent.LeadsOn(tool, response))
        {
            var near = response.Status == 404 && tool.Arguments.FirstOrDefault(argument => argument.Name == "workspace_name") is { } named
                ? await NearAsync(new GivenNames(call, names), named.Name, cancellationToken) : [];
            return (JsonResponse.Bytes(writer => UpstreamErrors.WriteError(
                response, arguments, writer, members => NameAnswer.WriteNear(members, near))), CallOutcome.UpstreamError);
        }

        if (tool.Shape == ResponseShape.Headers)
        {
            return (ToolAnswer.Headers(response), CallOutcome.Ok);
        }

        if (tool.HasContent)
        {
            return await ToolContent.ReadAsync(call, response, cancellationToken);
        }

        var rows = ToolAnswer.Success(
            arguments, page, response.Body.Span, Fields(arguments), status: response.Status, budget: api.Budget);
        if (ToolContent.Uploads(tool)
            && await ToolContent.UploadAsync(arguments, api, response, cancellationToken) is { } trouble)
        {
            return (trouble, CallOutcome.UploadFailed);
        }

        if (tool is { Method: ToolMethod.Create, Path: "/workspaces/{workspace_id}/configuration-versions" }
            && await UploadedAsync(call, rows, cancellationToken) is { } uploaded)
        {
            rows = uploaded;
        }

        if (arguments.IsGiven("fields") && tool.DefaultAnswer?.LeftOut(call) is { } leftOut)
        {
            rows = ToolAnswer.With(rows, writer => writer.WriteString("left_out", leftOut));
        }

        return (tool.DefaultAnswer is { } answer && !arguments.TryGet("fields", out _)
            ? await answer.WriteAsync(call, response, rows, cancellationToken)
            : tool.Next is null ? rows : FollowingStep.Write(call, rows), CallOutcome.Ok);
    }

    // What was created before its files came says that they are missing; read again, it has them. Null where it can't be.
    private static async Task<ReadOnlyMemory<byte>?> UploadedAsync(
        TerraformCall call, ReadOnlyMemory<byte> row, CancellationToken cancellationToken)
    {
        using var made = JsonDocument.Parse(row);
        if (ResourceJson.Text(made.RootElement, "id") is not { } id)
        {
            return null;
        }

        try
        {
            using var response = await call.Api.GetAsideAsync(
                $"{TerraformClient.Prefix}/configuration-versions/{Uri.EscapeDataString(id)}", cancellationToken);
            return response.IsSuccess ? ToolAnswer.Success(
                call.Arguments, 1, response.Body.Span, Fields(call.Arguments), status: 201, budget: call.Api.Budget) : null;
        }
        catch (Exception failure) when (failure is TerraformFailedException or JsonException or OutOfScopeException
            or ScopeUnknownException or UnexpectedAnswerException)
        {
            return null;
        }
    }

    private static FieldSelection Fields(ToolArguments arguments) => arguments.TryGet("fields", out var asked)
        ? FieldSelection.Parse([.. asked.EnumerateArray().Select(field => field.GetString()!)])
        : DefaultSelections.Of(arguments.Row);
}
