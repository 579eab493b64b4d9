using Microsoft.AspNetCore.Http;
using ServerlessMcp.Records;

namespace ServerlessMcp.Http;

/// <summary>For how long a request may ask the store: one allowance, which begins with its first question.</summary>
internal static class RequestDeadline
{
    private static readonly object Key = new();

    /// <summary>That of the request.</summary>
    public static StoreDeadline StoreDeadline(this HttpContext context)
    {
        if (context.Items.TryGetValue(Key, out var known))
        {
            return (StoreDeadline)known!;
        }

        var deadline = new StoreDeadline(context.RequestAborted);
        context.Items[Key] = deadline;
        return deadline;
    }

    /// <summary>Leaves a request's questions to the store's own patience.</summary>
    public static void LeaveToStore(this HttpContext context) =>
        context.Items[Key] = Records.StoreDeadline.OfStore(context.RequestAborted);
}
