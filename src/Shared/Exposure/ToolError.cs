using ServerlessMcp.Accounts;
using ServerlessMcp.Catalog;
using ServerlessMcp.Http;
using ServerlessMcp.Redaction;

namespace ServerlessMcp.Exposure;

/// <summary>Errors as a model reads them: <c>{"error":{status, title, detail, retryable, hint}}</c>. What its
/// integration has to say is told by that, in the same form.</summary>
internal static class ToolError
{
    /// <summary>Arguments that were refused before anything was sent.</summary>
    public static ReadOnlyMemory<byte> BadArguments(IReadOnlyList<ArgumentError> errors) => Of(writer =>
    {
        writer.WriteNumber("status", 422);
        writer.WriteString("title", "invalid arguments");
        writer.WriteString("detail", string.Join(" ", errors.Select(error => error.Message)) + " Nothing was sent.");
        writer.WriteBoolean("retryable", false);
    });

    /// <summary>A call to a frozen URL whose tools are no longer those that were approved.</summary>
    public static ReadOnlyMemory<byte> ToolsChanged(string refusal) => Of(writer =>
    {
        writer.WriteNumber("status", 409);
        writer.WriteString("title", "tools changed");
        writer.WriteString("detail", refusal);
        writer.WriteBoolean("retryable", false);
    });

    /// <summary>A call that the records could not take in: before it was sent, or, if <paramref name="wasSent"/>, a
    /// change that was.</summary>
    /// <param name="system">What people call the system that was called: <see cref="AccountForm.System"/>.</param>
    /// <param name="wasSent">Whether it is a change that was sent.</param>
    /// <param name="upstreamStatus">What the system answered.</param>
    /// <param name="why">What to do, where the records say it.</param>
    public static ReadOnlyMemory<byte> NotNoted(string system, bool wasSent, int? upstreamStatus, string? why) => Of(writer =>
    {
        writer.WriteNumber("status", 503);
        writer.WriteString("title", "records unavailable");
        writer.WriteString("detail", wasSent
            ? $"The change was sent, and {Answered(system, upstreamStatus)}. "
                + "The audit trail has that it was sent; it could not take the outcome, so the answer is withheld."
            : "The records can't be written right now, so nothing is done and nothing is answered.");
        writer.WriteBoolean("retryable", !wasSent && why is null);
        writer.WriteString("hint", wasSent ? "Do not repeat it: read the resource's state." : why ?? "Try again in 5 seconds.");
    });

    /// <summary>A call that ended between its request and its answer: by a fault of ours, because whoever called has
    /// gone, or because what let it in was revoked.</summary>
    public static ReadOnlyMemory<byte> Interrupted(
        string system, bool wasSent, bool isChange, int? upstreamStatus, bool isRevoked = false) => Of(writer =>
    {
        writer.WriteNumber("status", isRevoked ? 410 : 500);
        writer.WriteString("title", isRevoked ? "revoked" : "interrupted");
        writer.WriteString(
            "detail", (isRevoked ? "This URL, or the token it was called with, was revoked while the call ran. " : "")
                + (!wasSent ? $"The call ended here before {system} was asked. Nothing was sent."
            : "The request was sent, and the call ended here before its answer was " +
            $"read{(upstreamStatus is { } status ? $" (status {status})" : "")}."
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
    public static ReadOnlyMemory<byte> Unanswerable(string system, bool isChange, int? upstreamStatus) => Of(writer =>
    {
        writer.WriteString("title", "unreadable");
        writer.WriteString(
            "detail", $"The answer is nested deeper than {JsonDepth.OfAnswers} levels, or has text that is no " +
                "Unicode, and can't be passed on."
            + (isChange ? $" The change was sent, and {Answered(system, upstreamStatus)}." : ""));
        writer.WriteBoolean("retryable", false);
        writer.WriteString(
            "hint", isChange ? "Do not repeat it: read the resource's state, with fields that leave the value out."
                : "Call again with fields that leave the value out.");
    });

    /// <summary>A call over a limit of the URL or the account.</summary>
    public static ReadOnlyMemory<byte> LimitReached(ReachedLimit limit) => Of(writer =>
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

    private static string Answered(string system, int? status) =>
        $"{system} answered {(status is { } came ? $"{came}" : "nothing")}";

    /// <summary>An error of our own.</summary>
    public static ReadOnlyMemory<byte> Of(Action<Utf8JsonWriter> members) => JsonResponse.Bytes(writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartObject("error");
        members(writer);
        writer.WriteEndObject();
        writer.WriteEndObject();
    });
}
