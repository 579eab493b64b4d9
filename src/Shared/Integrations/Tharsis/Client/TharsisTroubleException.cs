using ServerlessMcp.Audit;
using ServerlessMcp.Calls;
using ServerlessMcp.Exposure;

namespace ServerlessMcp.Integrations.Tharsis.Client;

/// <summary>
/// Why a call has no answer, in words for a model and the person behind it: what came, and what to do. Never a token, a
/// secret or an address beyond its host; there is no inner exception, because those quote URLs.
/// </summary>
internal sealed class TharsisTroubleException(
    CallOutcome outcome, int? status, string title, string detail, string? hint = null, bool isRetryable = false)
    : Exception(detail)
{
    /// <summary>What the trail says of the call.</summary>
    public CallOutcome Outcome { get; } = outcome;

    /// <summary>The status that the model reads; null where nothing was answered.</summary>
    public int? Status { get; } = status;

    /// <summary>What it is called.</summary>
    public string Title { get; } = title;

    /// <summary>What to do, its tools in brackets; null where the detail says it.</summary>
    public string? Hint { get; } = hint;

    /// <summary>Whether the same call may succeed later.</summary>
    public bool IsRetryable { get; } = isRetryable;

    /// <summary>Seconds to wait before that; null where none are known.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>The same with other words for what happened: those of what was asked for.</summary>
    public TharsisTroubleException Saying(string prefix) =>
        new(Outcome, Status, Title, $"{prefix}: {Message}", Hint, IsRetryable) { RetryAfter = RetryAfter };

    /// <summary>As a model reads it: of a tool that the call's URL lacks the hint says so.</summary>
    public ReadOnlyMemory<byte> ToJson(ToolCall? call) => ToolError.Of(writer =>
    {
        if (Status is { } status)
        {
            writer.WriteNumber("status", status);
        }

        writer.WriteString("title", Title);
        writer.WriteString("detail", Message);
        writer.WriteBoolean("retryable", IsRetryable);
        if (RetryAfter is { } seconds)
        {
            writer.WriteNumber("retry_after_seconds", seconds);
        }

        if (Hint is not null)
        {
            writer.WriteString("hint", WithTools(Hint, call));
        }
    });

    private static string WithTools(string hint, ToolCall? call)
    {
        foreach (var tool in call?.Filter.Catalog.All ?? [])
        {
            hint = hint.Replace(
                $"[{tool.Name}]",
                tool.NameIn(call!.Config.ToolNames) + (call.Filter.Allows(tool) ? "" : " (which this URL does not have)"),
                StringComparison.Ordinal);
        }

        return hint;
    }
}
