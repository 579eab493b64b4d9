using ServerlessMcp.Catalog;
using ServerlessMcp.Exposure;
using ServerlessMcp.Http;
using ServerlessMcp.Integrations.TerraformCloud.Client;
using ServerlessMcp.Integrations.TerraformCloud.JsonApi;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Redaction;

namespace ServerlessMcp.Integrations.TerraformCloud.Requests;

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
    public static ReadOnlyMemory<byte> Success(
        ToolArguments arguments, int page, ReadOnlySpan<byte> document, FieldSelection fields, bool isCut = false,
        int status = 200, WorkBudget? budget = null)
    {
        var tool = arguments.Row;
        var nodes = new DocumentNodes(document);
        var buffer = new ArrayBufferWriter<byte>(4096);
        using var writer = new Utf8JsonWriter(buffer, JsonResponse.WriterOptions);
        if (tool.CanBeNone && AnswerForm.IsNone(document))
        {
            writer.WriteStartObject();
            writer.WriteEndObject();
        }
        else if (tool.Shape == ResponseShape.NoContent
            || (document.IsEmpty && tool.Effect != Effect.Read && status is 202 or 204))
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
            WriteItems(writer, buffer, arguments, page, document, fields, ToldRows.Of(arguments), isCut, budget);
        }
        else
        {
            RefuseAnother(arguments, ref nodes);
            ResourceReader.WriteSingle(
                document, fields, writer, tool.WholeBy, budget, ToldRows.Of(arguments));
        }

        writer.Flush();
        return AnswerRemarks.Add(buffer.WrittenMemory, arguments, ref nodes);
    }

    // Asked for ws-1 by its own address, a server answers ws-1. What has another id of the same kind is another's (a
    // cache's, a proxy's), and would be believed.
    private static void RefuseAnother(ToolArguments arguments, scoped ref DocumentNodes document)
    {
        var tool = arguments.Row;
        if (!tool.Path.EndsWith('}')
            || tool.Arguments.LastOrDefault(argument => argument.Place == ArgumentPlace.Path) is not { } last
            || arguments.Text(last.Name) is not { } asked
            || ArgumentForms.Of(last)?.Prefix is not { } prefix || !asked.StartsWith(prefix, StringComparison.Ordinal))
        {
            return;
        }

        if (ResourceLink.IdOf(document.Root()) is { } came && came != asked && came.StartsWith(prefix, StringComparison.Ordinal))
        {
            throw new UnexpectedAnswerException($"another resource, {ErrorDocument.Clean(came)}");
        }
    }

    /// <summary>The headers of an answer that has nothing else.</summary>
    public static ReadOnlyMemory<byte> Headers(TerraformResponse response) => JsonResponse.Bytes(writer =>
    {
        writer.WriteStartObject();
        foreach (var (name, value) in response.ProductHeaders)
        {
            writer.WriteString(SnakeCase.Convert(name.ToLowerInvariant()), ErrorDocument.Clean(value));
        }

        writer.WriteEndObject();
    });

    /// <summary>A document that takes longer to look through than a call may. Not all of its marks are known, so
    /// nothing of it is shown.</summary>
    public static ReadOnlyMemory<byte> TooCostly() => ToolError.Of(writer =>
    {
        writer.WriteString("title", "too costly to read");
        writer.WriteString(
            "detail", $"What Terraform answered took more than {WorkBudget.Limit.TotalSeconds:0} seconds of " +
                "computing to look through, so the reading ended before all of its sensitive values were known, and " +
                "nothing of it is shown.");
        writer.WriteBoolean("retryable", false);
        writer.WriteString("hint", "Ask for less: a filter, a smaller page_size, or without include_values.");
    });

    /// <summary>An account whose Terraform token can't be had. The account is named; the secret is the platform team's
    /// business.</summary>
    public static ReadOnlyMemory<byte> NoCredential(string account, string why) => ToolError.Of(writer =>
    {
        writer.WriteNumber("status", 503);
        writer.WriteString("title", "no credential");
        writer.WriteString(
            "detail", $"The Terraform token of account {account} can't be had: {why}. Nothing was sent. Tell the " +
                "team that runs this MCP server.");
        writer.WriteBoolean("retryable", false);
    });

    private static void WriteItems(
        Utf8JsonWriter writer, ArrayBufferWriter<byte> buffer, ToolArguments arguments, int page,
        ReadOnlySpan<byte> document, FieldSelection fields, RowTail? told, bool isCut,
        WorkBudget? budget)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("items");
        var read = ResourceReader.WriteItems(document, fields, writer, arguments.Row.ListMember, budget, told);
        writer.Flush();

        // A server that says which page it answered is known by that.
        var seen = read.CurrentPage is null && read.Count > 0 ? Cursor.Seen(buffer.WrittenSpan) : null;
        var end = ListEnd.Of(
            read, arguments.Row.IsPaged, page, PageSize(arguments), seen is not null && seen == arguments.SeenBefore);
        if (end.Next is { } next && Cursor.Encode(arguments, next, seen) is { } cursor)
        {
            writer.WriteString("next_cursor", cursor);
        }
        else if (end.Next is not null)
        {
            // Arguments of over a kilobyte; silence would say that there is no more.
            writer.WriteString(
                "next_cursor_missing",
                "There are more items, but these arguments are too long for a cursor. Narrow the filters.");
        }

        // Such an endpoint's row has a cursor argument of its own, which is sent as it is.
        if (!arguments.Row.IsPaged && read.Continuation is { } continuation)
        {
            writer.WriteString("next_cursor", continuation);
        }

        if (isCut)
        {
            writer.WriteString(
                "incomplete",
                "The list was not read to its end, so there may be more in scope. Narrow it with a filter.");
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
        if (arguments.Row.Arguments.LastOrDefault(argument => argument.Place == ArgumentPlace.Path) is { } target
            && arguments.Text(target.Name) is { } id)
        {
            writer.WriteString(target.Name, id);
        }

        if (arguments.Row.Next is { } next)
        {
            writer.WriteString("next", next);
        }

        writer.WriteEndObject();
    }

    /// <summary>A row, with how the wait for it went: <c>waited_seconds</c>, and where it is not over
    /// <c>still_running</c>.</summary>
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
    public static ReadOnlyMemory<byte> With(ReadOnlyMemory<byte> answer, Action<Utf8JsonWriter> members) =>
        JsonResponse.Bytes(writer =>
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
    public static int PageSize(ToolArguments arguments) =>
        arguments.TryGet("page_size", out var size) ? size.GetInt32() : DerivedArguments.DefaultPageSize;
}
