using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Client;
using ServerlessMcp.Integrations.TerraformCloud.JsonApi;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Redaction;

namespace ServerlessMcp.Integrations.TerraformCloud.Requests;

/// <summary>
/// Writes <c>{"error":{…}}</c> (docs/design/answers.md) for an answer that is not 2xx, or for none: what happened in
/// the API's own words, whether the very same call may be repeated, and what to do instead. <c>retryable</c> is true
/// only where a repetition can't do anything twice.
/// </summary>
internal static class UpstreamErrors
{
    /// <summary>
    /// Writes <c>{"error":{"status":409,"title":"conflict","detail":"…","retryable":false,"hint":"…"}}</c>; on 429 with
    /// <c>retry_after_seconds</c>, on errors of arguments with their names in <c>arguments</c>, and with the upstream's
    /// <c>request_id</c> where it is the upstream that has to be asked; the audit trail has it of every call.
    /// </summary>
    public static void WriteError(TerraformResponse response, TerraformTool tool, Utf8JsonWriter writer) =>
        WriteError(response, tool, null, writer, null);

    /// <summary>The same for a call whose arguments are at hand: a 404 then has in <c>detail</c> what was looked for.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="arguments">The arguments of the call.</param>
    /// <param name="writer">Where to.</param>
    /// <param name="more">Writes what else is known, as members; null for nothing.</param>
    public static void WriteError(
        TerraformResponse response, ToolArguments arguments, Utf8JsonWriter writer, Action<Utf8JsonWriter>? more = null)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        WriteError(response, arguments.Row, LookedFor.Of(arguments), writer, more);
    }

    private static void WriteError(
        TerraformResponse response, TerraformTool tool, string? lookedFor, Utf8JsonWriter writer,
        Action<Utf8JsonWriter>? more)
    {
        ArgumentNullException.ThrowIfNull(response);
        ArgumentNullException.ThrowIfNull(tool);
        ArgumentNullException.ThrowIfNull(writer);
        var errors = ErrorDocument.Read(response.Body.Span);
        var detail = UpstreamDetails.Of(errors, tool);
        if (response.Status == 404 && lookedFor is not null && !IsNotOffered(response, errors, tool))
            detail = $"{(detail.Length > 0 ? $"{detail.TrimEnd('.')}. " : "")}Looked for: {lookedFor}.";
        writer.WriteStartObject();
        writer.WriteStartObject("error"u8);
        writer.WriteNumber("status"u8, response.Status);
        writer.WriteString(
            "title"u8, errors.Count > 0 && errors[0].Title is { } title ? title : IsNotOffered(response, errors, tool)
                ? "not offered" : StatusTitle.Of(response.Status));
        if (detail.Length > 0)
        {
            writer.WriteString("detail"u8, detail);
        }
        else if (IsConflictWithoutReason(response, errors))
        {
            writer.WriteString("detail"u8, $"{ConflictWords.Of(tool)} The API gave no reason; a conflict here means this.");
        }
        else if (errors.Count == 0 && !response.Body.IsEmpty)
        {
            writer.WriteString(
                "detail"u8,
                $"The answer is no error of the API ({ErrorDocument.Clean(response.ContentType ?? "no media type")}); a proxy may stand in between.");
        }

        UpstreamDetails.WriteArguments(errors, tool, writer);
        writer.WriteBoolean("retryable"u8, IsRetryable(response.Status, tool));
        if (response.Status == 429 && response.RateLimit.ResetSeconds is { } seconds)
            writer.WriteNumber("retry_after_seconds"u8, seconds);
        more?.Invoke(writer);
        writer.WriteString("hint"u8, UpstreamHints.Of(response, tool, errors, detail));
        if (response.RequestId is { } requestId && (errors.Count == 0 || response.Status >= 500))
            writer.WriteString("request_id"u8, ErrorDocument.Clean(requestId));
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>
    /// Writes <c>{"error":{"status":200,"title":"unexpected answer","detail":"…","retryable":false,"hint":"…"}}</c> for
    /// a success that is none: what came, so that a proxy or another service can be told from the API, and of a change
    /// that it may have been made.
    /// </summary>
    /// <param name="unexpected">What came.</param>
    /// <param name="status">The status it came with.</param>
    /// <param name="contentType">Its media type; null for none.</param>
    /// <param name="tool">What was called.</param>
    /// <param name="writer">Where to.</param>
    public static void WriteError(
        UnexpectedAnswerException unexpected, int status, string? contentType, TerraformTool tool,
        Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(unexpected);
        ArgumentNullException.ThrowIfNull(tool);
        ArgumentNullException.ThrowIfNull(writer);
        var errors = unexpected.Errors;
        var came = contentType is null ? unexpected.What : $"{unexpected.What} ({ErrorDocument.Clean(contentType)})";
        var belongs = tool.Shape switch
        {
            ResponseShape.Collection => $"a list of {tool.ResourceType} belongs",
            ResponseShape.NoContent => "an empty answer belongs",
            _ => $"one of {tool.ResourceType} belongs",
        };
        string?[] parts =
        [
            string.Create(CultureInfo.InvariantCulture,
                $"The answer has status {status}, but what came is {came}, where {belongs}."),
            .. errors.Select(error => error.Title is { } title && error.Detail is { } text ? $"{title}: {text}"
                : error.Title ?? error.Detail).Distinct(),
            tool.Effect == Effect.Read ? null : "The change may have taken effect.",
        ];
        writer.WriteStartObject();
        writer.WriteStartObject("error"u8);
        writer.WriteNumber("status"u8, status);
        writer.WriteString("title"u8, "unexpected answer");
        writer.WriteString("detail"u8, string.Join(' ', parts.OfType<string>()));
        UpstreamDetails.WriteArguments(errors, tool, writer);
        writer.WriteBoolean("retryable"u8, false);
        writer.WriteString("hint"u8, tool.Effect != Effect.Read
            ? "Do not repeat it yet: it may have taken effect. Read the resource's state first; repeat only what did not happen."
            : errors.Count > 0
            ? "The API refused the request, although by its status it did not. Correct what it names; the same call " +
            "will be answered the same."
            : "Nothing is known of what was asked for. A proxy or another service may have answered in the API's " +
            "place: if it is maintenance, try later, else it is for the platform team.");
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>Writes <c>{"error":{"failure":"timed_out","title":"timed
    /// out","detail":"…","retryable":false,"hint":"…"}}</c>; there is no status, because there was no answer.</summary>
    public static void WriteError(TerraformFailedException failure, TerraformTool tool, Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(failure);
        ArgumentNullException.ThrowIfNull(tool);
        ArgumentNullException.ThrowIfNull(writer);
        var name = SnakeCase.Convert(failure.Failure.ToString());
        writer.WriteStartObject();
        writer.WriteStartObject("error"u8);
        writer.WriteString("failure"u8, name);
        writer.WriteString("title"u8, name.Replace('_', ' '));
        writer.WriteString("detail"u8, failure.Message);
        writer.WriteBoolean("retryable"u8, failure.IsRetryable);
        writer.WriteString("hint"u8, FailureHints.Of(failure, tool));
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static bool IsConflictWithoutReason(TerraformResponse response, IReadOnlyList<UpstreamError> errors) =>
        response.Status == 409 && !errors.Any(error => error.Detail is not null);

    // A 429 was refused before anything was done. A 5xx to a change may have been one too late.
    private static bool IsRetryable(int status, TerraformTool tool) =>
        status == 429 || (tool.Effect == Effect.Read && (status is 408 or (>= 500 and not 501)));

    // An answer of the API may mean a permission. What is no answer of the API, on an address that holds nothing of the
    // caller's but the organization, means that there is no such address.
    internal static bool IsNotOffered(TerraformResponse response, IReadOnlyList<UpstreamError> errors, TerraformTool tool) =>
        response.Status == 404 && errors.Count == 0
        && tool.Arguments.All(argument => argument.Place != ArgumentPlace.Path || argument.Name == "organization_name");
}
