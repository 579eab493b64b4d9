using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Client;
using ServerlessMcp.Integrations.TerraformCloud.JsonApi;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Redaction;

namespace ServerlessMcp.Integrations.TerraformCloud.Requests;

/// <summary>
/// Writes <c>{"error":{…}}</c> (section 5 of the design) for an answer that is not 2xx, or for none: what happened in
/// the API's own words, whether the very same call may be repeated, and what to do instead. <c>retryable</c> is true
/// only where a repetition can't do anything twice.
/// </summary>
public static class UpstreamErrors
{
    /// <summary>
    /// Writes <c>{"error":{"status":409,"title":"conflict","detail":"…","retryable":false,"hint":"…"}}</c>; on 429 with
    /// <c>retry_after_seconds</c>, on errors of arguments with their names in <c>arguments</c>, and with the upstream's
    /// <c>request_id</c> where it is the upstream that has to be asked; the audit trail has it of every call.
    /// </summary>
    public static void WriteError(TerraformResponse response, TerraformTool tool, Utf8JsonWriter writer) =>
        WriteError(response, tool, null, writer);

    /// <summary>The same for a call whose arguments are at hand: a 404 then has in <c>detail</c> what was looked for.</summary>
    public static void WriteError(TerraformResponse response, ToolArguments arguments, Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        WriteError(response, arguments.Row, LookedFor.Of(arguments), writer);
    }

    private static void WriteError(TerraformResponse response, TerraformTool tool, string? lookedFor, Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(response);
        ArgumentNullException.ThrowIfNull(tool);
        ArgumentNullException.ThrowIfNull(writer);
        var errors = ErrorDocument.Read(response.Body.Span);
        var detail = Detail(errors, tool);
        if (response.Status == 404 && lookedFor is not null && !IsNotOffered(response, errors, tool))
            detail = $"{(detail.Length > 0 ? $"{detail.TrimEnd('.')}. " : "")}Looked for: {lookedFor}.";
        writer.WriteStartObject();
        writer.WriteStartObject("error"u8);
        writer.WriteNumber("status"u8, response.Status);
        writer.WriteString(
            "title"u8, errors.Count > 0 && errors[0].Title is { } title ? title : IsNotOffered(response, errors, tool)
                ? "not offered" : Title(response.Status));
        if (detail.Length > 0)
            writer.WriteString("detail"u8, detail);
        else if (IsConflictWithoutReason(response, errors))
            writer.WriteString("detail"u8, $"{ConflictWords.Of(tool)} The API gave no reason; a conflict here means this.");
        else if (errors.Count == 0 && !response.Body.IsEmpty)
            writer.WriteString(
                "detail"u8,
                $"The answer is no error of the API ({ErrorDocument.Clean(response.ContentType ?? "no media type")}); a proxy may stand in between.");
        WriteArguments(errors, tool, writer);
        writer.WriteBoolean("retryable"u8, IsRetryable(response.Status, tool));
        if (response.Status == 429 && response.RateLimit.ResetSeconds is { } seconds)
            writer.WriteNumber("retry_after_seconds"u8, seconds);
        writer.WriteString("hint"u8, Hint(response, tool, errors, detail));
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
        WriteArguments(errors, tool, writer);
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
        writer.WriteString("hint"u8, Hint(failure, tool));
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static bool IsConflictWithoutReason(TerraformResponse response, IReadOnlyList<UpstreamError> errors) =>
        response.Status == 409 && !errors.Any(error => error.Detail is not null);

    // An answer of the API may mean a permission. What is no answer of the API, on an address that holds nothing of the
    // caller's but the organization, means that there is no such address.
    private static bool IsNotOffered(TerraformResponse response, IReadOnlyList<UpstreamError> errors, TerraformTool tool) =>
        response.Status == 404 && errors.Count == 0
        && tool.Arguments.All(argument => argument.Place != ArgumentPlace.Path || argument.Name == "organization_name");

    // A 429 was refused before anything was done. A 5xx to a change may have been one too late.
    private static bool IsRetryable(int status, TerraformTool tool) =>
        status == 429 || (tool.Effect == Effect.Read && (status is 408 or (>= 500 and not 501)));

    private static string Detail(IReadOnlyList<UpstreamError> errors, TerraformTool tool)
    {
        var parts = new List<string>();
        foreach (var error in errors)
        {
            if (error.Detail is not { } text)
                continue;
            var argument = Argument(error.Pointer, tool);
            var part = argument is null ? text : $"{argument}: {text}";
            if (!parts.Contains(part))
                parts.Add(part);
        }

        return string.Join("; ", parts);
    }

    private static void WriteArguments(IReadOnlyList<UpstreamError> errors, TerraformTool tool, Utf8JsonWriter writer)
    {
        var names = errors.Select(error => Argument(error.Pointer, tool)).OfType<string>().Distinct().ToList();
        if (names.Count == 0)
            return;
        writer.WriteStartArray("arguments"u8);
        foreach (var name in names)
            writer.WriteStringValue(name);
        writer.WriteEndArray();
    }

    // "/data/attributes/vcs-repo/branch" -> the argument whose wire name is vcs-repo.branch, or the longest beginning
    // of that; else the last word of the pointer.
    private static string? Argument(string? pointer, TerraformTool tool)
    {
        var segments = pointer?.Split('/', StringSplitOptions.RemoveEmptyEntries) ?? [];
        var place = segments is ["data", "relationships", ..] ? ArgumentPlace.Relationship : segments is ["data", ..]
            ? ArgumentPlace.Attribute : ArgumentPlace.Root;
        var names = segments switch
        {
            ["data", "attributes" or "relationships", .. var rest] => rest,
            _ => segments,
        };
        for (var length = names.Length; length > 0; length--)
        {
            var wireName = string.Join('.', names.Take(length));
            var argument = tool.Arguments.FirstOrDefault(
                argument => (argument.Place == place
                    || (place == ArgumentPlace.Root && argument.Place == ArgumentPlace.Query))
                && SnakeCase.Convert(argument.WireName) == SnakeCase.Convert(wireName));
            if (argument is not null)
                return argument.Name;
        }

        return place != ArgumentPlace.Root && names is [var first, ..] && first != "data" ? SnakeCase.Convert(first) : null;
    }

    private static string Title(int status) => status switch
    {
        400 => "bad request",
        401 => "unauthorized",
        403 => "forbidden",
        404 => "not found",
        409 => "conflict",
        412 => "precondition failed",
        422 => "invalid",
        429 => "too many requests",
        502 => "bad gateway",
        503 => "service unavailable",
        504 => "gateway timeout",
        >= 500 => "server error",
        >= 400 => "refused",
        _ => "unexpected answer",
    };

    private static string Hint(
        TerraformResponse response, TerraformTool tool, IReadOnlyList<UpstreamError> errors,
        string detail) => response.Status switch
        {
            400 => "The API did not understand the request. Check the arguments, and that what is included or filtered by exists.",
            401 => "The Terraform token of this account was refused: it is wrong, expired or revoked. No call will work " +
                "until the platform team replaces it; don't retry.",
            403 => "The token of this account may not do this, or the resource is not in a state that allows it. Read " +
                "the resource before trying anything else.",
            404 when IsNotOffered(response, errors, tool) =>
                "This server does not offer this: no answer of the Terraform API came, although the address holds no id " +
                "that could be wrong. Do without this tool here; "
                    + "what is offered differs between HCP Terraform, Terraform Enterprise with its versions, and other " +
                    "servers with this API.",
            404 when errors.Count == 0 =>
                "No answer of the Terraform API came: either this server does not offer this at all, or it does not " +
                "exist or the token of this account may not see it. Check the id or name by "
                    + "listing; if it is there, do without this tool here.",
            404 => "Either it does not exist or the token of this account may not see it; the API does not say which. " +
                "Check the id or name by listing, "
                + "then ask the platform team about permissions.",
            409 when detail.Contains("lock", StringComparison.OrdinalIgnoreCase) =>
                "A lock is in the way, or missing. Read the workspace for who holds it (locked_by) and why; wait for " +
                "them, or, if certain that nothing is running, "
                + "have a workspace admin force-unlock it.",
            409 => "It is not in a state that allows this now. Read its status, actions and lock, then decide; repeating " +
                "the call will not help.",
            412 => "A precondition does not hold. Read the resource's current state first.",
            422 => "The API refused the values. Correct the arguments named here and call again.",
            429 when response.RateLimit.ResetSeconds is { } seconds =>
                string.Create(CultureInfo.InvariantCulture,
                    $"Nothing was done. Wait {Math.Max(seconds, 1)} s before the next call to this account; lists of " +
                        $"runs have a limit of their own, 30 a minute."),
            429 => "Nothing was done. Wait a minute before the next call to this account.",
            >= 500 when tool.Effect == Effect.Read => "The fault is on the API's side. Try again shortly.",
            >= 500 => "The fault is on the API's side, and the change may have been made all the same. Read the " +
                "resource's state first; repeat only what did not happen.",
            >= 300 and < 400 => "The API points elsewhere, and redirects are not followed here. The account's address may be wrong.",
            _ => "The API refused the request; the same call will be refused again.",
        };

    private static string Hint(TerraformFailedException failure, TerraformTool tool)
    {
        if (failure.MayHaveTakenEffect)
            return "Do not repeat it yet: it may have taken effect. Read the resource's state first; repeat only " +
                "what did not happen.";
        return failure.Failure switch
        {
            TerraformFailure.Unreachable =>
                "Try again shortly. If it stays so, the account's address or the network is for the platform team.",
            TerraformFailure.NoTimeLeft => "Nothing was changed. Call again, and ask for less at once.",
            TerraformFailure.TimedOut or TerraformFailure.Cut =>
                "Nothing was changed. Try again shortly; a smaller page or a filter makes it quicker.",
            TerraformFailure.LinkExpired => "Nothing was changed. Call again: each call gets a new link.",
            TerraformFailure.LinkFailed => "Nothing was changed. Try again shortly.",
            TerraformFailure.TooLarge when tool.Shape is not (ResponseShape.Single or ResponseShape.Collection) =>
                "It is more than is read here. Read what describes it instead: the plan's counts, the run's events, " +
                "the state version's resources.",
            TerraformFailure.TooLarge => "Ask for less: a smaller page_size, or a filter. fields does not help, " +
                "because it is applied afterwards.",
            TerraformFailure.NotJson => "Check with another tool that the resource has what is asked for (its status " +
                "says whether it is finished). If every tool answers so, something else than Terraform's API answers " +
                "at the account's address.",
            _ => "This is for the platform team, which set up the account; a retry will not help.",
        };
    }
}
