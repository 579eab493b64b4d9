using System.Runtime.CompilerServices;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace ServerlessMcp.Functions.Tables;

/// <summary>
/// One table of Azure Tables, with the calls that <c>Azure.Data.Tables.TableClient</c> has, for as long as that package
/// can't be restored here: https://learn.microsoft.com/rest/api/storageservices/table-service-rest-api, over
/// Azure.Core's pipeline. Keys have only characters that a URL takes as they are. What is not an answer to the question
/// (throttled, refused, down) is a <see cref="RequestFailedException"/>.
/// </summary>
internal sealed class TableClient(HttpPipeline pipeline, Uri endpoint, string table)
{
    private const string Version = "2019-02-02";
    private const string Json = "application/json;odata=minimalmetadata";
    private const string NextPartition = "x-ms-continuation-NextPartitionKey";
    private const string NextRow = "x-ms-continuation-NextRowKey";

    /// <summary>Stores a new entity; false if its keys are taken. A table that is missing is made.</summary>
    public async Task<bool> AddEntityAsync(TableEntity entity, CancellationToken cancellationToken)
    {
        var answer = await SendAsync(Insert, cancellationToken);
        if (Error(answer) is "TableNotFound")
        {
            await CreateIfNotExistsAsync(cancellationToken);
            answer = await SendAsync(Insert, cancellationToken);
        }

        return (answer.Status, Error(answer)) switch
        {
            (201 or 204, _) => true,
            (409, "EntityAlreadyExists") => false,
            _ => throw Failure(answer),
        };

        void Insert(Request request)
        {
            Address(request, RequestMethod.Post, table);
            request.Headers.Add("Prefer", "return-no-content");
            WriteBody(request, entity.WriteTo);
        }
    }

    /// <summary>The entity, or null if there is none, nor its table.</summary>
    public async Task<TableEntity?> GetEntityIfExistsAsync(
        string partitionKey, string rowKey, CancellationToken cancellationToken)
    {
        var answer = await SendAsync(
            request => Address(request, RequestMethod.Get, Path(partitionKey, rowKey)), cancellationToken);
        if (IsNotThere(answer))
            return null;
        using var json = JsonDocument.Parse(Success(answer).Content);
        return TableEntity.Read(json.RootElement);
    }

    /// <summary>Replaces the entity if it still has this ETag; false if it changed or is gone.</summary>
    public async Task<bool> UpdateEntityAsync(TableEntity entity, string etag, CancellationToken cancellationToken)
    {
        var answer = await SendAsync(
            request =>
            {
                Address(request, RequestMethod.Put, Path(entity.PartitionKey, entity.RowKey));
                request.Headers.Add("If-Match", etag);
                WriteBody(request, entity.WriteTo);
            },
            cancellationToken);
        return answer.Status != 412 && !IsNotThere(answer) && Success(answer).Status != 0;
    }

    /// <summary>Removes the entity, whatever it is or only if it still has this ETag; false if it changed or was none.</summary>
    public async Task<bool> DeleteEntityAsync(
        string partitionKey, string rowKey, CancellationToken cancellationToken, string etag = "*")
    {
        var answer = await SendAsync(
            request =>
            {
                Address(request, RequestMethod.Delete, Path(partitionKey, rowKey));
                request.Headers.Add("If-Match", etag);
            },
            cancellationToken);
        return answer.Status != 412 && !IsNotThere(answer) && Success(answer).Status != 0;
    }

    /// <summary>The entities that a filter on the keys selects, in the order of their keys, page by page as the service
    /// gives them (1,000 at most, sometimes none).</summary>
    public async IAsyncEnumerable<TablePage> QueryAsync(
        string filter, int pageSize, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        (string Partition, string? Row)? next = null;
        do
        {
            var from = next;
            var answer = await SendAsync(
                request =>
                {
                    Address(request, RequestMethod.Get, $"{table}()");
                    request.Uri.AppendQuery("$filter", filter, escapeValue: true);
                    request.Uri.AppendQuery("$top", $"{pageSize}", escapeValue: false);
                    if (from is { } start)
                    {
                        request.Uri.AppendQuery("NextPartitionKey", start.Partition, escapeValue: true);
                        if (start.Row is not null)
                            request.Uri.AppendQuery("NextRowKey", start.Row, escapeValue: true);
                    }
                },
                cancellationToken);
            if (IsNotThere(answer))
                yield break;

            using var json = JsonDocument.Parse(Success(answer).Content);
            var entities = json.RootElement.TryGetProperty("value", out var value) && value.ValueKind == JsonValueKind.Array
                ? value.EnumerateArray().Select(TableEntity.Read).ToList()
                : throw new JsonException("Not a page of entities.");
            yield return new TablePage(entities, answer.Headers.Date ?? DateTimeOffset.MinValue);
            next = answer.Headers.TryGetValue(NextPartition, out var partition)
                ? (partition, answer.Headers.TryGetValue(NextRow, out var row) ? row : null) : null;
        }
        while (next is not null);
    }

    private async Task CreateIfNotExistsAsync(CancellationToken cancellationToken)
    {
        var answer = await SendAsync(
            request =>
            {
                Address(request, RequestMethod.Post, "Tables");
                request.Headers.Add("Prefer", "return-no-content");
                WriteBody(request, writer =>
                {
                    writer.WriteStartObject();
                    writer.WriteString("TableName", table);
                    writer.WriteEndObject();
                });
            },
            cancellationToken);
        if (Error(answer) is not "TableAlreadyExists")
            Success(answer);
    }

    private async Task<Response> SendAsync(Action<Request> write, CancellationToken cancellationToken)
    {
        using var message = pipeline.CreateMessage();
        write(message.Request);
        await pipeline.SendAsync(message, cancellationToken);
        return message.Response;
    }

    private void Address(Request request, RequestMethod method, string path)
    {
        request.Method = method;
        request.Uri.Reset(endpoint);
        if (!endpoint.AbsolutePath.EndsWith('/'))
            request.Uri.AppendPath("/", escape: false);
        request.Uri.AppendPath(path, escape: false);
        request.Headers.Add("x-ms-version", Version);
        request.Headers.Add("DataServiceVersion", "3.0");
        request.Headers.Add("Accept", Json);
    }

    private string Path(string partitionKey, string rowKey) => $"{table}(PartitionKey='{partitionKey}',RowKey='{rowKey}')";

    private static void WriteBody(Request request, Action<Utf8JsonWriter> write)
    {
        var bytes = new System.Buffers.ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(bytes))
            write(writer);
        request.Headers.Add("Content-Type", "application/json");
        request.Content = RequestContent.Create(bytes.WrittenMemory);
    }

    private static Response Success(Response answer) =>
        answer.IsError || answer.Status is < 200 or > 299 ? throw Failure(answer) : answer;

    private static RequestFailedException Failure(Response answer) =>
        new(answer.Status, "Azure Tables did not do what was asked.", Error(answer), innerException: null);

    // A 404 that does not say so in the service's words comes from somebody else, and must not pass for "there is no
    // such record".
    private static bool IsNotThere(Response answer) =>
        answer.Status == 404 && Error(answer) is "ResourceNotFound" or "EntityNotFound" or "TableNotFound";

    private static string? Error(Response answer)
    {
        if (!answer.IsError)
            return null;
        if (answer.Headers.TryGetValue("x-ms-error-code", out var header))
            return header;
        try
        {
            using var json = JsonDocument.Parse(answer.Content);
            return json.RootElement.GetProperty("odata.error").GetProperty("code").GetString();
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }
}
