using ServerlessMcp.Audit;
using ServerlessMcp.Calls;
using ServerlessMcp.Catalog;
using ServerlessMcp.Exposure;
using ServerlessMcp.Http;
using ServerlessMcp.Integrations.TerraformCloud.Client;
using ServerlessMcp.Integrations.TerraformCloud.JsonApi;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Integrations.TerraformCloud.Reports;
using ServerlessMcp.Integrations.TerraformCloud.Reports.Logs;
using ServerlessMcp.Integrations.TerraformCloud.Requests;
using ServerlessMcp.Redaction;

namespace ServerlessMcp.Integrations.TerraformCloud;

/// <summary>The second step of a call, where the API's answer is not all of it: what it leads to is read, or an upload
/// goes where it says.</summary>
internal static class ToolContent
{
    /// <summary>Whether an answer of the API leads on, although its status is no success.</summary>
    public static bool LeadsOn(TerraformTool tool, TerraformResponse response) =>
        tool is { HasContent: true, Link: null } && response is { Status: >= 300 and < 400, Location: not null };

    /// <summary>Whether the tool uploads to a link of what its request answers.</summary>
    public static bool Uploads(TerraformTool tool) => tool.Arguments.Any(argument => argument.Place == ArgumentPlace.Upload);

    /// <summary>Reads what a tool answers that <see cref="TerraformTool.HasContent"/>; the outcome is as in
    /// <see cref="ToolResult"/>.</summary>
    public static async Task<(ReadOnlyMemory<byte> Json, CallOutcome Outcome)> ReadAsync(
        TerraformCall call, TerraformResponse response, CancellationToken cancellationToken)
    {
        var ((arguments, page, api, _), tool) = (call, call.Tool);
        using var phase = await RunPhase.ReadAsync(tool, response, api, cancellationToken);
        if (phase is { IsSuccess: false })
        {
            return (JsonResponse.Bytes(writer => UpstreamErrors.WriteError(phase, arguments, writer)), CallOutcome.UpstreamError);
        }

        response = phase ?? response;
        var link = tool.Link is { } name ? ResourceLink.Find(response.Body, name, tool.ResourceType) : response.Location;
        if (link is null)
        {
            return tool.Link is null && !response.Body.IsEmpty ? Answer(arguments, page, response.Body, api.Budget)
                : (ContentErrors.NotReady(), CallOutcome.NotReady);
        }

        if (tool is { Shape: ResponseShape.Log, Link: not null })
        {
            var copies = tool.ResourceType is "plans" or "applies"
                ? await PlanOfLog.CopiesAsync(api, response.Body, cancellationToken) : (SecretCopies.None, null);
            return await LogAnswer.ReadAsync(
                arguments, page, api, link, ResourceLink.IsFinal(response.Body, tool.ResourceType), copies,
                cancellationToken);
        }

        using var blob = await api.ReadBlobAsync(link, cancellationToken);
        return !blob.IsSuccess
            ? (JsonResponse.Bytes(writer => UpstreamErrors.WriteError(blob, tool, writer)), CallOutcome.UpstreamError)
            : blob.Status == 204 ? (ContentErrors.NotReady(), CallOutcome.NotReady)
            : Answer(arguments, page, blob.Body, api.Budget);
    }

    /// <summary>Uploads what was given; null if all went well, else what to answer.</summary>
    public static async Task<ReadOnlyMemory<byte>?> UploadAsync(
        ToolArguments arguments, TerraformSession api, TerraformResponse response, CancellationToken cancellationToken)
    {
        var isNew = arguments.Row.Method == ToolMethod.Create;
        foreach (var argument in arguments.Row.Arguments)
        {
            if (argument.Place != ArgumentPlace.Upload || !arguments.TryGet(argument.Name, out var value))
            {
                continue;
            }

            if (ResourceLink.Find(response.Body, argument.WireName, arguments.Row.ResourceType) is not { } link)
            {
                return NoPlace(argument);
            }

            try
            {
                await api.WriteBlobAsync(link, UploadBytes.Of(argument, value), cancellationToken);
            }
            catch (TerraformFailedException failure) when (isNew)
            {
                return HalfDone(response, argument, failure);
            }
        }

        return null;
    }

    private static (ReadOnlyMemory<byte> Json, CallOutcome Outcome) Answer(
        ToolArguments arguments, int page, ReadOnlyMemory<byte> content, WorkBudget budget)
    {
        try
        {
            return (ContentAnswer.Write(arguments, page, content, budget), CallOutcome.Ok);
        }
        catch (InvalidDataException)
        {
            return (ContentErrors.Unreadable(), CallOutcome.Unreadable);
        }
        catch (FileNotFoundException)
        {
            return (ContentErrors.NoSuchFile(), CallOutcome.BadArguments);
        }
    }

    private static ReadOnlyMemory<byte> NoPlace(Argument argument) => ToolError.Of(writer =>
    {
        writer.WriteNumber("status", 409);
        writer.WriteString("title", "nowhere to upload to");
        writer.WriteString(
            "detail", $"The API names no place to upload {argument.Name} to: it has been uploaded already, or the " +
                "place was told only when the resource was created.");
        writer.WriteBoolean("retryable", false);
        writer.WriteString("hint", "Read the resource's status. If it still waits for an upload, create a new one.");
    });

    private static ReadOnlyMemory<byte> HalfDone(
        TerraformResponse response, Argument argument, TerraformFailedException failure) => ToolError.Of(writer =>
    {
        using var created = JsonDocument.Parse(response.Body);
        writer.WriteString("title", "half done");
        if (created.RootElement.GetProperty("data").TryGetProperty("id", out var id))
        {
            writer.WriteString("created_id", ErrorDocument.Clean(id.ToString()));
        }

        writer.WriteString("detail", $"It was created, but the upload of {argument.Name} failed. {failure.Message}");
        writer.WriteBoolean("retryable", false);
        writer.WriteString("hint", "What was created stays without content. Create another one.");
    });
}
