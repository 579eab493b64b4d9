using System.Buffers;
using System.Text.Json;
using ServerlessMcp.Access;
using ServerlessMcp.Http;
using ServerlessMcp.JsonApi;
using ServerlessMcp.Terraform;

namespace ServerlessMcp.Catalog;

/// <summary>The JSON that a model reads.</summary>
internal static class ToolAnswer
{
    /// <summary>What a successful upstream answer becomes.</summary>
    /// <exception cref="UnexpectedAnswerException">The answer is JSON, but not of the API.</exception>
    /// <exception cref="JsonException">The answer is not the JSON that it should be.</exception>
    /// <param name="arguments">The arguments of the call.</param>
    /// <param name="page">The page asked for.</param>
    /// <param name="document">The upstream's answer.</param>
    /// <param name="fields">The fields to answer.</param>
    /// <param name="isCut">Whether a list may miss items, because looking for those in scope ended before the list did.</param>
    /// <param name="status">The upstream's status: a 202 or 204 needs no body where a 200 does.</param>
    /// <param name="budget">What looking through it may cost.</param>
    public static ReadOnlyMemory<byte> Success(ToolArguments arguments, int page, ReadOnlySpan<byte> document, FieldSelection fields, bool isCut = false, int status = 200, WorkBudget? budget = null)
    {
        var tool = arguments.Tool;
        var buffer = new ArrayBufferWriter<byte>(4096);
        using var writer = new Utf8JsonWriter(buffer, JsonAnswer.WriterOptions);
        if (tool.CanBeNone && AnswerForm.IsNone(document))
        {
            writer.WriteStartObject();
            writer.WriteEndObject();
        }
        else if (tool.Shape == ResponseShape.NoContent || (document.IsEmpty && tool.Effect != Effect.Read && status is 202 or 204))
        {
            AnswerForm.RefuseNotice(document);
            WriteAccepted(writer, arguments);
        }
        else if (document.IsEmpty)
        {
            throw new UnexpectedAnswerException("nothing");
        }
        else if (tool.Shape == ResponseShape.Collection)
        {
            WriteItems(writer, buffer, arguments, page, document, fields, isCut, budget);
        }
        else
        {
            RefuseAnother(arguments, document);
            ResourceReader.WriteSingle(document, fields, writer, tool.WholeBy, budget);
        }

        writer.Flush();
        return AnswerRemarks.Add(buffer.WrittenMemory, arguments, document);
    }

    // Asked for ws-1 by its own address, a server answers ws-1. What has another id of the same kind is another's (a cache's, a proxy's), and would be believed.
    private static void RefuseAnother(ToolArguments arguments, ReadOnlySpan<byte> document)
    {
        var tool = arguments.Tool;
        if (!tool.Path.EndsWith('}') || tool.Arguments.LastOrDefault(argument => argument.Place == ArgumentPlace.Path) is not { } last || arguments.Text(last.Name) is not { } asked
            || ArgumentForms.Of(last)?.Prefix is not { } prefix || !asked.StartsWith(prefix, StringComparison.Ordinal))
        {
            return;
        }

        var reader = new Utf8JsonReader(document, ResourceReader.ReaderOptions);
        if (ResourceLink.IdOf(JsonElement.ParseValue(ref reader)) is { } came && came != asked && came.StartsWith(prefix, StringComparison.Ordinal))
        {
            throw new UnexpectedAnswerException($"another resource, {ErrorDocument.Clean(came)}");
        }
    }

    /// <summary>The headers of an answer that has nothing else.</summary>
    public static ReadOnlyMemory<byte> Headers(TerraformResponse response) => Write(writer =>
    {
        writer.WriteStartObject();
        foreach (var (name, value) in response.ProductHeaders)
        {
            writer.WriteString(SnakeCase.Convert(name.ToLowerInvariant()), ErrorDocument.Clean(value));
        }

        writer.WriteEndObject();
    });

    /// <summary>Arguments that were refused before anything was sent.</summary>
    public static ReadOnlyMemory<byte> BadArguments(IReadOnlyList<ArgumentError> errors) => Error(writer =>
    {
        writer.WriteNumber("status", 422);
        writer.WriteString("title", "invalid arguments");
        writer.WriteString("detail", string.Join(" ", errors.Select(error => error.Message)) + " Nothing was sent.");
        writer.WriteBoolean("retryable", false);
    });

    /// <summary>A call to a frozen URL whose tools are no longer those that were approved.</summary>
    public static ReadOnlyMemory<byte> ToolsChanged(string refusal) => Error(writer =>
    {
        writer.WriteNumber("status", 409);
        writer.WriteString("title", "tools changed");
        writer.WriteString("detail", refusal);
        writer.WriteBoolean("retryable", false);
    });

    /// <summary>A call that the records could not take in: before it was sent, or, if <paramref name="wasSent"/>, a change that was.</summary>
    public static ReadOnlyMemory<byte> NotNoted(bool wasSent = false, int? upstreamStatus = null, string? why = null) => Error(writer =>
    {
        writer.WriteNumber("status", 503);
        writer.WriteString("title", "records unavailable");
        writer.WriteString("detail", wasSent
            ? $"The change was sent, and Terraform answered {(upstreamStatus is { } status ? $"{status}" : "nothing")}. The audit trail has that it was sent; it could not take the outcome, so the answer is withheld."
            : "The records can't be written right now, so nothing is done and nothing is answered.");
        writer.WriteBoolean("retryable", !wasSent && why is null);
        writer.WriteString("hint", wasSent ? "Do not repeat it: read the resource's state." : why ?? "Try again in 5 seconds.");
    });

    /// <summary>A call that ended between its request and its answer: by a fault of ours, because whoever called has gone, or because what let it in was revoked.</summary>
    public static ReadOnlyMemory<byte> Interrupted(bool wasSent, bool isChange, int? upstreamStatus, bool isRevoked = false) => Error(writer =>
    {
        writer.WriteNumber("status", isRevoked ? 410 : 500);
        writer.WriteString("title", isRevoked ? "revoked" : "interrupted");
        writer.WriteString("detail", (isRevoked ? "This URL, or the token it was called with, was revoked while the call ran. " : "") + (!wasSent ? "The call ended here before Terraform was asked. Nothing was sent."
            : $"The request was sent, and the call ended here before its answer was read{(upstreamStatus is { } status ? $" (status {status})" : "")}."
                + (isChange ? " The change may have taken effect." : "")));
        writer.WriteBoolean("retryable", !isRevoked && (!wasSent || !isChange));
        if (isRevoked)
        {
            writer.WriteString("hint", "No call works here any more. Ask for a new URL.");
        }
        else if (wasSent && isChange)
        {
            writer.WriteString("hint", "Do not repeat it yet: read the resource's state first; repeat only what did not happen.");
        }
    });

    /// <summary>An answer that is read and can't be told: too deep for what reads JSON elsewhere.</summary>
    public static ReadOnlyMemory<byte> Unanswerable(bool isChange, int? upstreamStatus) => Error(writer =>
    {
        writer.WriteString("title", "unreadable");
        writer.WriteString("detail", $"The answer is nested deeper than {JsonDepth.OfAnswers} levels, or has text that is no Unicode, and can't be passed on."
            + (isChange ? $" The change was sent, and Terraform answered {(upstreamStatus is { } status ? $"{status}" : "nothing")}." : ""));
        writer.WriteBoolean("retryable", false);
        writer.WriteString("hint", isChange ? "Do not repeat it: read the resource's state, with fields that leave the value out." : "Call again with fields that leave the value out.");
    });

    /// <summary>A call over a limit of the URL or the account.</summary>
    public static ReadOnlyMemory<byte> LimitReached(ReachedLimit limit) => Error(writer =>
    {
        writer.WriteNumber("status", 429);
        writer.WriteString("title", "too many calls");
        writer.WriteString("detail", $"{limit.Detail} Nothing was sent.");
        writer.WriteBoolean("retryable", limit.RetryAfterSeconds is not null);
        if (limit.RetryAfterSeconds is { } seconds)
        {
            writer.WriteNumber("retry_after_seconds", seconds);
        }
    });

    /// <summary>A document that takes longer to look through than a call may. Not all of its marks are known, so nothing of it is shown.</summary>
    public static ReadOnlyMemory<byte> TooCostly() => Error(writer =>
    {
        writer.WriteString("title", "too costly to read");
        writer.WriteString("detail", $"What Terraform answered took more than {WorkBudget.Limit.TotalSeconds:0} seconds of computing to look through, so the reading ended before all of its sensitive values were known, and nothing of it is shown.");
        writer.WriteBoolean("retryable", false);
        writer.WriteString("hint", "Ask for less: a filter, a smaller page_size, or without include_values.");
    });

    /// <summary>An account whose Terraform token can't be had. The account is named; the secret is the platform team's business.</summary>
    public static ReadOnlyMemory<byte> NoCredential(string account, string why) => Error(writer =>
    {
        writer.WriteNumber("status", 503);
        writer.WriteString("title", "no credential");
        writer.WriteString("detail", $"The Terraform token of account {account} can't be had: {why}. Nothing was sent. Tell the team that runs this MCP server.");
        writer.WriteBoolean("retryable", false);
    });

    /// <summary>An error that the upstream answered, or no answer from it.</summary>
    public static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using var writer = new Utf8JsonWriter(buffer, JsonAnswer.WriterOptions);
        write(writer);
        writer.Flush();
        return buffer.WrittenMemory;
    }

    /// <summary>An error of our own.</summary>
    public static ReadOnlyMemory<byte> Error(Action<Utf8JsonWriter> members) => Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartObject("error");
        members(writer);
        writer.WriteEndObject();
        writer.WriteEndObject();
    });

    private static void WriteItems(Utf8JsonWriter writer, ArrayBufferWriter<byte> buffer, ToolArguments arguments, int page, ReadOnlySpan<byte> document, FieldSelection fields, bool isCut, WorkBudget? budget)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("items");
        var read = ResourceReader.WriteItems(document, fields, writer, arguments.Tool.ListMember, budget);
        writer.Flush();

        // A server that says which page it answered is known by that.
        var seen = read.CurrentPage is null && read.Count > 0 ? Cursor.Seen(buffer.WrittenSpan) : null;
        var end = ListEnd.Of(read, arguments.Tool.IsPaged, page, PageSize(arguments), seen is not null && seen == arguments.SeenBefore);
        if (end.Next is { } next && Cursor.Encode(arguments, next, seen) is { } cursor)
        {
            writer.WriteString("next_cursor", cursor);
        }
        else if (end.Next is not null)
        {
            // Arguments of over a kilobyte; silence would say that there is no more.
            writer.WriteString("next_cursor_missing", "There are more items, but these arguments are too long for a cursor. Narrow the filters.");
        }

        // Such an endpoint's row has a cursor argument of its own, which is sent as it is.
        if (!arguments.Tool.IsPaged && read.Continuation is { } continuation)
        {
            writer.WriteString("next_cursor", continuation);
        }

        if (isCut)
        {
            writer.WriteString("incomplete", "The list was not read to its end, so there may be more in scope. Narrow it with a filter.");
        }
        else if (end.Incomplete is { } why)
        {
            writer.WriteString("incomplete", why);
        }

        // A count of fewer than came counts something else.
        if (read.TotalCount is { } total && total >= read.Count)
        {
            writer.WriteNumber("total_count", total);
        }

        writer.WriteEndObject();
    }

    private static void WriteAccepted(Utf8JsonWriter writer, ToolArguments arguments)
    {
        writer.WriteStartObject();
        writer.WriteBoolean("accepted", true);
        if (arguments.Tool.Arguments.LastOrDefault(argument => argument.Place == ArgumentPlace.Path) is { } target && arguments.Text(target.Name) is { } id)
        {
            writer.WriteString(target.Name, id);
        }

        if (arguments.Tool.Next is { } next)
        {
            writer.WriteString("next", next);
        }

        writer.WriteEndObject();
    }

    /// <summary>A row, with how the wait for it went: <c>waited_seconds</c>, and where it is not over <c>still_running</c>.</summary>
    public static ReadOnlyMemory<byte> WithWait(ReadOnlyMemory<byte> row, WaitResult wait) => With(row, writer =>
    {
        writer.WriteNumber("waited_seconds", (int)Math.Ceiling(wait.Waited.TotalSeconds));
        if (!wait.IsSettled)
        {
            writer.WriteBoolean("still_running", true);
        }

        if (wait.EndedBy is { } cause)
        {
            writer.WriteString("wait_ended_by", cause);
        }

        if (wait.RetryAfterSeconds is { } seconds)
        {
            writer.WriteNumber("retry_after_seconds", seconds);
        }
    });

    /// <summary>An answer with more members.</summary>
    public static ReadOnlyMemory<byte> With(ReadOnlyMemory<byte> answer, Action<Utf8JsonWriter> members) => Write(writer =>
    {
        using var document = JsonDocument.Parse(answer);
        writer.WriteStartObject();
        foreach (var member in document.RootElement.EnumerateObject())
        {
            member.WriteTo(writer);
        }

        members(writer);
        writer.WriteEndObject();
    });

    /// <summary>The page size of a call: what was asked for, or the API's default.</summary>
    public static int PageSize(ToolArguments arguments) => arguments.TryGet("page_size", out var size) ? size.GetInt32() : DerivedArguments.DefaultPageSize;
}
