using ServerlessMcp.Audit;
using ServerlessMcp.Exposure;
using ServerlessMcp.Http;
using ServerlessMcp.Integrations.TerraformCloud.Client;
using ServerlessMcp.Integrations.TerraformCloud.JsonApi;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Integrations.TerraformCloud.Requests;
using ServerlessMcp.Redaction;

namespace ServerlessMcp.Integrations.TerraformCloud.Reports.States;

/// <summary>The tools that answer the resources of a state, by a state version's id or as a workspace's current ones.
/// One request, and what its link leads to.</summary>
internal sealed class StateResources : IToolReport
{
    public const string Address = "address";
    public const string Type = "type";
    public const string Provider = "provider";
    public const string IncludeValues = "include_values";

    /// <summary>A part of a value that is shown.</summary>
    public const string Value = "value";

    private const int MaxLength = 36_000;
    private const int MaxTypes = 30;

    public async Task<(ReadOnlyMemory<byte> Json, CallOutcome Outcome)> WriteAsync(
        TerraformCall call, CancellationToken cancellationToken)
    {
        var arguments = call.Arguments;
        using var response = await call.Api.GetAsync(
            RequestPath.Build(arguments, call.Api.Account.Organization, 1, null), cancellationToken);
        if (!response.IsSuccess)
        {
            return (JsonResponse.Bytes(writer => UpstreamErrors.WriteError(response, arguments, writer)),
                CallOutcome.UpstreamError);
        }

        // The JSON form knows what the provider calls sensitive. It is missing before Terraform 1.3, and until the API
        // has processed the state.
        var link = ResourceLink.Find(response.Body, "hosted-json-state-download-url", "state-versions")
            ?? ResourceLink.Find(response.Body, "hosted-state-download-url", "state-versions");
        if (link is null)
            return (ContentErrors.NotReady(), CallOutcome.NotReady);
        var query = new StateQuery
        {
            Address = arguments.Text(Address),
            Type = arguments.Text(Type),
            Provider = arguments.Text(Provider),
            Value = arguments.Text(Value),
            IncludeValues = arguments.Flag(IncludeValues),
            Skip = call.Page - 1,
            Take = ToolAnswer.PageSize(arguments),
        };
        await using var state = await call.Api.OpenBlobAsync(link, cancellationToken);
        if (!state.IsSuccess || state.Status == 204)
        {
            using var refusal = await state.ReadWholeAsync(TextPiece.Length * 10);
            return refusal.Status == 204
                ? (ContentErrors.NotReady(), CallOutcome.NotReady)
                : (JsonResponse.Bytes(writer => UpstreamErrors.WriteError(refusal, arguments.Row, writer)),
                    CallOutcome.UpstreamError);
        }

        try
        {
            var digest = await StateReader.ReadAsync(state, query);
            return (JsonResponse.Bytes(writer => Write(writer, call, ResourceLink.IdOf(response.Body), digest)), CallOutcome.Ok);
        }
        catch (NoStateException found)
        {
            return (Unreadable(found.Message), CallOutcome.Unreadable);
        }
    }

    private static ReadOnlyMemory<byte> Unreadable(string what) => ToolError.Of(writer =>
    {
        writer.WriteString("title", "no readable state");
        writer.WriteString("detail", what);
        writer.WriteBoolean("retryable", false);
        writer.WriteString(
            "hint", "Do not take it for an empty state. " +
                "The workspace's outputs and resource lists may be known to the API all the same.");
    });

    private static void Write(Utf8JsonWriter writer, TerraformCall call, string? stateVersionId, StateDigest digest)
    {
        writer.WriteStartObject();
        if (stateVersionId is not null)
            writer.WriteString("state_version_id", ErrorDocument.Clean(stateVersionId));
        writer.WriteStartArray("items");
        var written = 0;
        foreach (var resource in digest.Resources)
        {
            // At least one, or the cursor would not move.
            if (written > 0 && writer.BytesCommitted + writer.BytesPending > MaxLength)
                break;
            Write(writer, resource);
            written++;
        }

        writer.WriteEndArray();
        if (call.Page - 1 + written < digest.Matching && Cursor.Encode(call.Arguments, call.Page + written) is { } cursor)
            writer.WriteString("next_cursor", cursor);
        writer.WriteNumber("total_count", digest.Matching);
        if (digest.Resources.Any(resource => resource.Address.Contains(ResourceAddress.SecretKey, StringComparison.Ordinal)))
            ResourceAddress.WriteSecretKeys(writer);
        if (call.Page == 1 && digest.Matching > digest.Resources.Count)
            WriteTypes(writer, digest.Types);
        writer.WriteEndObject();
    }

    /// <summary>Writes <c>{address, type, provider, status, values}</c>.</summary>
    internal static void Write(Utf8JsonWriter writer, StateResource resource)
    {
        writer.WriteStartObject();
        writer.WriteString("address", ResourceAddress.Shown(resource.Address));
        writer.WriteString("type", resource.Type);
        writer.WriteString("provider", resource.Provider);
        if (resource.Note is { } note)
            writer.WriteString("status", ErrorDocument.Clean(note));
        if (resource.Values is { } values)
        {
            writer.WriteStartObject("values");
            foreach (var (name, json) in values)
                DocumentValue.Write(writer, name, json);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    // What else there is, so that the next call can ask for it.
    private static void WriteTypes(Utf8JsonWriter writer, IReadOnlyDictionary<string, int> types)
    {
        writer.WriteStartObject("types");
        foreach (var (type, count) in types.OrderByDescending(type => type.Value)
            .ThenBy(type => type.Key, StringComparer.Ordinal).Take(MaxTypes))
        {
            writer.WriteNumber(type, count);
        }

        writer.WriteEndObject();
    }
}
