using ServerlessMcp.Http;
using ServerlessMcp.Integrations.TerraformCloud.Client;
using ServerlessMcp.Integrations.TerraformCloud.JsonApi;
using ServerlessMcp.Integrations.TerraformCloud.Model;

namespace ServerlessMcp.Integrations.TerraformCloud.Reports.States;

/// <summary>
/// The outputs of a state version where they were asked for: with the version, or as a list. What did not come with the
/// version is read by its own address, and an empty list is only said to be empty where the API has processed the
/// state: until then <c>resources-processed</c> is false, and asking again helps.
/// </summary>
internal sealed class StateOutputs : IDefaultAnswer
{
    private static readonly FieldSelection Fields = FieldSelection.Parse(["name", "type", "value"]);

    public async Task<ReadOnlyMemory<byte>> WriteAsync(
        TerraformCall call, TerraformResponse response, ReadOnlyMemory<byte> rows, CancellationToken cancellationToken)
    {
        using var answer = JsonDocument.Parse(rows);
        return call.Tool.Shape == ResponseShape.Collection
            ? await WriteListAsync(call, answer.RootElement, rows, cancellationToken)
            : await WriteVersionAsync(call, response, answer.RootElement, cancellationToken);
    }

    private static async Task<ReadOnlyMemory<byte>> WriteListAsync(
        TerraformCall call, JsonElement answer, ReadOnlyMemory<byte> rows, CancellationToken cancellationToken)
    {
        var (arguments, page, api, _) = call;
        if (page > 1 || !answer.TryGetProperty("items", out var items) || items.GetArrayLength() > 0)
        {
            return rows;
        }

        var version = arguments.Text("workspace_id") is { } workspace
            ? $"{TerraformClient.Prefix}/workspaces/{Uri.EscapeDataString(workspace)}/current-state-version"
            : $"{TerraformClient.Prefix}/state-versions/{Uri.EscapeDataString(arguments.Text("state_version_id")!)}";
        var (document, trouble) = await ReportPart.TryAsync<ApiDocument>(api, async () =>
        {
            using var response = await api.GetAsync(version, cancellationToken);
            return response.IsSuccess ? (ApiDocument.Parse(response), null) : (null, ReportPart.Status(response.Status, api));
        });
        using (document)
        {
            var isProcessed = document?.Data.Select(one => one.Flag("resources-processed")).FirstOrDefault();
            return isProcessed == true ? rows : JsonResponse.Bytes(writer =>
            {
                writer.WriteStartObject();
                foreach (var member in answer.EnumerateObject())
                {
                    member.WriteTo(writer);
                }

                UnreadOutputs.Write(writer, isProcessed, trouble);
                writer.WriteEndObject();
            });
        }
    }

    private static async Task<ReadOnlyMemory<byte>> WriteVersionAsync(
        TerraformCall call, TerraformResponse response, JsonElement row, CancellationToken cancellationToken)
    {
        using var document = ApiDocument.Parse(response);
        var version = document.Single;
        var isProcessed = version.Flag("resources-processed");
        var named = version.RelatedIds("outputs").ToList();
        var isHere = version.Names("outputs") == false || (named.Count > 0 && named.All(id => document.Included(id) is not null));
        var (outputs, total, trouble) = isHere ? (Own(row), named.Count, null)
            : await ReadAsync(version, call.Api, cancellationToken);
        return JsonResponse.Bytes(writer =>
        {
            writer.WriteStartObject();
            foreach (var member in row.EnumerateObject().Where(member => !member.NameEquals("outputs")))
            {
                member.WriteTo(writer);
            }

            if (outputs is { } all && (all.GetArrayLength() > 0 || isProcessed == true))
            {
                OutputsWriter.Write(writer, all, total, call.Call);
            }
            else
            {
                UnreadOutputs.Write(writer, outputs is null && isProcessed == true ? null : isProcessed, trouble);
            }

            writer.WriteEndObject();
        });
    }

    private static JsonElement? Own(JsonElement row) => row.TryGetProperty("outputs", out var outputs)
        && outputs.ValueKind == JsonValueKind.Array ? outputs : JsonElement.Parse("[]");

    private static async Task<(JsonElement? Outputs, int Total, NotRead? Trouble)> ReadAsync(
        ApiResource version, TerraformSession api, CancellationToken cancellationToken)
    {
        var total = 0;
        var (found, trouble) = await ReportPart.TryAsync<JsonDocument>(api, async () =>
        {
            using var response = await api.GetAsync(
                $"{TerraformClient.Prefix}/state-versions/{Uri.EscapeDataString(version.Id)}/outputs?page%5Bsize%5D=100", cancellationToken);
            if (!response.IsSuccess)
            {
                return (null, ReportPart.Status(response.Status, api));
            }

            var count = 0;
            var rows = JsonResponse.Bytes(writer =>
            {
                var page = ResourceReader.WriteItems(response.Body.Span, Fields, writer);
                count = page.TotalCount ?? page.Count;
            });
            using var list = ApiDocument.Parse(response);
            total = Math.Max(count, list.List.Count());
            return (JsonDocument.Parse(rows), null);
        });
        using (found)
        {
            return (found?.RootElement.Clone(), total, trouble);
        }
    }
}
